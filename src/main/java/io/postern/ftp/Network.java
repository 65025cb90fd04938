package io.postern.ftp;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A network in CIDR notation ({@code 10.0.0.0/8}, {@code 2001:db8::/32}); an address alone is a
 * network of one. A network of mapped IPv4 addresses ({@code ::ffff:10.0.0.0/104}) is the IPv4
 * network that it means.
 *
 * @param address its first address: all bits behind the prefix are 0
 * @param prefix 0 to 32, or to 128 for IPv6
 */
public record Network(InetAddress address, int prefix) {

  private static final int MAPPED_PREFIX = 96;
  private static final int CLIENT_PREFIX_IPV6 = 64;
  private static final int IPV4_BITS = 32;

  /**
   * Checks what the parameters say.
   *
   * @throws IllegalArgumentException if the prefix is out of range or a bit behind it is 1
   */
  public Network {
    address = Endpoint.normalised(address);
    byte[] bytes = address.getAddress();
    if (prefix < 0 || prefix > bits(bytes)) {
      throw new IllegalArgumentException("prefix " + prefix + " is not in 0-" + bits(bytes));
    }
    if (!sameFrom(prefix, bytes, new byte[bytes.length])) {
      throw new IllegalArgumentException("bits behind the prefix " + prefix);
    }
  }

  /**
   * Reads a network. No name is looked up.
   *
   * @return empty if the text is no network: no address, a prefix out of range, a zone, or bits
   *     behind the prefix
   */
  public static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    return AddressLiteral.parse(literal)
        .flatMap(
            address -> {
              int bits = bits(address.getAddress());
              int mapped = bits == 32 && literal.indexOf(':') >= 0 ? MAPPED_PREFIX : 0;
              int prefix = slash < 0 ? bits : number(text.substring(slash + 1)) - mapped;
              return of(address, prefix);
            });
  }

  /**
   * What counts as one client wherever clients are counted or banned: an IPv4 address, or the /64
   * of an IPv6 address. A host takes as many addresses of its /64 as it likes (RFC 4862, RFC 8981),
   * so a limit on each address of IPv6 would be none.
   */
  public static Network ofClient(InetAddress client) {
    return around(client, IPV4_BITS, CLIENT_PREFIX_IPV6);
  }

  /**
   * The network around an address.
   *
   * @param prefix4 its size if the address is one of IPv4, in whole bytes: 8, 16, 24 or 32
   * @param prefix6 its size if it is one of IPv6, in whole bytes
   */
  public static Network around(InetAddress member, int prefix4, int prefix6) {
    byte[] bytes = Endpoint.normalised(member).getAddress();
    int prefix = bits(bytes) == IPV4_BITS ? prefix4 : prefix6;
    Arrays.fill(bytes, prefix / 8, bytes.length, (byte) 0);
    return new Network(Endpoint.address(bytes), prefix);
  }

  private static Optional<Network> of(InetAddress address, int prefix) {
    try {
      return Optional.of(new Network(address, prefix));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether the address lies in it; mapped addresses count as the IPv4 ones that they are. */
  public boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] its = Endpoint.normalised(other).getAddress();
    return mine.length == its.length && sameUpTo(prefix, mine, its);
  }

  /** {@code 10.0.0.0/8}. */
  @Override
  public String toString() {
    return AddressLiteral.format(address) + "/" + prefix;
  }

  private static int bits(byte[] address) {
    return address.length * 8;
  }

  private static int number(String digits) {
    byte[] bytes = digits.getBytes(StandardCharsets.UTF_8);
    return Decimal.parse(bytes, 0, bytes.length, 128);
  }

  private static boolean sameUpTo(int end, byte[] a, byte[] b) {
    for (int bit = 0; bit < end; bit++) {
      if (differs(bit, a, b)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameFrom(int start, byte[] a, byte[] b) {
    for (int bit = start; bit < bits(a); bit++) {
      if (differs(bit, a, b)) {
        return false;
      }
    }
    return true;
  }

  private static boolean differs(int bit, byte[] a, byte[] b) {
    return ((a[bit / 8] ^ b[bit / 8]) >> (7 - bit % 8) & 1) != 0;
  }
}
