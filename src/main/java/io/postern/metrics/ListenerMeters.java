package io.postern.metrics;

import static io.postern.metrics.MeterFactory.label;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.postern.event.Limit;
import io.postern.event.SessionOutcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of one listener, whatever its clients speak. */
final class ListenerMeters {

  private final MeterFactory meters;
  private final String listener;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger active = new AtomicInteger();
  private final MeterRow<SessionOutcome, Counter> outcomes;
  private final Timer duration;
  private final Timer serverConnect;
  private final Counter headersRefused;
  private final Counter loopsRefused;
  private final LimitMeters rejected;
  private final LimitMeters limits;

  ListenerMeters(MeterFactory meters, String listener) {
    this.meters = meters;
    this.listener = listener;
    meters.gauge("listeners.open", "Addresses listened on", open::get, "listener", listener);
    meters.gauge("sessions.active", "Sessions now", active::get, "listener", listener);
    this.outcomes = new MeterRow<>(SessionOutcome.class, this::outcome);
    this.duration =
        meters.timer(
            "session.duration", "How long sessions lasted", Buckets.SESSION, "listener", listener);
    this.serverConnect =
        meters.timer(
            "server.connect",
            "From the client's connection to the server leg's",
            Buckets.CONNECT,
            "listener",
            listener);
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
    this.rejected = LimitMeters.atTheDoor(this::rejection);
    this.limits = LimitMeters.ofSessions(this::limit);
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

  void ended(SessionOutcome outcome, Duration took) {
    active.decrementAndGet();
    outcomes.get(outcome).increment();
    duration.record(took);
  }

  void serverConnected(Duration took) {
    serverConnect.record(took);
  }

  Counter rejected(Limit limit) {
    return rejected.of(limit);
  }

  Counter reached(Limit limit) {
    return limits.of(limit);
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

  private Counter limit(Limit limit) {
    return meters.counter(
        "limits", "Limits that sessions reached", "listener", listener, "limit", limit.label());
  }
}
