package io.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The rows of the table, printed as they come and all at the end. */
final class Report {

  private final List<String> rows = new ArrayList<>();

  /** A row of two rates and their ratio. */
  void compare(String name, Rounds rounds, ToDoubleFunction<double[]> figure) {
    row(
        name,
        format("%,.0f", rounds.direct(figure)),
        format("%,.0f", rounds.gateway(figure)),
        format("× %.2f", rounds.both(figure, (gateway, direct) -> gateway / direct)));
  }

  /**
   * A row of two costs. Their ratio, direct by gateway, is what the rates would have where nobody
   * else uses the processors.
   */
  void cost(String name, Rounds rounds, ToDoubleFunction<double[]> figure) {
    row(
        name,
        format("%,.0f", rounds.direct(figure)),
        format("%,.0f", rounds.gateway(figure)),
        format("× %.2f", rounds.both(figure, (gateway, direct) -> direct / gateway)));
  }

  /** A row of two durations and what the gateway adds. */
  void added(String name, Rounds rounds, ToDoubleFunction<double[]> figure) {
    row(
        name,
        format("%.0f", rounds.direct(figure)),
        format("%.0f", rounds.gateway(figure)),
        format("+ %.0f", rounds.both(figure, (gateway, direct) -> gateway - direct)));
  }

  /** A row that only the gateway has. */
  void gateway(String name, String figure) {
    row(name, "", figure, "");
  }

  private void row(String name, String direct, String gateway, String comparison) {
    String row = "| " + name + " | " + direct + " | " + gateway + " | " + comparison + " |";
    rows.add(row);
    System.out.println(row);
  }

  /** The whole table and the facts that it depends on. */
  String markdown(Testbed testbed, Options options) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("| | direct | through Postern | |");
    lines.add("|---|---:|---:|---:|");
    lines.addAll(rows);
    lines.add("");
    lines.add(facts(testbed, options));
    return String.join("\n", lines);
  }

  /** What the figures depend on. */
  static String facts(Testbed testbed, Options options) {
    return "Median of %d rounds; %s; %d cores (%s) shared by client, gateway and server; %s %s; Java %s%s."
        .formatted(
            options.rounds(),
            testbed.description(),
            Runtime.getRuntime().availableProcessors(),
            processor(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("java.version"),
            options.jvm().isEmpty() ? "" : " with " + String.join(" ", options.jvm()));
  }

  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 2))
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
