package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.ScheduledFuture;
import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.event.GatewayEvent;
import io.postern.event.Limit;
import io.postern.event.SessionOutcome;
import io.postern.relay.ReadAhead;
import io.postern.relay.Relay;
import io.postern.relay.RelayEnd;
import io.postern.relay.RelayLimits;
import io.postern.session.Input.Side;
import io.postern.session.PlainSession;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs one session that is no FTP: asks the rules, connects to the server, lets both sides identify
 * themselves if they must speak SSH, and relays. On one event loop.
 */
final class PlainRunner implements LiveSession, ServerSeeker {

  private final ListenerSettings settings;
  private final Door.Shared shared;
  private final Connector connector;
  private final SocketChannel client;
  private final Arrival arrival;
  private final PlainSession session;
  private final PlainLeg clientLeg;
  private final long startedNanos = System.nanoTime();
  private @Nullable Reaching reaching;
  private @Nullable Channel server;
  private @Nullable PlainLeg serverLeg;
  private @Nullable ScheduledFuture<?> greeting;
  private @Nullable Relay relay;
  private Duration setUp = Duration.ZERO;
  private int writing;
  private boolean handingOver;
  private boolean over;

  PlainRunner(
      ListenerSettings settings,
      Door.Shared shared,
      Connector connector,
      SocketChannel client,
      Arrival arrival,
      PlainSession session) {
    this.settings = settings;
    this.shared = shared;
    this.connector = connector;
    this.client = client;
    this.arrival = arrival;
    this.session = session;
    this.clientLeg = new PlainLeg(Side.CLIENT, this, ssh() ? SshBanner.ofClient() : null);
  }

  /** Begins, and connects to the server. */
  void begin() {
    client.pipeline().addLast(clientLeg);
    Optional<PlainSession.Refusal> refusal = session.begin();
    publish();
    if (refusal.isPresent()) {
      end(refusal.get().outcome(), refusal.get().reason());
    } else {
      reaching = connector.connect(loop(), arrival, this);
    }
  }

  @Override
  public PlainLeg newServerLeg() {
    return new PlainLeg(Side.SERVER, this, ssh() ? SshBanner.ofServer() : null);
  }

  @Override
  public void connected(Channel channel) {
    server = channel;
    serverLeg = channel.pipeline().get(PlainLeg.class);
    track(ServerHeader.write(channel, settings.proxyProtocol().send(), arrival));
    session.serverConnected(
        ServerSeeker.endpoint(channel.remoteAddress()),
        ServerSeeker.endpoint(channel.localAddress()),
        System.nanoTime());
    publish();
    if (ssh()) {
      long nanos = settings.session().greeting().toNanos();
      greeting = loop().schedule(this::silent, nanos, TimeUnit.NANOSECONDS);
    }
    proceed();
  }

  @Override
  public void unreachable(String reason, @Nullable Limit limit) {
    if (limit != null) {
      publish(new GatewayEvent.LimitHit(session.ref(), limit, reason));
    }
    end(
        limit == Limit.SERVER_SESSIONS ? SessionOutcome.LIMITED : SessionOutcome.UNREACHABLE,
        "the server can't be reached: " + reason);
  }

  @Override
  public void attemptFailed(String pool, String name, String reason) {
    publish(new GatewayEvent.ServerAttemptFailed(session.ref(), pool, name, reason));
  }

  /** Passes on what may go on, and begins the relay once all that is needed is there. */
  void proceed() {
    if (over || handingOver || server == null || serverLeg == null) {
      return;
    }
    passOn(clientLeg, server);
    passOn(serverLeg, client);
    // What was passed on may have been written, and handed over, already.
    if (!handingOver && clientLeg.isReady() && serverLeg.isReady() && writing == 0) {
      handOver(server, serverLeg);
    }
  }

  /** A side does not speak SSH. */
  void notSsh(Side side, String reason) {
    if (!over) {
      publish(new GatewayEvent.NotSsh(session.ref(), label(side), reason));
      end(SessionOutcome.REFUSED, "the " + label(side) + " does not speak SSH: " + reason);
    }
  }

  /** A side's connection has closed before the relay began. */
  void gone(Side side) {
    if (!handingOver) {
      end(
          side == Side.CLIENT ? SessionOutcome.CLIENT_CLOSED : SessionOutcome.SERVER_CLOSED,
          "the " + label(side) + " closed the connection");
    }
  }

  boolean isOver() {
    return over;
  }

  @Override
  public void drain() {
    loop()
        .execute(
            () -> {
              if (relay == null) {
                end(SessionOutcome.STOPPED, "the gateway stops");
              }
            });
  }

  @Override
  public void stop() {
    loop()
        .execute(
            () -> {
              if (relay != null) {
                relay.abort();
              } else {
                end(SessionOutcome.STOPPED, "the gateway stops");
              }
            });
  }

  private void passOn(PlainLeg from, Channel to) {
    if (!from.hasReady()) {
      return;
    }
    ByteBuf ready = from.takeReady();
    track(to.writeAndFlush(ready));
  }

  /** The relay writes past Netty: it begins only once nothing is left to write. */
  private void track(ChannelFuture write) {
    writing++;
    write.addListener(
        written -> {
          writing--;
          if (written.isSuccess()) {
            proceed();
          } else {
            write.channel().close();
          }
        });
  }

  /** Both channels leave their handlers, and then the event loop where the relay reads itself. */
  private void handOver(Channel target, PlainLeg targetLeg) {
    handingOver = true;
    stopGreeting();
    client.config().setAutoRead(false);
    target.config().setAutoRead(false);
    ReadAhead.stop(client)
        .addListener(
            one -> ReadAhead.stop(target).addListener(other -> startRelay(target, targetLeg)));
  }

  private void startRelay(Channel target, PlainLeg targetLeg) {
    if (over) {
      return;
    }
    ReadAhead first = new ReadAhead(clientLeg.take(), targetLeg.take());
    remove(client, clientLeg);
    remove(target, targetLeg);
    setUp = elapsed();
    Relay started = Relay.start(client, target, first, shared.relay(), this::relayed);
    relay = started;
    started.limit(
        new RelayLimits(
            shared.pacers().limits(session.dataLimits()).pacers(),
            RelayLimits.ANY,
            RelayLimits.ANY));
  }

  /** A channel that has closed meanwhile has no handlers any more. */
  private static void remove(Channel channel, PlainLeg leg) {
    if (channel.pipeline().context(leg) != null) {
      channel.pipeline().remove(leg);
    }
  }

  private void relayed(RelayEnd relayEnd) {
    DataEnd end = dataEnd(relayEnd.cause());
    long toServer = clientLeg.passedOn() + relayEnd.leftToRight();
    long toClient = (serverLeg == null ? 0 : serverLeg.passedOn()) + relayEnd.rightToLeft();
    String protocol = settings.protocol().name().toLowerCase(Locale.ROOT);
    publish(
        new GatewayEvent.StreamEnded(
            session.ref(), protocol, new DataStats(end, toServer, toClient, setUp, elapsed(), "")));
    end(outcome(relayEnd.cause()), reason(relayEnd.cause()));
  }

  private void silent() {
    Side side = clientLeg.isReady() ? Side.SERVER : Side.CLIENT;
    publish(
        new GatewayEvent.LimitHit(
            session.ref(), Limit.GREETING_TIMEOUT, "no identification of the " + label(side)));
    end(SessionOutcome.TIMED_OUT, "the " + label(side) + " did not identify itself in time");
  }

  private void end(SessionOutcome outcome, String reason) {
    if (over) {
      return;
    }
    over = true;
    stopGreeting();
    if (reaching != null) {
      reaching.close();
    }
    if (handingOver) {
      client.close();
    } else {
      clientLeg.leave(client);
    }
    if (server != null) {
      server.close();
    }
    session.end(outcome, reason, System.nanoTime());
    publish();
    shared.registry().remove(this);
  }

  private void stopGreeting() {
    if (greeting != null) {
      greeting.cancel(false);
      greeting = null;
    }
  }

  private boolean ssh() {
    return settings.protocol() == ListenerProtocol.SSH;
  }

  private EventLoop loop() {
    return client.eventLoop();
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  private void publish() {
    session.events().forEach(this::publish);
  }

  private void publish(GatewayEvent event) {
    shared.sink().publish(event);
  }

  private static String label(Side side) {
    return side.name().toLowerCase(Locale.ROOT);
  }

  /** The relay's left side is the client. */
  private static DataEnd dataEnd(RelayEnd.Cause cause) {
    return switch (cause) {
      case COMPLETED -> DataEnd.COMPLETED;
      case LEFT_RESET -> DataEnd.CLIENT_RESET;
      case RIGHT_RESET -> DataEnd.SERVER_RESET;
      case LEFT_TRUNCATED -> DataEnd.CLIENT_TRUNCATED;
      case RIGHT_TRUNCATED -> DataEnd.SERVER_TRUNCATED;
      case STALLED -> DataEnd.STALLED;
      case IDLE -> DataEnd.IDLE;
      case TOO_LARGE -> DataEnd.TOO_LARGE;
      case ABORTED -> DataEnd.ABORTED;
    };
  }

  private static SessionOutcome outcome(RelayEnd.Cause cause) {
    return switch (cause) {
      case COMPLETED, LEFT_RESET, LEFT_TRUNCATED -> SessionOutcome.CLIENT_CLOSED;
      case RIGHT_RESET, RIGHT_TRUNCATED -> SessionOutcome.SERVER_CLOSED;
      case STALLED, IDLE -> SessionOutcome.TIMED_OUT;
      case TOO_LARGE -> SessionOutcome.LIMITED;
      case ABORTED -> SessionOutcome.STOPPED;
    };
  }

  private static String reason(RelayEnd.Cause cause) {
    return switch (cause) {
      case COMPLETED -> "both sides ended";
      case LEFT_RESET, LEFT_TRUNCATED -> "the client's connection was reset";
      case RIGHT_RESET, RIGHT_TRUNCATED -> "the server's connection was reset";
      case STALLED -> "a side took nothing for too long";
      case IDLE -> "nothing came for too long";
      case TOO_LARGE -> "more came than is allowed";
      case ABORTED -> "the gateway stops";
    };
  }
}
