package io.postern.net;

import io.postern.session.Targets;
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

  /**
   * Whether a connection that a client asks for would come out at this machine: at the gateway
   * itself, or at any service of it that trusts the machine's own addresses. Whoever lists such an
   * address as a network wants the services, but never the gateway.
   */
  boolean refuses(InetAddress address, int port, Targets targets) {
    return addresses.isOwn(address)
        && (ports.contains(port) || !targets.hosts().hasAddress(address));
  }
}
