package io.postern.metrics;

import io.micrometer.core.instrument.Counter;
import io.postern.event.GatewayEvent.ProbeFailed;
import io.postern.event.GatewayEvent.ServerAttemptFailed;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The servers of pools. Their names come from the configuration, so there are few. */
final class PoolMeters {

  private final MeterFactory meters;
  private final Map<Member, Counters> counters = new ConcurrentHashMap<>();

  private record Member(String pool, String server) {}

  private record Counters(Counter probes, Counter attempts) {}

  PoolMeters(MeterFactory meters, Subscriptions subscriptions) {
    this.meters = meters;
    subscriptions.on(ProbeFailed.class, e -> of(e.pool(), e.server()).probes().increment());
    subscriptions.on(
        ServerAttemptFailed.class, e -> of(e.pool(), e.server()).attempts().increment());
  }

  /** Shows a server, with its counters at 0. */
  void show(ServerReading server) {
    String[] labels = {"pool", server.pool(), "server", server.server()};
    of(server.pool(), server.server());
    meters.gauge(
        "pool.server.up",
        "Whether the server is up",
        () -> server.up().getAsBoolean() ? 1 : 0,
        labels);
    meters.gauge(
        "pool.server.drained",
        "Whether the server is drained",
        () -> server.drained().getAsBoolean() ? 1 : 0,
        labels);
    meters.gauge(
        "pool.server.sessions",
        "Sessions that the server has",
        () -> server.sessions().getAsInt(),
        labels);
  }

  private Counters of(String pool, String server) {
    return counters.computeIfAbsent(new Member(pool, server), this::register);
  }

  private Counters register(Member member) {
    String[] labels = {"pool", member.pool(), "server", member.server()};
    return new Counters(
        meters.counter("pool.probe.failures", "Probes that failed", labels),
        meters.counter("pool.attempts.failed", "Sessions that could not have the server", labels));
  }
}
