package io.postern.netns;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A listening socket of a host. */
final class RawListener implements Closeable {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final ServerSocket socket;

  /** Listens on this host; port 0 for any. */
  RawListener(Host host, InetAddress address, int port) throws Exception {
    socket =
        host.call(
            () -> {
              ServerSocket listener = new ServerSocket();
              listener.setReuseAddress(true);
              listener.bind(new InetSocketAddress(address, port), 4096);
              return listener;
            });
    socket.setSoTimeout((int) PATIENCE.toMillis());
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The next connection. */
  RawConnection accept() throws IOException {
    return new RawConnection(socket.accept());
  }

  /** Whether nobody has connected who was not accepted. */
  boolean isDeserted() throws IOException {
    socket.setSoTimeout(1);
    try {
      socket.accept().close();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout((int) PATIENCE.toMillis());
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
