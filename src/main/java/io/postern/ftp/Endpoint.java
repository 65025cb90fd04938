package io.postern.ftp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/**
 * An address and a TCP port. An IPv4 address mapped into IPv6 ({@code ::ffff:192.0.2.1}, RFC 4291
 * section 2.5.5.2) is held as the IPv4 address that it is, and a zone is dropped, so that two
 * endpoints that are the same are equal.
 *
 * @param address the address; never a host name that is still to be looked up
 * @param port 0 to 65535; 0 means "any port"
 */
public record Endpoint(InetAddress address, int port) {

  /** Normalises the address and checks the port. */
  public Endpoint {
    Objects.requireNonNull(address, "address");
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not in 0-65535");
    }
    address = normalised(address);
  }

  /**
   * The endpoint of a socket address.
   *
   * @throws IllegalArgumentException if the address is unresolved
   */
  public static Endpoint of(InetSocketAddress socketAddress) {
    if (socketAddress.isUnresolved()) {
      throw new IllegalArgumentException("unresolved: " + socketAddress);
    }
    return new Endpoint(socketAddress.getAddress(), socketAddress.getPort());
  }

  /** The same endpoint as a socket address. */
  public InetSocketAddress toSocketAddress() {
    return new InetSocketAddress(address, port);
  }

  /** The same address with another port. */
  public Endpoint withPort(int otherPort) {
    return new Endpoint(address, otherPort);
  }

  /** Whether the address is of IPv6. */
  public boolean isIpv6() {
    return address instanceof Inet6Address;
  }

  /** {@code 192.0.2.1:21} or {@code [2001:db8::1]:21}. */
  @Override
  public String toString() {
    String host = AddressLiteral.format(address);
    return isIpv6() ? "[" + host + "]:" + port : host + ":" + port;
  }

  /** The same address without name and zone; an IPv4 address if it is a mapped one. */
  static InetAddress normalised(InetAddress address) {
    // getByAddress turns a mapped address into an Inet4Address, and knows neither name nor zone.
    return address(address.getAddress());
  }

  /** The address of 4 or 16 bytes. */
  static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not 4 or 16 bytes", e);
    }
  }
}
