package io.postern.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for programs that can't choose one and tell it. */
public final class FreePorts {

  /** Below the ports that Linux gives to clients, so that no connection takes one meanwhile. */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_000;
  private static final int TRIES = 100;

  /** Whoever got one may not listen there yet. */
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePorts() {}

  /** A port of the address that was free a moment ago, and is given once only. */
  public static InetSocketAddress on(String address) {
    try {
      return on(InetAddress.getByName(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress on(InetAddress address) throws IOException {
    IOException last = new IOException("not tried");
    for (int tries = 0; tries < TRIES; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try (ServerSocket socket = new ServerSocket(port, 1, address)) {
        if (GIVEN.add(port)) {
          return new InetSocketAddress(address, socket.getLocalPort());
        }
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }
}
