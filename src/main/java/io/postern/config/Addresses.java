package io.postern.config;

import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Endpoint;
import io.postern.ftp.HostName;
import io.postern.ftp.Network;
import io.postern.net.ListenerSettings.Address;
import io.postern.pinhole.PortRange;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The types of values that name addresses and ports. No name is looked up. */
final class Addresses {

  private static final ValueType<Integer> PORT = Scalars.number(0, 65_535);

  private Addresses() {}

  static ValueType<ListenAddress> listen() {
    return new ValueType<>(
        "ADDRESS:PORT, [IPv6]:PORT or *:PORT", Addresses::readListen, ListenAddress::toString);
  }

  static ValueType<Endpoint> endpoint() {
    return new ValueType<>(
        "ADDRESS:PORT, [IPv6]:PORT",
        text ->
            readListen(text)
                .flatMap(listen -> listen.address().map(a -> new Endpoint(a, listen.port()))),
        Endpoint::toString);
  }

  static ValueType<AdminAddress> admin() {
    ValueType<Endpoint> endpoint = endpoint();
    return new ValueType<>(
        endpoint.expected() + ", unix:PATH",
        text ->
            text.startsWith(AdminAddress.UNIX)
                ? readSocket(text.substring(AdminAddress.UNIX.length()))
                : endpoint.parse(text).map(AdminAddress.Tcp::new),
        AdminAddress::toString);
  }

  private static Optional<AdminAddress> readSocket(String path) {
    try {
      return Optional.of(path)
          .filter(name -> !name.isBlank() && !name.endsWith("/"))
          .map(name -> new AdminAddress.Unix(Path.of(name)));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  static ValueType<ServerAddress> server() {
    return new ValueType<>(
        "HOST, HOST:PORT or [IPv6]:PORT", Addresses::readServer, ServerAddress::toString);
  }

  static ValueType<InetAddress> address() {
    return new ValueType<>(
        "an IPv4 or IPv6 address", Addresses::readUnicast, AddressLiteral::format);
  }

  static ValueType<Address> advertised() {
    return new ValueType<>(
        "`auto`, an IPv4 or IPv6 address, or a host name",
        Addresses::readAdvertised,
        Addresses::writeAdvertised);
  }

  static ValueType<String> hostName() {
    return new ValueType<>(
        "a host name", text -> Optional.of(text).filter(HostName::isValid), text -> text);
  }

  /** A host as clients name it: in lower case, an address in its one spelling. */
  static ValueType<String> target() {
    return new ValueType<>(
        "a host name or an address",
        text ->
            AddressLiteral.parse(text)
                .map(AddressLiteral::format)
                .or(() -> Optional.of(text.toLowerCase(Locale.ROOT)).filter(HostName::isValid)),
        text -> text);
  }

  static ValueType<Network> network() {
    return new ValueType<>(
        "a network such as 10.0.0.0/8 or 2001:db8::/32 (no bits set behind the prefix)",
        Network::parse,
        network -> AddressLiteral.format(network.address()) + "/" + network.prefix());
  }

  static ValueType<PortRange> ports() {
    return new ValueType<>(
        "FIRST-LAST with 1024 <= FIRST <= LAST <= 65535, such as " + PortRange.DEFAULT,
        Addresses::readPorts,
        PortRange::toString);
  }

  static String bracketed(InetAddress address) {
    String text = AddressLiteral.format(address);
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }

  private static Optional<ListenAddress> readListen(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String host = text.substring(0, colon);
    Optional<Integer> port = PORT.parse(text.substring(colon + 1));
    if (host.equals("*")) {
      return port.map(p -> new ListenAddress(Optional.empty(), p));
    }
    return port.flatMap(p -> readHost(host).map(a -> new ListenAddress(Optional.of(a), p)));
  }

  /** What stands before a colon and a port: IPv6 in brackets, IPv4 without. */
  private static Optional<InetAddress> readHost(String host) {
    boolean bracketed = isBracketed(host);
    return AddressLiteral.parse(bracketed ? host.substring(1, host.length() - 1) : host)
        .filter(address -> bracketed == host.contains(":"));
  }

  private static Optional<ServerAddress> readServer(String text) {
    if (AddressLiteral.parse(text).isPresent() || HostName.isValid(text)) {
      return Optional.of(new ServerAddress(text, OptionalInt.empty()));
    }
    if (isBracketed(text)) {
      return readHost(text).map(a -> new ServerAddress(unbracketed(text), OptionalInt.empty()));
    }
    int colon = Math.max(0, text.lastIndexOf(':'));
    String host = text.substring(0, colon);
    if (!HostName.isValid(host) && readHost(host).isEmpty()) {
      return Optional.empty();
    }
    return PORT.parse(text.substring(colon + 1))
        .filter(port -> port > 0)
        .map(port -> new ServerAddress(unbracketed(host), OptionalInt.of(port)));
  }

  private static String unbracketed(String host) {
    return isBracketed(host) ? host.substring(1, host.length() - 1) : host;
  }

  private static boolean isBracketed(String host) {
    return host.length() > 1 && host.startsWith("[") && host.endsWith("]");
  }

  private static Optional<InetAddress> readUnicast(String text) {
    return AddressLiteral.parse(text)
        .filter(address -> !address.isAnyLocalAddress() && !address.isMulticastAddress());
  }

  private static Optional<Address> readAdvertised(String text) {
    if (text.equals("auto")) {
      return Optional.of(new Address.Auto());
    }
    if (HostName.isValid(text)) {
      return Optional.of(new Address.HostName(text));
    }
    return readUnicast(text).map(Address.Literal::new);
  }

  private static String writeAdvertised(Address address) {
    if (address instanceof Address.Literal literal) {
      return AddressLiteral.format(literal.address());
    }
    return address instanceof Address.HostName host ? host.name() : "auto";
  }

  private static Optional<PortRange> readPorts(String text) {
    int dash = Math.max(0, text.indexOf('-'));
    Optional<Integer> first = PORT.parse(text.substring(0, dash)).filter(port -> port >= 1024);
    Optional<Integer> last = PORT.parse(text.substring(Math.min(dash + 1, text.length())));
    return first.flatMap(f -> last.filter(l -> l >= f).map(l -> new PortRange(f, l)));
  }
}
