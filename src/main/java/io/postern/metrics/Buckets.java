package io.postern.metrics;

import java.time.Duration;
import java.util.Arrays;

/** The upper bounds of the histograms' buckets: few, fixed, and near what people ask about. */
final class Buckets {

  /** From a command that the gateway answers itself to one that a far server thinks about. */
  static final Duration[] REPLY = millis(1, 5, 25, 100, 500, 2_500, 10_000);

  /** From a connection on the same host to one that nearly timed out. */
  static final Duration[] CONNECT = millis(1, 5, 25, 100, 500, 2_500, 10_000, 30_000);

  /** From a small file to one that takes hours. */
  static final Duration[] TRANSFER = millis(10, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000);

  /** From a script's session to a person's day. */
  static final Duration[] SESSION = millis(100, 1_000, 10_000, 60_000, 600_000, 3_600_000);

  private Buckets() {}

  private static Duration[] millis(long... bounds) {
    return Arrays.stream(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}
