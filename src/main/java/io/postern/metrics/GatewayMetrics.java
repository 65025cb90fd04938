package io.postern.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.postern.event.EventSink;
import io.postern.event.GatewayEvent;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Counts events, and shows gauges, in the registry that it is given; nothing here is global. Every
 * label value is a fixed word, or a name of a listener, a pool, a server or a rule, so that no peer
 * can make new series; {@link NetworkMeters} says how the ten networks are kept few. Series are
 * there with 0 from the start, those of a listener from its {@code ListenerOpened}, if what they
 * count can come about there; only commands that pass show what they have seen.
 *
 * <p>Thread-safe. Meters are looked up once, and counting takes no lock: an event costs well under
 * a microsecond. Refusals cost a few more, and take the lock of {@link NetworkMeters}.
 */
public final class GatewayMetrics implements EventSink {

  private final MeterFactory meters;
  private final Subscriptions subscriptions = new Subscriptions();
  private final PoolMeters pools;

  /** Registers the meters of all events. */
  public GatewayMetrics(PrometheusMeterRegistry registry) {
    this(registry, System::nanoTime);
  }

  GatewayMetrics(PrometheusMeterRegistry registry, LongSupplier nanoClock) {
    this.meters = new MeterFactory(registry);
    new SessionMeters(meters, subscriptions);
    new LoginMeters(meters, subscriptions);
    new CommandMeters(meters, subscriptions);
    new RuleMeters(meters, subscriptions);
    new TlsMeters(meters, subscriptions);
    new OpaqueMeters(meters, subscriptions);
    new StreamMeters(meters, subscriptions);
    new PinholeMeters(meters, subscriptions);
    new TransferMeters(meters, subscriptions);
    new NetworkMeters(meters, subscriptions, nanoClock);
    new AdminMeters(meters, subscriptions);
    this.pools = new PoolMeters(meters, subscriptions);
  }

  /** Registers the gauges. They, and what the suppliers hold, live as long as the registry. */
  public void show(Readings readings) {
    readings.dataPorts().forEach(this::show);
    meters.gauge("sessions.limit", "limits.sessions", readings::sessionsLimit);
    meters.gauge("pinholes.limit", "limits.pinholes", readings::pinholesLimit);
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

  /**
   * Shows what a listener's relays have carried so far.
   *
   * @param toServer bytes, ever
   * @param toClient bytes, ever
   */
  public void showTraffic(String listener, LongSupplier toServer, LongSupplier toClient) {
    relayed(listener, "server", toServer);
    relayed(listener, "client", toClient);
  }

  /**
   * Shows how late the event loops are.
   *
   * @param seconds of each loop
   */
  public void showLoops(List<DoubleSupplier> seconds) {
    for (int loop = 0; loop < seconds.size(); loop++) {
      meters.gauge(
          "event.loop.delay.seconds",
          "How late the event loop was at worst in the last half minute, or is",
          seconds.get(loop),
          "loop",
          Integer.toString(loop));
    }
  }

  private void show(PortsReading ports) {
    meters.gauge(
        "data.ports",
        "Ports of the listener's data range",
        ports::size,
        "listener",
        ports.listener());
    meters.gauge(
        "data.ports.in.use",
        "Ports of the listener's data range that are taken, at the address where most are",
        () -> ports.inUse().getAsInt(),
        "listener",
        ports.listener());
  }

  private void relayed(String listener, String to, LongSupplier bytes) {
    meters.counterOf(
        "relayed.bytes",
        "Bytes that relays have carried so far",
        bytes::getAsLong,
        "listener",
        listener,
        "to",
        to);
  }

  @Override
  public void publish(GatewayEvent event) {
    subscriptions.count(event);
  }
}
