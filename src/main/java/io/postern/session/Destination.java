package io.postern.session;

import io.postern.ftp.HostPort;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;

/** Where a session is to go once its client has logged in far enough to tell, and as whom. */
public sealed interface Destination {

  /** The user on the server. */
  String user();

  /**
   * A server that the client has named. Its addresses are looked up and permitted already: they are
   * the ones to connect to, and no others, whatever DNS says a moment later.
   *
   * @param host a host name in lower case, or an address without brackets
   * @param port 1 to 65535
   * @param addresses at least one, to be tried in order
   */
  record Named(String host, int port, List<InetAddress> addresses, String user)
      implements Destination {

    /** Copies the list. */
    public Named {
      addresses = List.copyOf(addresses);
    }

    /** Without the user, as it is written. */
    public HostPort server() {
      return new HostPort(host, OptionalInt.of(port));
    }
  }

  /** The server that the listener has for this user. */
  record OfUser(String user) implements Destination {}
}
