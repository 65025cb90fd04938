package io.postern.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.postern.event.EventSink;
import io.postern.event.GatewayEvent;

/**
 * Counts events, and shows gauges, in the registry that it is given; nothing here is global. Every
 * label value is a fixed word, or a name of a listener, a pool, a server or a rule, so that no peer
 * can make new series. Series are there with 0 from the start, those of a listener from its {@code
 * ListenerOpened}; only {@code postern_commands_total} and {@code postern_rule_applied_total} show
 * what they have seen.
 *
 * <p>Thread-safe. Meters are looked up once; an event costs well under a microsecond.
 */
public final class GatewayMetrics implements EventSink {

  private final MeterFactory meters;
  private final Subscriptions subscriptions = new Subscriptions();
  private final PoolMeters pools;

  /** Registers the meters of all events. */
  public GatewayMetrics(PrometheusMeterRegistry registry) {
    this.meters = new MeterFactory(registry);
    new SessionMeters(meters, subscriptions);
    new CommandMeters(meters, subscriptions);
    new RuleMeters(meters, subscriptions);
    new TlsMeters(meters, subscriptions);
    new OpaqueMeters(meters, subscriptions);
    new StreamMeters(meters, subscriptions);
    new PinholeMeters(meters, subscriptions);
    new TransferMeters(meters, subscriptions);
    this.pools = new PoolMeters(meters, subscriptions);
  }

  /** Registers the gauges. They, and what the suppliers hold, live as long as the registry. */
  public void show(Readings readings) {
    meters.gauge(
        "data.ports.in.use",
        "Ports of the data ranges that are taken",
        () -> readings.dataPortsInUse().getAsInt());
    meters.gauge(
        "pinholes.waiting",
        "Pinholes that nobody has connected to yet",
        () -> readings.pinholesWaiting().getAsInt());
    meters.gauge(
        "data.connections.running",
        "Data connections that are being relayed",
        () -> readings.dataConnectionsRunning().getAsInt());
    meters.gauge("bans.active", "Clients that are banned", () -> readings.bans().getAsInt());
    meters.gauge(
        "policy.generation",
        "The policy's generation",
        () -> readings.policyGeneration().getAsLong());
    readings
        .certificateExpiries()
        .forEach(
            (listener, expiry) ->
                meters.gauge(
                    "certificate.expiry.timestamp.seconds",
                    "When the listener's first certificate expires",
                    expiry::getAsLong,
                    "listener",
                    listener));
    readings.servers().forEach(pools::show);
    meters.gauge(
        "build.info", "1; the label is the version", () -> 1, "version", readings.version());
    meters.counterOf(
        "audit.lost",
        "Events that the audit log could not take",
        () -> readings.auditLost().getAsLong());
  }

  @Override
  public void publish(GatewayEvent event) {
    subscriptions.count(event);
  }
}
