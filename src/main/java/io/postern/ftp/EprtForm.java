package io.postern.ftp;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** EPRT's {@code |family|address|port|} (RFC 2428 section 2). Stateless; any thread. */
public final class EprtForm {

  private static final int IPV4 = 1;
  private static final int IPV6 = 2;
  private static final int MAX_FAMILY = 65_535;

  private EprtForm() {}

  /** What an argument says. */
  public sealed interface Parsed {

    /** An address of a family that FTP knows. */
    record Address(Endpoint endpoint) implements Parsed {}

    /**
     * A family other than 1 and 2, in an otherwise whole form whose address can be anything:
     * answered with 522.
     */
    record UnsupportedFamily() implements Parsed {}

    /** Not the form; also: an address that is a name, of the other family, or has a zone. */
    record Malformed() implements Parsed {}
  }

  /**
   * Reads an argument. The delimiter is any of ASCII 33 to 126 but a digit, the same four times; a
   * mapped IPv4 address in family 2 is read as what it is. Family and port have no sign and no
   * leading zeros; the port is 1 to 65535. No name is looked up.
   */
  public static Parsed parse(byte[] argument) {
    if (argument.length == 0 || !isDelimiter(argument[0])) {
      return new Parsed.Malformed();
    }
    byte delimiter = argument[0];
    int second = next(argument, delimiter, 1);
    int third = next(argument, delimiter, second + 1);
    int last = next(argument, delimiter, third + 1);
    if (last != argument.length - 1) {
      return new Parsed.Malformed();
    }
    int family = Decimal.parse(argument, 1, second, MAX_FAMILY);
    int port = Decimal.parse(argument, third + 1, last, 65_535);
    if (family < 0 || port <= 0) {
      return new Parsed.Malformed();
    }
    if (family != IPV4 && family != IPV6) {
      return new Parsed.UnsupportedFamily();
    }
    return address(argument, second + 1, third, family)
        .<Parsed>map(address -> new Parsed.Address(new Endpoint(address, port)))
        .orElseGet(Parsed.Malformed::new);
  }

  /** Whether a byte may part the fields of EPRT and of the reply 229. */
  static boolean isDelimiter(byte b) {
    return b >= 33 && b <= 126 && !Decimal.isDigit(b);
  }

  /** Where the delimiter comes next; the length if it does not. */
  private static int next(byte[] argument, byte delimiter, int from) {
    int at = Math.min(from, argument.length);
    while (at < argument.length && argument[at] != delimiter) {
      at++;
    }
    return at;
  }

  private static Optional<InetAddress> address(byte[] argument, int from, int to, int family) {
    String literal = new String(argument, from, to - from, StandardCharsets.ISO_8859_1);
    boolean ipv6 = literal.indexOf(':') >= 0;
    return ipv6 == (family == IPV6) ? AddressLiteral.parse(literal) : Optional.empty();
  }

  /** Writes an argument, in the family of the address. */
  public static String format(Endpoint endpoint) {
    int family = endpoint.isIpv6() ? IPV6 : IPV4;
    return "|"
        + family
        + "|"
        + AddressLiteral.format(endpoint.address())
        + "|"
        + endpoint.port()
        + "|";
  }
}
