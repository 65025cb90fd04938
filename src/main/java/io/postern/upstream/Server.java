package io.postern.upstream;

import java.util.Objects;

/**
 * A server of a pool, by the name that the settings give it. Its addresses are no part of it: DNS
 * may change them, and it stays the same server.
 *
 * @param host a host name or an address without brackets
 * @param port 1 to 65535
 */
public record Server(String host, int port) {

  /** Checks what the parameters say. */
  public Server {
    Objects.requireNonNull(host, "host");
    if (host.isEmpty()) {
      throw new IllegalArgumentException("a server has no host");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not in 1-65535");
    }
  }

  /** {@code ftp.internal:21} or {@code [2001:db8::1]:21}. */
  @Override
  public String toString() {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
