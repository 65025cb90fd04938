package io.postern.policy;

import java.net.InetAddress;
import java.util.Comparator;

/**
 * An address as a number, left-aligned in 128 bits, so that a prefix is cut alike in both families.
 * An IPv4 address mapped into IPv6 is the IPv4 address that it is.
 */
record AddressBits(boolean ipv6, long high, long low) implements Comparable<AddressBits> {

  private static final Comparator<AddressBits> ORDER =
      Comparator.comparing(AddressBits::ipv6)
          .thenComparing(AddressBits::high, Long::compareUnsigned)
          .thenComparing(AddressBits::low, Long::compareUnsigned);

  private static final long MAPPED = 0xFFFFL;

  static AddressBits of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return ipv4(number(bytes, 0, 4));
    }
    long high = number(bytes, 0, 8);
    long low = number(bytes, 8, 16);
    return high == 0 && low >>> 32 == MAPPED ? ipv4(low) : new AddressBits(true, high, low);
  }

  /** The first address of the network of this prefix that it lies in. */
  AddressBits first(int prefix) {
    return new AddressBits(ipv6, high & highMask(prefix), low & lowMask(prefix));
  }

  /** The last one. */
  AddressBits last(int prefix) {
    return new AddressBits(ipv6, high | ~highMask(prefix), low | ~lowMask(prefix));
  }

  @Override
  public int compareTo(AddressBits other) {
    return ORDER.compare(this, other);
  }

  private static AddressBits ipv4(long number) {
    return new AddressBits(false, number << 32, 0);
  }

  private static long number(byte[] bytes, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number << 8 | (bytes[i] & 0xFF);
    }
    return number;
  }

  private static long highMask(int prefix) {
    return prefix >= Long.SIZE ? -1 : mask(prefix);
  }

  private static long lowMask(int prefix) {
    return prefix <= Long.SIZE ? 0 : mask(prefix - Long.SIZE);
  }

  /** The first bits, 0 to 64 of them; a shift by 64 would shift by none. */
  private static long mask(int bits) {
    return bits == 0 ? 0 : -1L << (Long.SIZE - bits);
  }
}
