package io.postern.metrics;

import static io.postern.metrics.MeterFactory.label;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.postern.event.Limit;
import io.postern.event.SessionOutcome;
import java.time.Duration;
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
  private final Timer duration;
  private final Timer serverConnect;
  private final Counter loginsAccepted;
  private final Counter loginsRefused;
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
    this.loginsAccepted = login("accepted");
    this.loginsRefused = login("refused");
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

  void ended(SessionOutcome outcome, Duration took) {
    active.decrementAndGet();
    outcomes.get(outcome).increment();
    duration.record(took);
  }

  void serverConnected(Duration took) {
    serverConnect.record(took);
  }

  Counter login(boolean success) {
    return success ? loginsAccepted : loginsRefused;
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

  private Counter login(String result) {
    return meters.counter(
        "logins", "Logins that were answered", "listener", listener, "result", result);
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
