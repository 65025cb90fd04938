package io.postern.net;

import io.netty.channel.Channel;
import io.postern.event.GatewayEvent;
import io.postern.event.Limit;
import io.postern.session.Action;
import io.postern.session.Destination;
import io.postern.session.Input;
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

  SessionServer(SessionHost host, SessionRunner runner) {
    this.host = host;
    this.runner = runner;
  }

  /** The control connection; null until it stands. */
  @Nullable ServerLeg leg() {
    return leg;
  }

  /** The session has begun: the listener's own server is connected, if that is how it comes to. */
  void begun() {
    if (!host.settings().session().entry().kind().isLate()) {
      reaching = host.connector().connect(host.eventLoop(), host.arrival(), this);
    }
  }

  /** The client's login has told where to go. */
  void connect(Action.Connect wanted) {
    if (wanted.destination() instanceof Destination.Named named) {
      host.tls().serverIs(named.host(), named.port());
    }
    release();
    reaching =
        host.connector().connect(host.eventLoop(), host.arrival(), wanted.destination(), this);
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
    if (reaching != null) {
      reaching.close();
      reaching = null;
    }
  }
}
