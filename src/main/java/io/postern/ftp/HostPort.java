package io.postern.ftp;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A host in writing, perhaps with a port: {@code host}, {@code host:2121}, {@code [2001:db8::5]},
 * {@code [2001:db8::5]:2121}. Nothing is looked up.
 *
 * @param host a host name in lower case, or the one spelling of an address ({@link
 *     AddressLiteral#format}), without brackets
 * @param port 1 to 65535; empty if none is named
 */
public record HostPort(String host, OptionalInt port) {

  /** The longest text that is looked at: a name, a colon and a port. */
  private static final int LONGEST = 253 + 6;

  private static final int MAX_PORT = 65_535;

  /**
   * Reads a host. An IPv6 address without brackets is refused: {@code 2001:db8::5:21} would be an
   * address or one with a port. So are addresses that name no host (0.0.0.0, {@code ::}, multicast
   * and the broadcast address) and every other spelling of one: {@code 10.1}, {@code 2130706433}.
   *
   * @return empty if it is none
   */
  public static Optional<HostPort> parse(String text) {
    if (text.length() > LONGEST || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      return Optional.empty();
    }
    int end = text.startsWith("[") ? text.indexOf(']') + 1 : hostEnd(text);
    if (end == text.length()) {
      return host(text).map(host -> new HostPort(host, OptionalInt.empty()));
    }
    if (end == 0 || text.charAt(end) != ':') {
      return Optional.empty();
    }
    int port = port(text.substring(end + 1));
    return port < 1
        ? Optional.empty()
        : host(text.substring(0, end)).map(host -> new HostPort(host, OptionalInt.of(port)));
  }

  private static int hostEnd(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? text.length() : colon;
  }

  private static int port(String text) {
    byte[] digits = text.getBytes(StandardCharsets.US_ASCII);
    return Decimal.parse(digits, 0, digits.length, MAX_PORT);
  }

  private static Optional<String> host(String text) {
    boolean bracketed = text.startsWith("[");
    Optional<InetAddress> address =
        AddressLiteral.parse(bracketed ? text.substring(1, text.length() - 1) : text);
    if (address.isPresent()) {
      // Brackets are for IPv6, and without them its colons have ended the text before.
      boolean written = bracketed == text.contains(":");
      return address.filter(a -> written && isHost(a)).map(AddressLiteral::format);
    }
    return bracketed || !HostName.isValid(text)
        ? Optional.empty()
        : Optional.of(text.toLowerCase(Locale.ROOT));
  }

  private static boolean isHost(InetAddress address) {
    boolean broadcast = AddressLiteral.format(address).equals("255.255.255.255");
    return !address.isAnyLocalAddress() && !address.isMulticastAddress() && !broadcast;
  }

  /** As it is written, with brackets around IPv6. */
  @Override
  public String toString() {
    String written = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port.isPresent() ? written + ":" + port.getAsInt() : written;
  }
}
