package io.postern.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** Registers the gateway's meters: one prefix, one way to write labels. */
final class MeterFactory {

  private static final String PREFIX = "postern.";

  private final MeterRegistry registry;
  private final Set<Object> kept = ConcurrentHashMap.newKeySet();

  MeterFactory(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A counter; Prometheus sees {@code postern_NAME_total}. */
  Counter counter(String name, String description, String... labels) {
    return Counter.builder(PREFIX + name).description(description).tags(labels).register(registry);
  }

  /** A histogram of seconds with the given bounds; Prometheus sees {@code postern_NAME_seconds}. */
  Timer timer(String name, String description, Duration[] bounds, String... labels) {
    return Timer.builder(PREFIX + name)
        .description(description)
        .serviceLevelObjectives(bounds)
        .tags(labels)
        .register(registry);
  }

  /** A gauge that lives as long as the registry. */
  void gauge(String name, String description, DoubleSupplier value, String... labels) {
    Gauge.builder(PREFIX + name, value, DoubleSupplier::getAsDouble)
        .description(description)
        .tags(labels)
        .strongReference(true)
        .register(registry);
  }

  /** A counter that someone else keeps; it must live as long as the registry. */
  void counterOf(String name, String description, DoubleSupplier value, String... labels) {
    // The registry holds only a weak reference to what it reads.
    kept.add(value);
    FunctionCounter.builder(PREFIX + name, value, DoubleSupplier::getAsDouble)
        .description(description)
        .tags(labels)
        .register(registry);
  }

  /** Takes a meter away, and its series with it. */
  void remove(Meter meter) {
    registry.remove(meter);
  }

  /** The label value of a constant: {@code SESSION_ENDED} is {@code session-ended}. */
  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
