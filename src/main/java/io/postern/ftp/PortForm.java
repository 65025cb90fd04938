package io.postern.ftp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** PORT's {@code h1,h2,h3,h4,p1,p2} (RFC 959 section 4.1.2). Stateless; any thread. */
public final class PortForm {

  private static final int NUMBERS = 6;

  private PortForm() {}

  /**
   * Reads an argument: six decimal numbers of 0 to 255, ASCII digits only, no signs, spaces or
   * leading zeros, exactly five commas, nothing behind. Whose address it is, is for the caller to
   * judge: loopback, multicast and low ports are read like any other.
   *
   * @return empty if it is malformed or the port is 0
   */
  public static Optional<Endpoint> parse(byte[] argument) {
    return parse(argument, 0, argument.length);
  }

  /** Reads a range of bytes, as {@link #parse(byte[])} does. */
  static Optional<Endpoint> parse(byte[] bytes, int start, int end) {
    int[] numbers = new int[NUMBERS];
    int from = start;
    for (int i = 0; i < NUMBERS; i++) {
      int to = from;
      while (to < end && bytes[to] != ',') {
        to++;
      }
      // The last number ends with the argument, the others at a comma.
      if (to > end || (to == end) != (i == NUMBERS - 1)) {
        return Optional.empty();
      }
      numbers[i] = Decimal.parse(bytes, from, to, 255);
      if (numbers[i] < 0) {
        return Optional.empty();
      }
      from = to + 1;
    }
    return endpoint(numbers);
  }

  private static Optional<Endpoint> endpoint(int[] numbers) {
    int port = numbers[4] << 8 | numbers[5];
    byte[] address = new byte[4];
    for (int i = 0; i < address.length; i++) {
      address[i] = (byte) numbers[i];
    }
    try {
      return port == 0
          ? Optional.empty()
          : Optional.of(new Endpoint(InetAddress.getByAddress(address), port));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 bytes are always an address", e);
    }
  }

  /**
   * Writes an argument.
   *
   * @throws IllegalArgumentException if the address is of IPv6
   */
  public static String format(Endpoint endpoint) {
    if (!(endpoint.address() instanceof Inet4Address address)) {
      throw new IllegalArgumentException("not of IPv4: " + endpoint);
    }
    int port = endpoint.port();
    return address.getHostAddress().replace('.', ',') + "," + (port >> 8) + "," + (port & 0xFF);
  }
}
