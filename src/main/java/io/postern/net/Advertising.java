package io.postern.net;

import io.postern.ftp.Endpoint;
import io.postern.pinhole.PortRange;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a peer is told of a pinhole: the address and port as seen from where the peer is. */
final class Advertising {

  private final AddressBook names;
  private final PortRange inside;
  private final Optional<PortRange> outside;

  Advertising(AddressBook names, ListenerSettings settings) {
    this.names = names;
    this.inside = settings.dataPorts();
    this.outside = settings.outsidePorts();
    addNames(settings.advertise());
    addNames(settings.advertiseToServer());
  }

  /** All addresses under which clients may be told to come, as far as they are known now. */
  static Stream<InetAddress> addresses(AddressBook names, ListenerSettings.Advertise advertise) {
    return Stream.concat(
            advertise.byNetwork().stream().map(ListenerSettings.Mapping::address),
            Stream.of(advertise.otherwise()))
        .flatMap(address -> addresses(names, address));
  }

  private static Stream<InetAddress> addresses(AddressBook names, ListenerSettings.Address one) {
    if (one instanceof ListenerSettings.Address.Literal literal) {
      return Stream.of(literal.address());
    }
    return one instanceof ListenerSettings.Address.HostName host
        ? names.addresses(host.name()).stream()
        : Stream.of();
  }

  /**
   * What the client is told. Ports are mapped only where the address is: a client that is told the
   * very address of the pinhole reaches its very port.
   *
   * @param reached where the client connected to: what {@code auto} stands for
   * @return empty if the configured host name has no address
   */
  Optional<Endpoint> toClient(
      ListenerSettings.Advertise advertise,
      InetAddress reached,
      Endpoint listening,
      InetAddress client) {
    return address(advertise, reached, client)
        .map(
            address ->
                address.equals(listening.address())
                    ? listening
                    : new Endpoint(address, outsidePort(listening.port())));
  }

  /** What the server is told; the port is never mapped. */
  Optional<Endpoint> toServer(
      ListenerSettings.Advertise advertise, Endpoint listening, InetAddress server) {
    return address(advertise, listening.address(), server)
        .map(address -> new Endpoint(address, listening.port()));
  }

  private int outsidePort(int port) {
    return outside.map(range -> range.first() + port - inside.first()).orElse(port);
  }

  private Optional<InetAddress> address(
      ListenerSettings.Advertise advertise, InetAddress auto, InetAddress peer) {
    ListenerSettings.Address chosen =
        advertise.byNetwork().stream()
            .filter(mapping -> mapping.network().contains(peer))
            .findFirst()
            .map(ListenerSettings.Mapping::address)
            .orElse(advertise.otherwise());
    if (chosen instanceof ListenerSettings.Address.Literal literal) {
      return Optional.of(literal.address());
    }
    if (chosen instanceof ListenerSettings.Address.HostName host) {
      return sameFamily(names.addresses(host.name()), peer);
    }
    return Optional.of(auto);
  }

  private static Optional<InetAddress> sameFamily(List<InetAddress> all, InetAddress peer) {
    boolean ipv6 = peer instanceof Inet6Address;
    return all.stream().filter(address -> address instanceof Inet6Address == ipv6).findFirst();
  }

  private void addNames(ListenerSettings.Advertise advertise) {
    advertise.byNetwork().forEach(mapping -> addName(mapping.address()));
    addName(advertise.otherwise());
  }

  private void addName(ListenerSettings.Address address) {
    if (address instanceof ListenerSettings.Address.HostName host) {
      names.add(host.name());
    }
  }
}
