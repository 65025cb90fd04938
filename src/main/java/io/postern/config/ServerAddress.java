package io.postern.config;

import java.util.OptionalInt;

/**
 * A server to connect to.
 *
 * @param host a host name or an address without brackets
 * @param port 1 to 65535; empty if it was not named
 */
record ServerAddress(String host, OptionalInt port) {

  /** Where the client names it. */
  static final ServerAddress NONE = new ServerAddress("", OptionalInt.empty());

  @Override
  public String toString() {
    String written = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port.isPresent() ? written + ":" + port.getAsInt() : written;
  }
}
