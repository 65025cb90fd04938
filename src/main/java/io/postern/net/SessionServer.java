package io.postern.net;

import io.netty.channel.Channel;
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
  private @Nullable Connecting connecting;

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
      connecting = host.connector().connect(host.eventLoop(), this);
    }
  }

  /** The client's login has told where to go. */
  void connect(Action.Connect wanted) {
    if (wanted.destination() instanceof Destination.Named named) {
      host.tls().serverIs(named.host(), named.port());
    }
    connecting = host.connector().connect(host.eventLoop(), wanted.destination(), this);
  }

  @Override
  public ServerLeg newServerLeg() {
    return new ServerLeg(runner, host.settings().lines());
  }

  @Override
  public void connected(Channel channel) {
    ServerHeader.write(channel, host.settings().proxyProtocol().send(), host.arrival());
    leg = channel.pipeline().get(ServerLeg.class);
    connecting = null;
    runner.input(
        new Input.ServerConnected(
            ServerSeeker.endpoint(channel.remoteAddress()),
            ServerSeeker.endpoint(channel.localAddress())));
  }

  @Override
  public void unreachable(String reason, boolean timedOut) {
    connecting = null;
    runner.input(new Input.ServerUnreachable(reason, timedOut));
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
    if (connecting != null) {
      connecting.cancel();
      connecting = null;
    }
    if (leg != null) {
      leg.flush();
      leg.close();
    }
  }
}
