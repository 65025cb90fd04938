package io.postern.pinhole.relay;

import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.ftp.Expectation;
import io.postern.pinhole.Carried;
import io.postern.pinhole.PinholeBackend;
import io.postern.pinhole.TransferLimits;
import io.postern.relay.Relay;
import io.postern.relay.RelayEnd;
import io.postern.relay.RelayLimits;
import io.postern.relay.Secured;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A data connection whose peers have come, if they were to: connects to the sides that they did not
 * come from, begins TLS where it is wanted, then relays. One that is held connects only once its
 * protection is known: the transfer command, which tells it, goes to the server at the same moment.
 */
final class DataConnection implements DataSides.Owner {

  private static final InternalLogger LOG = InternalLoggerFactory.getInstance(DataConnection.class);

  private final RelayBackend backend;
  private final PinholeBackend.Observer observer;
  private final DataSides sides;
  private final long acceptedNanos = System.nanoTime();
  private long connectingNanos = acceptedNanos;
  private Duration setUp = Duration.ZERO;
  private @Nullable Future<?> heldUntil;
  private @Nullable DataSecurity security;
  private @Nullable Relay relay;
  private @Nullable TransferLimits limits;
  private boolean begun;
  private boolean aborted;
  private boolean over;

  /**
   * One that carries nothing yet.
   *
   * @param client the client's connection, which no event loop has yet; null if the gateway
   *     connects to it
   * @param server the same for the server
   */
  DataConnection(
      RelayBackend backend,
      Expectation expectation,
      @Nullable SocketChannel client,
      @Nullable SocketChannel server,
      PinholeBackend.Observer observer) {
    this.backend = backend;
    this.observer = observer;
    this.sides = new DataSides(backend, expectation, client, server, this);
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

  /** Connects to the sides that have not come; the first call counts. */
  void protect(Protections protections) {
    stopHolding();
    if (begun || over) {
      return;
    }
    begun = true;
    connectingNanos = System.nanoTime();
    if (!protections.equals(Protections.NONE) && backend.tls() == null) {
      failed(DataEnd.TLS_FAILED, "there are no keys for private data connections");
      return;
    }
    if (!protections.equals(Protections.NONE)) {
      security =
          new DataSecurity(
              Objects.requireNonNull(backend.tls()),
              protections.client(),
              protections.server(),
              this::secured,
              this::reset);
    }
    sides.connect();
  }

  /** Limits it, from now on or once the relay starts. */
  void limit(TransferLimits newLimits) {
    limits = newLimits;
    if (relay != null) {
      relay.limit(relayLimits(newLimits));
    }
  }

  /** What it has carried so far; the relay's left side is the client. */
  Carried carried(Duration lasted) {
    Relay started = relay;
    return started == null
        ? new Carried(0, 0, lasted)
        : new Carried(started.leftToRight(), started.rightToLeft(), lasted);
  }

  /** What it has carried since it was made. */
  Carried carried() {
    return carried(elapsed());
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
      failed(DataEnd.ABORTED, "");
    }
  }

  @Override
  public void joined(SocketChannel ofClient, SocketChannel ofServer) {
    DataSecurity wanted = security;
    if (wanted == null) {
      relay(ofClient, ofServer, Secured.NEITHER);
      connected();
      return;
    }
    try {
      wanted.begin(ofClient, ofServer);
    } catch (RuntimeException e) {
      LOG.warn("no TLS for a data connection", e);
      failed(DataEnd.TLS_FAILED, "the gateway can't begin TLS");
      return;
    }
    relay(ofClient, ofServer, new Secured(wanted.ofClient(), wanted.ofServer()));
  }

  /** Of the relay's sides the client is the left one. */
  private void relay(SocketChannel ofClient, SocketChannel ofServer, Secured secured) {
    Relay started =
        Relay.start(
            ofClient,
            ofServer,
            secured,
            backend.settings(),
            backend.traffic().counting(this::relayed));
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
    DataSecurity.Failure failure = security == null ? null : security.failure(end.cause(), aborted);
    if (failure != null) {
      setUp = Duration.ofNanos(System.nanoTime() - connectingNanos);
      finish(failure.end(), 0, 0, failure.detail());
      return;
    }
    finish(DataEnds.of(end.cause()), end.leftToRight(), end.rightToLeft(), detail(end.cause()));
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
    return new RelayLimits(of.pacers(), upload, RelayLimits.ANY);
  }

  /** Before the relay began: whoever is connected is reset, and what still connects ends. */
  @Override
  public void failed(DataEnd end, String detail) {
    over = true;
    stopHolding();
    setUp = Duration.ofNanos(System.nanoTime() - connectingNanos);
    // First: the session waits for this end, whatever becomes of the sockets.
    backend.later(() -> finish(end, 0, 0, detail));
    sides.reset();
  }

  private void finish(DataEnd end, long toServer, long toClient, String detail) {
    observer.ended(new DataStats(end, toServer, toClient, setUp, elapsed(), detail));
  }

  private void heldForTooLong() {
    failed(DataEnd.IDLE, "no transfer came for the data connection");
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
}
