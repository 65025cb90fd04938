package io.postern.net;

import io.netty.channel.Channel;
import io.postern.event.GatewayEvent;
import io.postern.event.Limit;
import io.postern.session.Action;
import io.postern.session.Destination;
import io.postern.session.Input;
import io.postern.session.Targets;
import io.postern.users.PasswordChecks;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way of one session to its server: at once, or when the client's login tells which it is; the
 * leg that it gets, and its end. Lives on the session's event loop.
 */
final class SessionServer implements ServerSeeker {

  private final SessionHost host;
  private final SessionRunner runner;
  private @Nullable ServerLeg leg;
  private @Nullable Reaching reaching;
  private @Nullable NameSearch search;

  SessionServer(SessionHost host, SessionRunner runner) {
    this.host = host;
    this.runner = runner;
  }

  /** The control connection; null until it stands. */
  @Nullable ServerLeg leg() {
    return leg;
  }

  /** {@link Leg#memoryBytes} of the control connection. */
  long memoryBytes() {
    return leg == null ? 0 : leg.memoryBytes();
  }

  /** The session has begun: the listener's own server is connected, if that is how it comes to. */
  void begun() {
    if (!host.settings().session().entry().kind().isLate()) {
      reaching = host.connector().connect(host.eventLoop(), host.arrival(), this);
    }
  }

  /** The client's login has told where to go. */
  void connect(Action.Connect wanted) {
    Destination to = wanted.destination();
    if (to instanceof Destination.Named named) {
      Destination.Named elsewhere = withoutOwn(named);
      if (elsewhere.addresses().isEmpty()) {
        refused(named);
        return;
      }
      host.tls().serverIs(named.host(), named.port());
      to = elsewhere;
    }
    release();
    reaching = host.connector().connect(host.eventLoop(), host.arrival(), to, this);
  }

  private Destination.Named withoutOwn(Destination.Named named) {
    Targets targets = host.settings().session().entry().targets();
    OwnEndpoints own = host.late().own();
    List<InetAddress> others =
        named.addresses().stream().filter(at -> !own.refuses(at, named.port(), targets)).toList();
    return new Destination.Named(named.host(), named.port(), others, named.user());
  }

  private void refused(Destination.Named named) {
    String reason = "it is this gateway itself";
    runner.publish(new GatewayEvent.TargetRefused(runner.ref(), named.server().toString(), reason));
    host.eventLoop().execute(() -> unreachable(reason, null));
  }

  /** Finds the addresses of what the client has named; one that takes too long has none. */
  void lookUp(String name) {
    Consumer<List<InetAddress>> found =
        addresses -> runner.input(new Input.HostLookedUp(addresses));
    NameSearch begun = NameSearch.begin(host.eventLoop(), host.settings().connect(), found);
    search = begun;
    InetAddress client = host.arrival().client().address();
    if (!host.late().names().lookUp(name, client, host.eventLoop(), begun::tell)) {
      String detail = "host names of clients that are being looked up";
      runner.publish(new GatewayEvent.LimitHit(runner.ref(), Limit.NAME_LOOKUPS, detail));
      host.eventLoop().execute(() -> begun.tell(List.of()));
    }
  }

  /** Checks the password of a user of the gateway, elsewhere. */
  void check(Action.CheckProxyUser wanted) {
    host.late()
        .users()
        .check(
            host.settings().name(),
            host.arrival().client().address(),
            wanted.name(),
            wanted.password(),
            answer -> host.eventLoop().execute(() -> checked(answer)));
  }

  private void checked(PasswordChecks.Answer answer) {
    runner.input(
        new Input.ProxyUserChecked(
            switch (answer) {
              case RIGHT -> Input.ProxyUserChecked.Answer.RIGHT;
              case WRONG -> Input.ProxyUserChecked.Answer.WRONG;
              case BUSY -> Input.ProxyUserChecked.Answer.BUSY;
            }));
  }

  @Override
  public ServerLeg newServerLeg() {
    return new ServerLeg(runner, host.settings().lines());
  }

  @Override
  public void connected(Channel channel) {
    ServerHeader.write(channel, host.settings().proxyProtocol().send(), host.arrival());
    leg = channel.pipeline().get(ServerLeg.class);
    runner.input(
        new Input.ServerConnected(
            ServerSeeker.endpoint(channel.remoteAddress()),
            ServerSeeker.endpoint(channel.localAddress())));
  }

  @Override
  public void unreachable(String reason, @Nullable Limit limit) {
    runner.input(new Input.ServerUnreachable(reason, limit));
  }

  @Override
  public void chosen(String server, int port) {
    host.tls().serverIs(server, port);
  }

  @Override
  public void attemptFailed(String pool, String server, String reason) {
    runner.publish(new GatewayEvent.ServerAttemptFailed(runner.ref(), pool, server, reason));
  }

  void write(byte[] bytes) {
    if (leg != null) {
      leg.write(bytes);
    }
  }

  void flush() {
    if (leg != null) {
      leg.flush();
    }
  }

  /** Closes the leg, or gives up connecting it. */
  void close() {
    if (leg == null) {
      release();
    } else {
      leg.flush();
      leg.close();
    }
  }

  /** The session is over, data connections and all: its place at a server is another's. */
  void release() {
    if (search != null) {
      search.close();
      search = null;
    }
    if (reaching != null) {
      reaching.close();
      reaching = null;
    }
  }
}
