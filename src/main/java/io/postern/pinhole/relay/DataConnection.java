package io.postern.pinhole.relay;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.ftp.DataMode;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Protection;
import io.postern.pinhole.PinholeBackend;
import io.postern.pinhole.TransferLimits;
import io.postern.relay.Relay;
import io.postern.relay.RelayEnd;
import io.postern.relay.RelayLimits;
import io.postern.relay.Secured;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A data connection whose peer was accepted: connects to the other side, begins TLS where it is
 * wanted, then relays. The peer's channel joins the event loop only when the other side is
 * connected: until then the kernel keeps what the peer sends, and its end of file. A data
 * connection that is held connects to the other side only once its protection is known: the
 * transfer command, which tells it, goes to the server at the same moment.
 */
final class DataConnection {

  private static final InternalLogger LOG = InternalLoggerFactory.getInstance(DataConnection.class);

  private final RelayBackend backend;
  private final Expectation expectation;
  private final Expectation.Connects onTo;
  private final SocketChannel peer;
  private final PinholeBackend.Observer observer;
  private final long acceptedNanos = System.nanoTime();
  private long connectingNanos = acceptedNanos;
  private Duration setUp = Duration.ZERO;
  private @Nullable Future<?> heldUntil;
  private @Nullable DataSecurity security;
  private @Nullable SocketChannel connecting;
  private @Nullable Relay relay;
  private @Nullable TransferLimits limits;
  private boolean begun;
  private boolean aborted;
  private boolean over;

  DataConnection(
      RelayBackend backend,
      Expectation expectation,
      SocketChannel peer,
      PinholeBackend.Observer observer) {
    this.backend = backend;
    this.expectation = expectation;
    this.onTo = expectation.connected().get(0);
    this.peer = peer;
    this.observer = observer;
  }

  /**
   * Waits for {@link #protect}: nothing is read, nothing is sent. A peer for which no transfer
   * comes is as idle as one that sends nothing.
   */
  void hold() {
    if (!begun && !over) {
      long nanos = backend.settings().idle().toNanos();
      heldUntil = backend.loop().schedule(this::heldForTooLong, nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** Connects to the expectation's target; the first call counts. */
  void protect(Protections protections) {
    stopHolding();
    if (begun || over) {
      return;
    }
    begun = true;
    connectingNanos = System.nanoTime();
    if (protections.equals(Protections.NONE)) {
      connectFrom(onTo.source());
    } else if (backend.tls() == null) {
      fail(DataEnd.TLS_FAILED, "there are no keys for private data connections");
    } else {
      security =
          new DataSecurity(
              backend.tls(),
              protections.client(),
              protections.server(),
              this::secured,
              this::reset);
      connectFrom(onTo.source());
    }
  }

  /** Limits it, from now on or once the relay starts. */
  void limit(TransferLimits newLimits) {
    limits = newLimits;
    if (relay != null) {
      relay.limit(relayLimits(newLimits));
    }
  }

  /** Resets both sides; the observer is told later. */
  void abort() {
    aborted = true;
    reset();
  }

  private void reset() {
    if (relay != null) {
      relay.abort();
    } else if (!over) {
      fail(DataEnd.ABORTED, "");
    }
  }

  private void connectFrom(Endpoint source) {
    SocketChannel target;
    try {
      target =
          DataSockets.open(
              backend.transport(), backend.settings(), backend.transparent(), source.port() == 0);
    } catch (ChannelException e) {
      fail(DataEnd.UNREACHABLE, "no socket: " + SocketFaults.text(e));
      return;
    }
    connecting = target;
    backend
        .loop()
        .register(target)
        .addListener(
            registered -> {
              if (registered.isSuccess()) {
                connect(target, source);
              } else {
                attempted(target, registered.cause());
              }
            });
  }

  private void connect(SocketChannel target, Endpoint source) {
    ChannelFuture attempt =
        target.connect(onTo.target().toSocketAddress(), source.toSocketAddress());
    if (attempt.isDone() && !attempt.isSuccess() && source.port() != 0) {
      // Failed at once: port 20 may need a privilege, or the pair of endpoints is still in use.
      LOG.debug("can't connect from {}; any port then", source, attempt.cause());
      Reset.registered(target);
      connectFrom(source.withPort(0));
    } else {
      attempt.addListener(done -> attempted(target, done.cause()));
    }
  }

  private void attempted(SocketChannel target, @Nullable Throwable fault) {
    if (over) {
      Reset.registered(target);
    } else if (fault == null) {
      joinLoop(target);
    } else {
      String reason = SocketFaults.text(fault);
      fail(DataEnd.UNREACHABLE, "can't connect to " + onTo.target() + ": " + reason);
    }
  }

  private void joinLoop(SocketChannel target) {
    DataSockets.configure(peer);
    backend
        .loop()
        .register(peer)
        .addListener(
            registered -> {
              if (registered.isSuccess()) {
                startRelay(target);
              } else {
                fail(DataEnd.ABORTED, SocketFaults.text(registered.cause()));
              }
            });
  }

  private void startRelay(SocketChannel target) {
    DataSecurity wanted = security;
    if (wanted == null) {
      relay(target, Secured.NEITHER);
      connected();
      return;
    }
    boolean passive = leftIsClient();
    try {
      wanted.begin(passive ? peer : target, passive ? target : peer);
    } catch (RuntimeException e) {
      LOG.warn("no TLS for a data connection", e);
      fail(DataEnd.TLS_FAILED, "the gateway can't begin TLS");
      return;
    }
    relay(
        target,
        passive
            ? new Secured(wanted.ofClient(), wanted.ofServer())
            : new Secured(wanted.ofServer(), wanted.ofClient()));
  }

  private void relay(SocketChannel target, Secured secured) {
    Relay started = Relay.start(peer, target, secured, backend.settings(), this::relayed);
    relay = started;
    if (limits != null) {
      // No byte has moved yet: both channels are read by later tasks of the event loop.
      started.limit(relayLimits(limits));
    }
  }

  /** Every handshake has succeeded. */
  private void secured() {
    if (relay != null) {
      connected();
      relay.open();
    }
  }

  private void connected() {
    setUp = Duration.ofNanos(System.nanoTime() - connectingNanos);
    observer.connected();
  }

  private void relayed(RelayEnd end) {
    DataSecurity.Failure failure = failureOf(end.cause());
    if (failure != null) {
      setUp = Duration.ofNanos(System.nanoTime() - connectingNanos);
      finish(failure.end(), 0, 0, failure.detail());
      return;
    }
    boolean passive = leftIsClient();
    finish(
        dataEnd(end.cause(), passive),
        passive ? end.leftToRight() : end.rightToLeft(),
        passive ? end.rightToLeft() : end.leftToRight(),
        detail(end.cause()));
  }

  /** A handshake that failed, rather than anything else. */
  private DataSecurity.@Nullable Failure failureOf(RelayEnd.Cause cause) {
    DataSecurity wanted = security;
    if (wanted == null) {
      return null;
    }
    return switch (cause) {
      case LEFT_RESET -> wanted.failure(leftIsClient());
      case RIGHT_RESET -> wanted.failure(!leftIsClient());
      case ABORTED -> aborted ? null : wanted.refusal();
      default -> null;
    };
  }

  private String detail(RelayEnd.Cause cause) {
    return switch (cause) {
      case TOO_LARGE -> tooLarge();
      case LEFT_TRUNCATED, RIGHT_TRUNCATED -> "it was closed without a close_notify";
      default -> "";
    };
  }

  private String tooLarge() {
    return limits == null ? "" : "the client sends more than " + limits.uploadBytes() + " bytes";
  }

  private RelayLimits relayLimits(TransferLimits of) {
    long upload = of.uploadBytes() == 0 ? RelayLimits.ANY : of.uploadBytes();
    return leftIsClient()
        ? new RelayLimits(of.pacers(), upload, RelayLimits.ANY)
        : new RelayLimits(of.pacers(), RelayLimits.ANY, upload);
  }

  /** The relay's left side is the peer: the client in passive mode, the server in active mode. */
  private boolean leftIsClient() {
    return expectation.mode() == DataMode.PASSIVE;
  }

  /** Before the relay began: the peer is reset, and the target if the attempt still runs. */
  private void fail(DataEnd end, String detail) {
    over = true;
    stopHolding();
    setUp = Duration.ofNanos(System.nanoTime() - connectingNanos);
    if (peer.isRegistered()) {
      Reset.registered(peer);
    } else {
      Reset.unregistered(peer);
    }
    if (connecting != null) {
      Reset.registered(connecting);
    }
    backend.later(() -> finish(end, 0, 0, detail));
  }

  private void finish(DataEnd end, long toServer, long toClient, String detail) {
    observer.ended(new DataStats(end, toServer, toClient, setUp, elapsed(), detail));
  }

  private void heldForTooLong() {
    fail(DataEnd.IDLE, "no transfer came for the data connection");
  }

  private void stopHolding() {
    if (heldUntil != null) {
      heldUntil.cancel(false);
      heldUntil = null;
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - acceptedNanos);
  }

  private static DataEnd dataEnd(RelayEnd.Cause cause, boolean leftIsClient) {
    return switch (cause) {
      case COMPLETED -> DataEnd.COMPLETED;
      case LEFT_RESET -> leftIsClient ? DataEnd.CLIENT_RESET : DataEnd.SERVER_RESET;
      case RIGHT_RESET -> leftIsClient ? DataEnd.SERVER_RESET : DataEnd.CLIENT_RESET;
      case LEFT_TRUNCATED -> leftIsClient ? DataEnd.CLIENT_TRUNCATED : DataEnd.SERVER_TRUNCATED;
      case RIGHT_TRUNCATED -> leftIsClient ? DataEnd.SERVER_TRUNCATED : DataEnd.CLIENT_TRUNCATED;
      case STALLED -> DataEnd.STALLED;
      case IDLE -> DataEnd.IDLE;
      case TOO_LARGE -> DataEnd.TOO_LARGE;
      case ABORTED -> DataEnd.ABORTED;
    };
  }

  /** How both sides are protected. */
  record Protections(Protection client, Protection server) {

    /** Both in the clear. */
    static final Protections NONE = new Protections(Protection.CLEAR, Protection.CLEAR);
  }
}
