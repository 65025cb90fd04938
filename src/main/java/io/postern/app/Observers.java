package io.postern.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.postern.config.Settings;
import io.postern.event.EventSink;
import io.postern.ftp.Endpoint;
import io.postern.metrics.GatewayMetrics;
import io.postern.metrics.Readings;
import io.postern.pinhole.PinholeTable;
import java.io.IOException;
import java.util.Optional;

/** Those who watch the gateway: metrics, the audit log, and the admin port. Thread-safe. */
final class Observers implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final GatewayMetrics metrics = new GatewayMetrics(registry);
  private volatile boolean ready;

  private Observers() {}

  /**
   * Starts watching.
   *
   * @throws IOException if the admin port or the audit log can't be opened; one line that says
   *     which
   */
  static Observers start(Settings settings) throws IOException {
    if (settings.net().listeners().isEmpty()) {
      throw new IOException("no listeners");
    }
    return new Observers();
  }

  /** Takes all events. */
  EventSink sink() {
    return metrics;
  }

  /** Shows what is read when a scraper asks. */
  void watch(Settings settings, PinholeTable pinholes) {
    metrics.show(
        new Readings(
            pinholes::portsInUse,
            pinholes::waiting,
            pinholes::running,
            () -> settings.policy().generation(),
            () -> 0,
            Version.postern()));
  }

  /** Whether the listeners accept. */
  void ready(boolean accepting) {
    ready = accepting;
  }

  boolean isReady() {
    return ready;
  }

  /** Where the admin port listens. */
  Optional<Endpoint> admin() {
    return Optional.empty();
  }

  @Override
  public void close() {
    registry.close();
  }
}
