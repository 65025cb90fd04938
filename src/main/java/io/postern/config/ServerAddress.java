package io.postern.config;

/**
 * A server to connect to.
 *
 * @param host a host name or an address without brackets
 * @param port 1 to 65535
 */
record ServerAddress(String host, int port) {

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
