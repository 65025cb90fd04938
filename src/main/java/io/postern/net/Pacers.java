package io.postern.net;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.postern.pinhole.TransferLimits;
import io.postern.policy.DataLimits;
import io.postern.relay.Pacer;
import java.util.List;

/**
 * The pacers that data connections share, by the key of their rate. A pacer stays while a data
 * connection uses it, and is gone some time after the last one. Thread-safe.
 */
final class Pacers {

  private final Cache<String, Pacer> byKey =
      Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

  /** The limits, with the pacer of each rate; the newest rate of a key counts for all. */
  TransferLimits limits(DataLimits limits) {
    List<Pacer> pacers = limits.rates().stream().map(this::pacer).toList();
    return new TransferLimits(pacers, limits.uploadBytes());
  }

  /** How many keys are held, those in use among them. */
  long size() {
    byKey.cleanUp();
    return byKey.estimatedSize();
  }

  private Pacer pacer(DataLimits.Rate rate) {
    long now = System.nanoTime();
    Pacer pacer = byKey.get(rate.key(), key -> new Pacer(rate.bytesPerSecond(), now));
    if (pacer.bytesPerSecond() != rate.bytesPerSecond()) {
      pacer.bytesPerSecond(rate.bytesPerSecond(), now);
    }
    return pacer;
  }
}
