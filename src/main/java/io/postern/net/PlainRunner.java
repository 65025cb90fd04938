package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.ScheduledFuture;
import io.postern.event.Limit;
import io.postern.event.SessionOutcome;
import io.postern.policy.DataLimits;
import io.postern.relay.RelayEnd;
import io.postern.relay.RelayLimits;
import io.postern.session.Input.Side;
import io.postern.session.PlainSession;
import io.postern.session.SessionView;
import java.net.InetAddress;
import java.util.List;
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
  private final PlainEvents events;
  private @Nullable Reaching reaching;
  private @Nullable Channel server;
  private @Nullable PlainLeg serverLeg;
  private @Nullable ScheduledFuture<?> greeting;
  private @Nullable PlainStream stream;
  private @Nullable String kicked;
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
    this.events = new PlainEvents(session, settings.protocol(), shared.sink());
    this.clientLeg = new PlainLeg(Side.CLIENT, this, ssh() ? SshBanner.ofClient() : null);
  }

  /** Begins, and connects to the server. */
  void begin() {
    client.pipeline().addLast(clientLeg);
    Optional<PlainSession.Refusal> refusal = session.begin();
    events.publish();
    if (refusal.isPresent()) {
      end(refusal.get().outcome(), refusal.get().reason());
    } else {
      reaching = connector.connect(loop(), arrival, this);
    }
  }

  @Override
  public PlainLeg newServerLeg() {
    return new PlainLeg(
        Side.SERVER, this, ssh() ? SshBanner.ofServer(shared.plain().sshLines()) : null);
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
    events.publish();
    if (ssh()) {
      long nanos = settings.session().timeouts().greeting().toNanos();
      greeting = loop().schedule(this::silent, nanos, TimeUnit.NANOSECONDS);
    }
    proceed();
  }

  @Override
  public void unreachable(String reason, @Nullable Limit limit) {
    if (limit != null) {
      events.limit(limit, reason);
    }
    end(
        limit == Limit.SERVER_SESSIONS ? SessionOutcome.LIMITED : SessionOutcome.UNREACHABLE,
        "the server can't be reached: " + reason);
  }

  @Override
  public void attemptFailed(String pool, String name, String reason) {
    events.attemptFailed(pool, name, reason);
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
      events.notSsh(side, reason);
      end(
          SessionOutcome.REFUSED,
          "the " + PlainEvents.label(side) + " does not speak SSH: " + reason);
    }
  }

  /** A side's connection has closed before the relay began. */
  void gone(Side side) {
    if (!handingOver) {
      end(
          side == Side.CLIENT ? SessionOutcome.CLIENT_CLOSED : SessionOutcome.SERVER_CLOSED,
          "the " + PlainEvents.label(side) + " closed the connection");
    }
  }

  boolean isOver() {
    return over;
  }

  @Override
  public String id() {
    return session.ref().id();
  }

  @Override
  public InetAddress clientAddress() {
    return arrival.client().address();
  }

  @Override
  public EventLoop eventLoop() {
    return loop();
  }

  @Override
  public SessionView view() {
    SessionView view = session.view(PlainEvents.label(settings.protocol()), over);
    return stream == null ? view : view.withData(List.of(stream.view()));
  }

  @Override
  public void kick(String reason) {
    loop()
        .execute(
            () -> {
              kicked = reason;
              if (stream == null) {
                end(SessionOutcome.KICKED, reason);
              } else {
                stream.abort();
              }
            });
  }

  /** Lets a stream that flows end by itself. */
  @Override
  public void drain() {
    loop().execute(() -> stop(false));
  }

  @Override
  public void stop() {
    loop().execute(() -> stop(true));
  }

  private void stop(boolean streams) {
    if (stream == null) {
      end(SessionOutcome.STOPPED, "the gateway stops");
    } else if (streams) {
      stream.abort();
    }
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

  private void handOver(Channel target, PlainLeg targetLeg) {
    handingOver = true;
    stopGreeting();
    stream =
        PlainStream.begin(
            new PlainStream.End(client, clientLeg),
            new PlainStream.End(target, targetLeg),
            shared.relay(),
            shared.traffic(settings.name()),
            limits(session.dataLimits()),
            this::streamed);
  }

  private RelayLimits limits(DataLimits limits) {
    long fromClient = limits.uploadBytes() == 0 ? RelayLimits.ANY : limits.uploadBytes();
    return new RelayLimits(shared.pacers().limits(limits).pacers(), fromClient, RelayLimits.ANY);
  }

  private void streamed(PlainStream.Carried carried) {
    events.streamEnded(carried);
    if (kicked != null && carried.cause() == RelayEnd.Cause.ABORTED) {
      end(SessionOutcome.KICKED, kicked);
      return;
    }
    end(StreamEnds.outcome(carried.cause()), StreamEnds.reason(carried.cause()));
  }

  private void silent() {
    Side side = clientLeg.isReady() ? Side.SERVER : Side.CLIENT;
    events.limit(Limit.GREETING_TIMEOUT, "no identification of the " + PlainEvents.label(side));
    end(
        SessionOutcome.TIMED_OUT,
        "the " + PlainEvents.label(side) + " did not identify itself in time");
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
      clientLeg.leave(client, shared.plain().refused());
    }
    clientLeg.take().release();
    if (server != null) {
      server.close();
    }
    if (serverLeg != null) {
      serverLeg.take().release();
    }
    session.end(outcome, reason, System.nanoTime());
    events.publish();
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
}
