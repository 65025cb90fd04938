package io.postern.ftp;

import java.util.Optional;

/** PORT's {@code h1,h2,h3,h4,p1,p2} (RFC 959 section 4.1.2). */
public final class PortForm {

  private PortForm() {}

  /**
   * Reads an argument: six decimal numbers of 0 to 255, ASCII digits only, no signs, spaces or
   * leading zeros, exactly five commas, nothing behind.
   *
   * @return empty if it is malformed or the port is 0
   */
  public static Optional<Endpoint> parse(byte[] argument) {
    throw new UnsupportedOperationException("" + argument.length);
  }

  /**
   * Writes an argument.
   *
   * @throws IllegalArgumentException if the address is of IPv6
   */
  public static String format(Endpoint endpoint) {
    throw new UnsupportedOperationException(endpoint.toString());
  }
}
