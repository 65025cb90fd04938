package io.postern.pinhole.relay;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.ftp.DataMode;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.pinhole.PinholeBackend;
import io.postern.pinhole.TransferLimits;
import io.postern.relay.Relay;
import io.postern.relay.RelayEnd;
import io.postern.relay.RelayLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A data connection whose peer was accepted: connects to the other side, then relays. The peer's
 * channel joins the event loop only when the other side is connected: until then the kernel keeps
 * what the peer sends, and its end of file.
 */
final class DataConnection {

  private static final InternalLogger LOG = InternalLoggerFactory.getInstance(DataConnection.class);

  private final RelayBackend backend;
  private final Expectation expectation;
  private final SocketChannel peer;
  private final PinholeBackend.Observer observer;
  private final long acceptedNanos = System.nanoTime();
  private Duration setUp = Duration.ZERO;
  private @Nullable SocketChannel connecting;
  private @Nullable Relay relay;
  private @Nullable TransferLimits limits;
  private boolean over;

  DataConnection(
      RelayBackend backend,
      Expectation expectation,
      SocketChannel peer,
      PinholeBackend.Observer observer) {
    this.backend = backend;
    this.expectation = expectation;
    this.peer = peer;
    this.observer = observer;
  }

  /** Connects to the expectation's target. */
  void connect() {
    if (!over) {
      connectFrom(expectation.source());
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
    if (relay != null) {
      relay.abort();
    } else if (!over) {
      fail(DataEnd.ABORTED, "");
    }
  }

  private void connectFrom(Endpoint source) {
    SocketChannel target;
    try {
      target = DataSockets.open(backend.transport(), backend.settings(), source.port() == 0);
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
        target.connect(expectation.target().toSocketAddress(), source.toSocketAddress());
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
      fail(DataEnd.UNREACHABLE, "can't connect to " + expectation.target() + ": " + reason);
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
    setUp = elapsed();
    Relay started = Relay.start(peer, target, backend.settings(), this::relayed);
    relay = started;
    if (limits != null) {
      // No byte has moved yet: both channels are read by later tasks of the event loop.
      started.limit(relayLimits(limits));
    }
    observer.connected();
  }

  private void relayed(RelayEnd end) {
    boolean passive = leftIsClient();
    finish(
        dataEnd(end.cause(), passive),
        passive ? end.leftToRight() : end.rightToLeft(),
        passive ? end.rightToLeft() : end.leftToRight(),
        end.cause() == RelayEnd.Cause.TOO_LARGE ? tooLarge() : "");
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
    setUp = elapsed();
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

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - acceptedNanos);
  }

  private static DataEnd dataEnd(RelayEnd.Cause cause, boolean leftIsClient) {
    return switch (cause) {
      case COMPLETED -> DataEnd.COMPLETED;
      case LEFT_RESET -> leftIsClient ? DataEnd.CLIENT_RESET : DataEnd.SERVER_RESET;
      case RIGHT_RESET -> leftIsClient ? DataEnd.SERVER_RESET : DataEnd.CLIENT_RESET;
      case STALLED -> DataEnd.STALLED;
      case IDLE -> DataEnd.IDLE;
      case TOO_LARGE -> DataEnd.TOO_LARGE;
      case ABORTED -> DataEnd.ABORTED;
    };
  }
}
