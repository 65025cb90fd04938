package io.postern.session;

import io.postern.ftp.HostPort;
import java.util.OptionalInt;

/**
 * Where a client wants its session to go, and as whom. Nothing of it was looked up, and no address
 * was checked: whoever connects does both.
 *
 * @param host a host name in lower case, or an address without brackets
 * @param port 1 to 65535
 * @param user the user on that server
 */
public record Destination(String host, int port, String user) {

  /** Without the user, as it is written. */
  public HostPort server() {
    return new HostPort(host, OptionalInt.of(port));
  }
}
