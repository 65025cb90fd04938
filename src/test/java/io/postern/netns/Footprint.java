package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.testing.Metrics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a gateway holds: by its own gauges, and by what the kernel says of its process.
 *
 * @param sessions control channels
 * @param pinholes that wait for their peer
 * @param dataConnections that run
 * @param ports data ports that are held
 * @param listeners sockets that listen
 * @param sockets all sockets
 * @param descriptors all descriptors
 */
record Footprint(
    long sessions,
    long pinholes,
    long dataConnections,
    long ports,
    long listeners,
    long sockets,
    long descriptors) {

  /** How it stands now. */
  static Footprint of(HostGateway gateway) throws Exception {
    Metrics metrics = gateway.metrics();
    return new Footprint(
        (long) metrics.sum("postern_sessions_active"),
        (long) metrics.sum("postern_pinholes_waiting"),
        (long) metrics.sum("postern_data_connections_running"),
        (long) metrics.sum("postern_data_ports_in_use"),
        gateway.listeners(),
        gateway.sockets(),
        gateway.descriptors());
  }

  /** How it stands once nothing goes on, and the same for a while. */
  static Footprint atRest(HostGateway gateway) throws Exception {
    AtomicReference<Footprint> last = new AtomicReference<>(of(gateway));
    await("nothing goes on")
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              Footprint now = of(gateway);
              return now.equals(last.getAndSet(now)) && now.isIdle();
            });
    return of(gateway);
  }

  private boolean isIdle() {
    return sessions == 0 && pinholes == 0 && dataConnections == 0 && ports == 0;
  }

  /** Waits until the gateway holds this again, and fails with the difference if it never does. */
  void awaitAgain(HostGateway gateway, Duration limit) {
    await("everything is released")
        .atMost(limit)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(() -> assertThat(of(gateway)).isEqualTo(this));
  }
}
