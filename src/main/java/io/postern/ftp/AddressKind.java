package io.postern.ftp;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * What an address is good for, after the IANA registries of special-purpose addresses (RFC 6890).
 * An IPv6 address that carries one of IPv4 to its destination is of the kind of that: mapped (RFC
 * 4291), translated (NAT64, RFC 6052), 6to4 (RFC 3056), Teredo (RFC 4380).
 */
public enum AddressKind {
  /** One of the Internet. */
  PUBLIC("a public address"),
  /** One of a private network, or of a provider's own (RFC 1918, RFC 4193, RFC 6598). */
  PRIVATE("a private address"),
  /** One of the machine itself, or of its link: metadata services of clouds are there. */
  LOCAL("an address of this machine or its link"),
  /** None that a connection can go to: unspecified, multicast, reserved. */
  NONE("no address of a host");

  private static final List<Network> UNUSABLE =
      networks("0.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4", "::/128", "ff00::/8", "100::/64");
  private static final List<Network> OF_LINK =
      networks("127.0.0.0/8", "169.254.0.0/16", "::1/128", "fe80::/10");
  private static final List<Network> OF_NETWORK =
      networks(
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "100.64.0.0/10",
          "192.0.0.0/24",
          "198.18.0.0/15",
          "fc00::/7",
          "fec0::/10",
          // Locally assigned translation: only the network itself knows what is behind it.
          "64:ff9b:1::/48");

  private static final Network NAT64 = networks("64:ff9b::/96").get(0);
  private static final Network SIX_TO_FOUR = networks("2002::/16").get(0);
  private static final Network TEREDO = networks("2001::/32").get(0);
  private static final Network COMPATIBLE = networks("::/96").get(0);

  private final String description;

  AddressKind(String description) {
    this.description = description;
  }

  /** In words, as in "10.0.0.5 is …". */
  public String description() {
    return description;
  }

  /** The kind of an address. */
  public static AddressKind of(InetAddress address) {
    InetAddress plain = Endpoint.normalised(address);
    if (isIn(UNUSABLE, plain)) {
      return NONE;
    }
    if (isIn(OF_LINK, plain)) {
      return LOCAL;
    }
    return isIn(OF_NETWORK, plain) ? PRIVATE : carried(plain);
  }

  /** By what of IPv4 is in it; in Teredo it is written inverted. */
  private static AddressKind carried(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (NAT64.contains(address) || COMPATIBLE.contains(address)) {
      return of(ipv4(bytes, 12, 0));
    }
    if (SIX_TO_FOUR.contains(address)) {
      return of(ipv4(bytes, 2, 0));
    }
    return TEREDO.contains(address) ? of(ipv4(bytes, 12, 0xff)) : PUBLIC;
  }

  private static InetAddress ipv4(byte[] bytes, int from, int mask) {
    byte[] four = Arrays.copyOfRange(bytes, from, from + 4);
    for (int i = 0; i < four.length; i++) {
      four[i] ^= (byte) mask;
    }
    return Endpoint.address(four);
  }

  private static boolean isIn(List<Network> networks, InetAddress address) {
    return networks.stream().anyMatch(each -> each.contains(address));
  }

  private static List<Network> networks(String... texts) {
    return Arrays.stream(texts).map(text -> Network.parse(text).orElseThrow()).toList();
  }
}
