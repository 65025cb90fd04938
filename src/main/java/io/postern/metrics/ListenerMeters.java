package io.postern.metrics;

import static io.postern.metrics.MeterFactory.label;

import io.micrometer.core.instrument.Counter;
import io.postern.event.Limit;
import io.postern.event.SessionOutcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of one listener. */
final class ListenerMeters {

  /** The limits that turn a client away at the door; all others end a session. */
  private static final List<Limit> DOOR_LIMITS =
      List.of(Limit.SESSIONS, Limit.SESSIONS_PER_CLIENT, Limit.BANNED);

  private final MeterFactory meters;
  private final String listener;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger active = new AtomicInteger();
  private final MeterRow<SessionOutcome, Counter> outcomes;
  private final Counter headersRefused;
  private final Counter loopsRefused;
  private final Counter targetsRefused;
  private final Map<Limit, Counter> rejected = new EnumMap<>(Limit.class);

  ListenerMeters(MeterFactory meters, String listener) {
    this.meters = meters;
    this.listener = listener;
    meters.gauge("listeners.open", "Addresses listened on", open::get, "listener", listener);
    meters.gauge("sessions.active", "Sessions now", active::get, "listener", listener);
    this.outcomes = new MeterRow<>(SessionOutcome.class, this::outcome);
    this.headersRefused =
        meters.counter(
            "proxy.headers.refused",
            "Connections of configured senders without a right PROXY header",
            "listener",
            listener);
    this.loopsRefused =
        meters.counter(
            "loops.refused",
            "Connections that would have led back to the gateway",
            "listener",
            listener);
    this.targetsRefused =
        meters.counter(
            "targets.refused", "Servers that clients named and may not have", "listener", listener);
    DOOR_LIMITS.forEach(limit -> rejected.put(limit, rejection(limit)));
  }

  void opened() {
    open.incrementAndGet();
  }

  void closed() {
    open.decrementAndGet();
  }

  void began() {
    active.incrementAndGet();
  }

  void ended(SessionOutcome outcome) {
    active.decrementAndGet();
    outcomes.get(outcome).increment();
  }

  Counter rejected(Limit limit) {
    Counter known = rejected.get(limit);
    return known != null ? known : rejection(limit);
  }

  Counter targetRefused() {
    return targetsRefused;
  }

  Counter headerRefused() {
    return headersRefused;
  }

  Counter loopRefused() {
    return loopsRefused;
  }

  private Counter outcome(SessionOutcome outcome) {
    return meters.counter(
        "sessions", "Sessions that ended", "listener", listener, "outcome", label(outcome));
  }

  private Counter rejection(Limit limit) {
    return meters.counter(
        "sessions.rejected",
        "Clients turned away at the door",
        "listener",
        listener,
        "limit",
        limit.label());
  }
}
