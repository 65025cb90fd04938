package io.postern.ftp;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A network in CIDR notation ({@code 10.0.0.0/8}, {@code 2001:db8::/32}); an address alone is a
 * network of one.
 *
 * @param address its first address: all bits behind the prefix are 0
 * @param prefix 0 to 32, or to 128 for IPv6
 */
public record Network(InetAddress address, int prefix) {

  /**
   * Reads a network. No name is looked up.
   *
   * @return empty if the text is no network: no address, a prefix out of range, a zone, or bits
   *     behind the prefix
   */
  public static Optional<Network> parse(String text) {
    throw new UnsupportedOperationException(text);
  }

  /** Whether the address lies in it; mapped addresses count as the IPv4 ones that they are. */
  public boolean contains(InetAddress other) {
    throw new UnsupportedOperationException(String.valueOf(other));
  }
}
