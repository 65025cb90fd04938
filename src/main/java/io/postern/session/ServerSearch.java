package io.postern.session;

import io.postern.ftp.AddressLiteral;
import io.postern.ftp.HostPort;
import io.postern.ftp.Reply;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From what a login says to the addresses that are connected. */
final class ServerSearch {

  private final SessionContext context;
  private final Closing closing;
  private @Nullable HostPort wanted;
  private int port;
  private String user = "";
  private long since;

  ServerSearch(SessionContext context, Closing closing) {
    this.context = context;
    this.closing = closing;
    since = context.startedNanos();
  }

  /** Since when the server is being sought. */
  long since() {
    return since;
  }

  /** The listener has a server for this user. */
  void seek(String ofUser) {
    since = context.now();
    connect(new Destination.OfUser(ofUser));
  }

  /**
   * The client has named its server.
   *
   * @return what is wrong with it; empty if it is being sought
   */
  Optional<Reply> seek(HostPort named, int onPort, String as) {
    since = context.now();
    wanted = named;
    port = onPort;
    user = as;
    Optional<InetAddress> literal = AddressLiteral.parse(named.host());
    if (literal.isPresent()) {
      return lookedUp(List.of(literal.get()));
    }
    context.add(new Action.LookUp(named.host()));
    return Optional.empty();
  }

  /**
   * The addresses of the host are known.
   *
   * @return why none of them will do; empty if they are being connected
   */
  Optional<Reply> lookedUp(List<InetAddress> addresses) {
    HostPort to = wanted;
    if (to == null) {
      return Optional.empty();
    }
    wanted = null;
    if (addresses.isEmpty()) {
      return Optional.of(Replies.NO_SUCH_HOST);
    }
    connect(new Destination.Named(to.host(), port, addresses, user));
    return Optional.empty();
  }

  private void connect(Destination destination) {
    closing.serverWanted();
    context.add(new Action.Connect(destination));
  }
}
