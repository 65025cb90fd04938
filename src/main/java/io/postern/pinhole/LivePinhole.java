package io.postern.pinhole;

import io.postern.event.BlockReason;
import io.postern.event.DataStats;
import io.postern.event.GatewayEvent;
import io.postern.event.Limit;
import io.postern.event.PinholeEnd;
import io.postern.event.SessionRef;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Protection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pinhole of the table: holds all of its state. What a backend tells after the terminal event is
 * dropped, so a cancellation and an end that cross each other are safe.
 */
final class LivePinhole implements Pinhole, PinholeBackend.Observer {

  private final PinholeTable table;
  private final SessionRef session;
  private final Expectation expectation;
  private final PortRange range;
  private final boolean held;
  private final PinholeBackend backend;
  private final PinholeObserver observer;
  private final long createdNanos;

  private State state = State.EXPECTED;
  private final BitSet tried = new BitSet();

  /** The ports that it holds, one for each side that connects to the gateway. */
  private final List<Endpoint> ports = new ArrayList<>(2);

  private boolean admitted;
  private long openedNanos;
  private long acceptedNanos;
  private PinholeBackend.@Nullable Opening opening;
  private @Nullable TransferLimits limits;
  private @Nullable Protection client;
  private @Nullable Protection server;

  /** How it ends if its data connection was reset by {@link #abort}. */
  private @Nullable PinholeEnd abortedFor;

  LivePinhole(
      PinholeTable table,
      SessionRef session,
      Expectation expectation,
      PortRange range,
      boolean held,
      PinholeBackend backend,
      PinholeObserver observer) {
    this.table = table;
    this.session = session;
    this.expectation = expectation;
    this.range = range;
    this.held = held;
    this.backend = backend;
    this.observer = observer;
    this.createdNanos = table.nanoTime();
  }

  /** Publishes the prediction and tries the first port. */
  void start() {
    table.publish(new GatewayEvent.PinholePredicted(session, expectation));
    admitted = table.admit();
    if (!admitted) {
      failLater(Limit.PINHOLES, "too many pinholes");
    } else {
      tryPorts();
    }
  }

  @Override
  public Expectation expectation() {
    return expectation;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public List<Endpoint> listening() {
    return state == State.OPEN ? List.copyOf(ports) : List.of();
  }

  @Override
  public Carried carried() {
    return opening == null || !wasAccepted()
        ? Carried.NOTHING
        : opening.carried(Duration.ofNanos(table.nanoTime() - acceptedNanos));
  }

  @Override
  public void limit(TransferLimits newLimits) {
    limits = newLimits;
    if (opening != null && !isOver()) {
      opening.limit(newLimits);
    }
  }

  @Override
  public void protect(Protection clientSide, Protection serverSide) {
    if (client != null || isOver()) {
      return;
    }
    client = clientSide;
    server = serverSide;
    if (opening != null) {
      opening.protect(clientSide, serverSide);
    }
  }

  @Override
  public void cancel(PinholeEnd end) {
    if (wasAccepted() || isOver()) {
      return;
    }
    releasePorts();
    closeOpening();
    end(stateAfter(end), end, "");
  }

  @Override
  public void abort(PinholeEnd end) {
    cancel(end);
    if (!isOver() && abortedFor == null) {
      abortedFor = end;
      Objects.requireNonNull(opening).abort();
    }
  }

  @Override
  public void opened(Listening listening) {
    if (state != State.OPENING) {
      return;
    }
    state = State.OPEN;
    openedNanos = table.nanoTime();
    table.publish(
        new GatewayEvent.PinholeOpened(session, expectation, listening.all(), backend.name()));
    observer.opened(expectation.id(), listening);
  }

  @Override
  public void openFailed(@Nullable Endpoint busy, String reason) {
    if (state != State.OPENING) {
      return;
    }
    releasePorts();
    if (busy == null) {
      fail(reason);
    } else {
      tried.set(busy.port());
      tryPorts();
    }
  }

  @Override
  public void blocked(Endpoint stranger, Endpoint at, BlockReason reason) {
    if (!isOver()) {
      table.publish(new GatewayEvent.ConnectionBlocked(session, expectation, stranger, at, reason));
    }
  }

  @Override
  public void accepted(Endpoint peer) {
    if (state != State.OPEN) {
      return;
    }
    state = State.ACCEPTED;
    acceptedNanos = table.nanoTime();
    releasePorts();
    table.accepted();
    Duration waited = Duration.ofNanos(acceptedNanos - openedNanos);
    table.publish(new GatewayEvent.PinholeAccepted(session, expectation, peer, waited));
    observer.accepted(expectation.id());
  }

  @Override
  public void connected() {
    if (state != State.ACCEPTED) {
      return;
    }
    state = State.RELAYING;
    Duration setUp = Duration.ofNanos(table.nanoTime() - acceptedNanos);
    table.publish(new GatewayEvent.DataStarted(session, expectation, setUp));
    observer.connected(expectation.id());
  }

  @Override
  public void ended(DataStats stats) {
    if (!wasAccepted() || isOver()) {
      return;
    }
    table.publish(new GatewayEvent.DataEnded(session, expectation, stats));
    PinholeEnd end = endOf(stats);
    end(end == PinholeEnd.FAILED ? State.FAILED : State.CLOSED, end, stats.detail());
    observer.ended(expectation.id(), stats);
  }

  private PinholeEnd endOf(DataStats stats) {
    if (abortedFor != null) {
      return abortedFor;
    }
    return switch (stats.end()) {
      case UNREACHABLE, TLS_FAILED, NOT_RESUMED -> PinholeEnd.FAILED;
      default -> PinholeEnd.USED;
    };
  }

  private void tryPorts() {
    for (Expectation.Accepts side : expectation.accepted()) {
      int port = table.ports().draw(side.listenAddress(), range, tried);
      if (port == PortPool.NONE) {
        releasePorts();
        failLater(Limit.DATA_PORTS, "no free data port in " + range);
        return;
      }
      ports.add(new Endpoint(side.listenAddress(), port));
    }
    open();
  }

  private void open() {
    state = State.OPENING;
    PinholeBackend.Opening attempt = backend.open(expectation, List.copyOf(ports), held, this);
    opening = attempt;
    tellEarlier(attempt);
  }

  /** What was told before there was an opening. */
  private void tellEarlier(PinholeBackend.Opening attempt) {
    if (limits != null) {
      attempt.limit(limits);
    }
    if (client != null && server != null) {
      attempt.protect(client, server);
    }
  }

  private void failLater(Limit limit, String reason) {
    backend.later(
        () -> {
          if (!isOver()) {
            table.publish(new GatewayEvent.LimitHit(session, limit, reason));
            fail(reason);
          }
        });
  }

  private void fail(String reason) {
    end(State.FAILED, PinholeEnd.FAILED, reason);
    observer.failed(expectation.id(), reason);
  }

  private void end(State last, PinholeEnd end, String detail) {
    boolean accepted = wasAccepted();
    state = last;
    if (admitted) {
      table.ended(accepted);
    }
    Duration lived = Duration.ofNanos(table.nanoTime() - createdNanos);
    table.publish(new GatewayEvent.PinholeClosed(session, expectation, end, lived, detail));
  }

  private void closeOpening() {
    if (opening != null) {
      opening.close();
    }
  }

  private void releasePorts() {
    ports.forEach(held -> table.ports().release(held.address(), held.port()));
    ports.clear();
  }

  private boolean wasAccepted() {
    return state == State.ACCEPTED || state == State.RELAYING;
  }

  private boolean isOver() {
    return state.compareTo(State.CLOSED) >= 0;
  }

  private static State stateAfter(PinholeEnd end) {
    return switch (end) {
      case EXPIRED -> State.EXPIRED;
      case FAILED -> State.FAILED;
      case USED, BLOCKED, REJECTED, REPLACED, REINITIALISED, SESSION_ENDED -> State.CANCELLED;
    };
  }
}
