package io.postern.net;

import io.postern.session.Targets;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where the gateway itself listens, also as seen from outside of its NAT: a session that is led
 * there would be one session after the other until nothing is left. Thread-safe.
 */
final class OwnEndpoints {

  private final OwnAddresses addresses;
  private final List<Supplier<Stream<InetAddress>>> outside = new CopyOnWriteArrayList<>();
  private final Set<Integer> ports = ConcurrentHashMap.newKeySet();

  OwnEndpoints(OwnAddresses addresses) {
    this.addresses = addresses;
  }

  /** Addresses that lead to this machine from outside, as they are whenever it is asked. */
  void add(Supplier<Stream<InetAddress>> outside) {
    this.outside.add(outside);
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
    return isOwn(address) && (ports.contains(port) || !targets.hosts().hasAddress(address));
  }

  private boolean isOwn(InetAddress address) {
    return addresses.isOwn(address)
        || outside.stream().flatMap(Supplier::get).anyMatch(address::equals);
  }
}
