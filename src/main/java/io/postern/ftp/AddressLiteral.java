package io.postern.ftp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Addresses in writing. Unlike {@link InetAddress#getByName} it never asks DNS and never guesses
 * ({@code 10.1}, {@code 0x7f000001} and {@code 010.0.0.1} are no addresses here).
 */
public final class AddressLiteral {

  private static final int LONGEST = "0000:0000:0000:0000:0000:ffff:255.255.255.255".length();
  private static final int GROUPS = 8;

  private AddressLiteral() {}

  /**
   * Reads an IPv4 address (four decimal numbers without leading zeros) or an IPv6 address (RFC 4291
   * section 2.2, no zone, no brackets). A mapped IPv4 address is read as the IPv4 address.
   *
   * @return empty if it is neither
   */
  public static Optional<InetAddress> parse(String text) {
    if (text.isEmpty() || text.length() > LONGEST || text.chars().anyMatch(c -> c > '~')) {
      return Optional.empty();
    }
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    byte[] address = text.indexOf(':') < 0 ? ipv4(bytes, 0) : ipv6(bytes);
    return address == null ? Optional.empty() : Optional.of(toAddress(address));
  }

  /**
   * Writes an address: IPv4 as four decimal numbers, IPv6 in the one form that RFC 5952 section 4
   * recommends. pyftpdlib compares the text of an EPRT with the text that the system gives it for
   * the peer, and that is this one, not Java's {@code 0:0:0:0:0:0:0:1}.
   */
  public static String format(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return address.getHostAddress();
    }
    int gap = longestGap(bytes);
    int gapEnd = gap + zeroGroups(bytes, gap);
    if (gapEnd - gap < 2) {
      return groups(bytes, 0, GROUPS);
    }
    return groups(bytes, 0, gap) + "::" + groups(bytes, gapEnd, GROUPS);
  }

  /** Where most groups of zeros stand in a row; the first of equals. */
  private static int longestGap(byte[] bytes) {
    int longest = 0;
    for (int group = 1; group < GROUPS; group++) {
      if (zeroGroups(bytes, group) > zeroGroups(bytes, longest)) {
        longest = group;
      }
    }
    return longest;
  }

  private static int zeroGroups(byte[] bytes, int from) {
    int to = from;
    while (to < GROUPS && group(bytes, to) == 0) {
      to++;
    }
    return to - from;
  }

  private static String groups(byte[] bytes, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(group -> Integer.toHexString(group(bytes, group)))
        .collect(Collectors.joining(":"));
  }

  private static int group(byte[] bytes, int group) {
    return (bytes[2 * group] & 0xFF) << 8 | (bytes[2 * group + 1] & 0xFF);
  }

  private static InetAddress toAddress(byte[] address) {
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are always an address", e);
    }
  }

  private static byte @Nullable [] ipv4(byte[] text, int start) {
    byte[] address = new byte[4];
    int from = start;
    for (int i = 0; i < 4; i++) {
      int to = indexOf(text, '.', from);
      // The last number ends with the text, the others at a point.
      if ((to == text.length) != (i == 3)) {
        return null;
      }
      int number = Decimal.parse(text, from, to, 255);
      if (number < 0) {
        return null;
      }
      address[i] = (byte) number;
      from = to + 1;
    }
    return address;
  }

  private static byte @Nullable [] ipv6(byte[] text) {
    byte[] address = new byte[2 * GROUPS];
    int length = 0;
    int gap = -1;
    int at = 0;
    if (startsWithGap(text, 0)) {
      gap = 0;
      at = 2;
    }
    while (at < text.length) {
      int to = indexOf(text, ':', at);
      if (to == text.length && indexOf(text, '.', at) < to) {
        byte[] tail = ipv4(text, at);
        if (tail == null || length > address.length - 4) {
          return null;
        }
        System.arraycopy(tail, 0, address, length, 4);
        length += 4;
        break;
      }
      int group = hexadecimal(text, at, to);
      if (group < 0 || length == address.length) {
        return null;
      }
      address[length++] = (byte) (group >> 8);
      address[length++] = (byte) group;
      if (to == text.length) {
        break;
      }
      at = to + 1;
      if (startsWithGap(text, to)) {
        if (gap >= 0) {
          return null;
        }
        gap = length;
        at = to + 2;
      } else if (at == text.length) {
        return null;
      }
    }
    return filled(address, length, gap);
  }

  /** Moves what stands behind the gap to the end; the gap stands for one group or more. */
  private static byte @Nullable [] filled(byte[] address, int length, int gap) {
    if (gap < 0) {
      return length == address.length ? address : null;
    }
    if (length == address.length) {
      return null;
    }
    int behind = length - gap;
    System.arraycopy(address, gap, address, address.length - behind, behind);
    Arrays.fill(address, gap, address.length - behind, (byte) 0);
    return address;
  }

  private static boolean startsWithGap(byte[] text, int at) {
    return at + 1 < text.length && text[at] == ':' && text[at + 1] == ':';
  }

  private static int hexadecimal(byte[] text, int from, int to) {
    if (to - from < 1 || to - from > 4) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit((char) text[i], 16);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static int indexOf(byte[] text, char wanted, int from) {
    int at = from;
    while (at < text.length && text[at] != wanted) {
      at++;
    }
    return at;
  }
}
