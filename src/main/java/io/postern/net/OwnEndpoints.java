package io.postern.net;

import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the gateway itself listens: a session that is led there would be one session after the
 * other until nothing is left. Thread-safe.
 */
final class OwnEndpoints {

  private final OwnAddresses addresses;
  private final Set<Integer> ports = ConcurrentHashMap.newKeySet();

  OwnEndpoints(OwnAddresses addresses) {
    this.addresses = addresses;
  }

  /** A port that is listened on. */
  void add(int port) {
    ports.add(port);
  }

  /** Whether a connection would come out at the gateway itself. */
  boolean contains(InetAddress address, int port) {
    return ports.contains(port) && addresses.isOwn(address);
  }
}
