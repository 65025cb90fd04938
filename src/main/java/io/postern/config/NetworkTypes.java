package io.postern.config;

import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Network;
import io.postern.policy.Conditions.Ports;
import io.postern.policy.Hosts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** The types of addresses, networks and ports. */
final class NetworkTypes {

  private NetworkTypes() {}

  static TextShape<InetAddress> address() {
    return TextShape.of(Addresses.address(), Schemas.text("[0-9A-Fa-f.:]+"));
  }

  static TextShape<Network> network() {
    return TextShape.of(
            new ValueType<>(
                "a network such as 10.0.0.0/8 or 2001:db8::/32", Network::parse, Network::toString),
            Schemas.text("[0-9A-Fa-f.:]*[.:][0-9A-Fa-f.:]*(/[0-9]{1,3})?"))
        .hint(NetworkTypes::networkMeant);
  }

  /** One of the hosts that a client may name. */
  static TextShape<Hosts> host() {
    return TextShape.of(ForwardKeys.host(), Schemas.text("[0-9A-Za-z.:_*?-]+(/[0-9]{1,3})?"))
        .hint(NetworkTypes::networkMeant);
  }

  /** 10.0.0.1/8 is 10.0.0.1 or 10.0.0.0/8. */
  private static String networkMeant(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> address =
        AddressLiteral.parse(slash < 0 ? text : text.substring(0, slash));
    int bits = address.map(a -> a.getAddress().length * 8).orElse(0);
    return address
        .flatMap(a -> Scalars.number(0, bits).parse(text.substring(slash + 1)).map(p -> cut(a, p)))
        .map(network -> ", which has bits behind the prefix; did you mean " + network + "?")
        .orElse(address.isPresent() ? ", whose prefix is not 0 to " + bits : "");
  }

  private static Network cut(InetAddress address, int prefix) {
    byte[] bytes = address.getAddress();
    for (int bit = prefix; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    try {
      return new Network(InetAddress.getByAddress(bytes), prefix);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are always an address", e);
    }
  }

  static TextShape<Ports> ports() {
    return TextShape.of(
        new ValueType<>(
            "a port or FIRST-LAST with 0 <= FIRST <= LAST <= 65535, such as 1-1023",
            NetworkTypes::readPorts,
            ports -> ports.first() + "-" + ports.last()),
        Schemas.anyOf(Schemas.number(0, 65_535), Schemas.text("[0-9]{1,5}(-[0-9]{1,5})?")));
  }

  private static Optional<Ports> readPorts(String text) {
    ValueType<Integer> port = Scalars.number(0, 65_535);
    int dash = text.indexOf('-');
    Optional<Integer> first = port.parse(dash < 0 ? text : text.substring(0, dash));
    Optional<Integer> last = port.parse(text.substring(dash + 1));
    return first.flatMap(f -> last.filter(l -> l >= f).map(l -> new Ports(f, l)));
  }
}
