package io.postern.ftp;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Addresses in writing. Unlike {@link InetAddress#getByName} it never asks DNS and never guesses.
 */
public final class AddressLiteral {

  private AddressLiteral() {}

  /**
   * Reads an IPv4 address (four decimal numbers without leading zeros) or an IPv6 address (RFC 4291
   * section 2.2, no zone, no brackets).
   *
   * @return empty if it is neither
   */
  public static Optional<InetAddress> parse(String text) {
    throw new UnsupportedOperationException(text);
  }
}
