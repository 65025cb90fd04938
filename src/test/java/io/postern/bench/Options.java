package io.postern.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What the command line asks of the benchmark, as system properties.
 *
 * @param only the parts to run ({@code bench.only}; all of them)
 * @param rounds how often each path is measured in turn ({@code bench.rounds}; 5)
 * @param round how long one measurement is ({@code bench.seconds}; 2)
 * @param warmUp how long each path runs before a measure ({@code bench.warmup}, seconds; 6)
 * @param jvm flags for the gateway's JVM ({@code bench.jvm}; none)
 * @param loopback true never makes network namespaces ({@code bench.loopback}; false)
 * @param jar the gateway ({@code postern.jar}; {@code target/postern.jar})
 */
record Options(
    Set<String> only,
    int rounds,
    Duration round,
    Duration warmUp,
    List<String> jvm,
    boolean loopback,
    Path jar) {

  private static final String PARTS = "sessions,commands,throughput,memory,start";
  private static final String TLS_PARTS = "handshakes,small,throughput";

  /** Reads the system properties. */
  static Options fromProperties() {
    return fromProperties(PARTS, "2", "6");
  }

  /** The same for the benchmark of TLS: more paths, each for a shorter time (0.5 s, 2 s). */
  static Options ofTls() {
    return fromProperties(TLS_PARTS, "0.5", "2");
  }

  private static Options fromProperties(String parts, String seconds, String warmUp) {
    return new Options(
        Set.of(System.getProperty("bench.only", parts).split(",")),
        Integer.getInteger("bench.rounds", 5),
        seconds("bench.seconds", seconds),
        seconds("bench.warmup", warmUp),
        words(System.getProperty("bench.jvm", "")),
        Boolean.getBoolean("bench.loopback"),
        Path.of(System.getProperty("postern.jar", "target/postern.jar")).toAbsolutePath());
  }

  private static Duration seconds(String name, String otherwise) {
    return Duration.ofMillis(
        (long) (1000 * Double.parseDouble(System.getProperty(name, otherwise))));
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
  }
}
