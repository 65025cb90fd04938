package io.postern.transcript;

import io.postern.event.EventSink;
import io.postern.event.GatewayEvent;
import io.postern.event.GatewayEvent.PinholeAccepted;
import io.postern.event.GatewayEvent.PinholeClosed;
import io.postern.event.GatewayEvent.PinholePredicted;
import io.postern.event.GatewayEvent.SessionClosed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The events of a running gateway, to wait for; each is held against the invariant at once. */
final class WatchedEvents implements EventSink {

  private final PinholeInvariant invariant;
  private final EventRecord record = new EventRecord();
  private final List<GatewayEvent> events = new ArrayList<>();
  private @Nullable Throwable fault;

  WatchedEvents(PinholeInvariant invariant) {
    this.invariant = invariant;
  }

  @Override
  public synchronized void publish(GatewayEvent event) {
    try {
      events.add(event);
      record.publish(event);
      check(event);
    } catch (AssertionError | RuntimeException e) {
      fault = e;
    }
    notifyAll();
  }

  private void check(GatewayEvent event) {
    if (event instanceof PinholePredicted predicted) {
      invariant.opening(predicted.expectation());
    } else if (event instanceof PinholeAccepted accepted) {
      invariant.gone(accepted.expectation().id());
    } else if (event instanceof PinholeClosed closed) {
      invariant.gone(closed.expectation().id());
    } else if (event instanceof SessionClosed) {
      invariant.over();
    }
  }

  /** A side sends: told before it does. */
  synchronized void clientSends(byte[] bytes) {
    invariant.clientSent(bytes);
  }

  synchronized void serverSends(byte[] bytes) {
    invariant.serverSent(bytes);
  }

  /** The first event of this kind that satisfies this; it counts no more. */
  synchronized <E extends GatewayEvent> E take(
      Class<E> kind, java.util.function.Predicate<E> condition) {
    E found = await(kind.getSimpleName(), () -> first(kind, condition));
    events.remove(found);
    return found;
  }

  private <E extends GatewayEvent> Optional<E> first(
      Class<E> kind, java.util.function.Predicate<E> condition) {
    return events.stream().filter(kind::isInstance).map(kind::cast).filter(condition).findFirst();
  }

  /** Waits for an event of a transcript. */
  synchronized void see(String pattern) {
    boolean unused =
        await(pattern, () -> record.tries(pattern) ? Optional.of(true) : Optional.empty());
  }

  /** Waits for the session's end. */
  synchronized String outcome() {
    return await("the session's end", () -> Optional.ofNullable(record.outcome()));
  }

  /** The events that must be asked for and were not. */
  synchronized String unseen() {
    rethrow();
    return record.unseen();
  }

  private <T> T await(String what, Supplier<Optional<T>> search) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ControlPeer.DEADLINE_MILLIS);
    Optional<T> found = search.get();
    while (found.isEmpty()) {
      rethrow();
      pause(what, deadline - System.nanoTime());
      found = search.get();
    }
    rethrow();
    return found.get();
  }

  private void pause(String what, long nanos) {
    if (nanos <= 0) {
      throw new AssertionError("no " + what + " came; there are " + events);
    }
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private void rethrow() {
    if (fault != null) {
      throw new AssertionError(fault.getMessage(), fault);
    }
  }
}
