package io.postern.session;

import io.postern.event.GatewayEvent;
import io.postern.ftp.AddressLiteral;
import io.postern.ftp.HostPort;
import io.postern.ftp.Reply;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From what a login says to the addresses that are connected: the settings and the rules are asked
 * for each, and what they permit is connected as it is, so that no other answer of DNS can slip in.
 */
final class ServerSearch {

  private final SessionContext context;
  private final SessionRules rules;
  private final Closing closing;
  private @Nullable HostPort wanted;
  private int port;
  private String user = "";
  private long since;

  ServerSearch(SessionContext context, SessionRules rules, Closing closing) {
    this.context = context;
    this.rules = rules;
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
   * @param by the user of the gateway; empty if there is none
   * @return what is wrong with it; empty if it is being sought, or the session ends
   */
  Optional<Reply> seek(HostPort named, int onPort, String as, String by) {
    since = context.now();
    wanted = named;
    port = onPort;
    user = as;
    context.publish(new GatewayEvent.ServerNamed(context.ref(), target(named), as, by));
    Optional<String> refusal = targets().refusal(named.host(), onPort);
    if (refusal.isPresent()) {
      return Optional.of(refused(named, refusal.get()));
    }
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
   * @return why none of them will do; empty if some are being connected, or the session ends
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
    List<InetAddress> permitted = new ArrayList<>();
    Optional<String> refusal = Optional.empty();
    for (InetAddress address : first(addresses)) {
      Optional<String> its = targets().refusal(to.host(), address);
      refusal = refusal.or(() -> its);
      if (its.isEmpty()) {
        permitted.add(address);
      }
    }
    if (permitted.isEmpty()) {
      return refusal.map(why -> refused(to, why));
    }
    List<InetAddress> allowed = rules.connectTo(to.host(), user, permitted);
    if (!allowed.isEmpty()) {
      connect(new Destination.Named(to.host(), port, allowed, user));
    }
    return Optional.empty();
  }

  /**
   * Whoever names a host has its DNS server answer with thousands of addresses, if he likes: each
   * of them would be asked of the rules, and those that refuse quickly all be connected.
   */
  private List<InetAddress> first(List<InetAddress> addresses) {
    int most = context.settings().entry().addresses();
    return addresses.subList(0, Math.min(addresses.size(), most));
  }

  private Reply refused(HostPort to, String reason) {
    context.publish(new GatewayEvent.TargetRefused(context.ref(), target(to), reason));
    return Replies.TARGET_REFUSED;
  }

  private String target(HostPort named) {
    return new Destination.Named(named.host(), port, List.of(), user).server().toString();
  }

  private Targets targets() {
    return context.settings().entry().targets();
  }

  private void connect(Destination destination) {
    closing.serverWanted();
    context.add(new Action.Connect(destination));
  }
}
