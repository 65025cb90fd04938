package io.postern.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One scrape of the Prometheus text format: series, as {@code name{label="value"}}, and their
 * values.
 */
public record Metrics(Map<String, Double> series) {

  /** Copies, in the order of the names. */
  public Metrics {
    series = new TreeMap<>(series);
  }

  /** Reads the text format, without its comments. */
  public static Metrics parse(String text) {
    Map<String, Double> series = new HashMap<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(line -> read(line, series));
    return new Metrics(series);
  }

  /**
   * The sum of all series of that name that have all of the labels.
   *
   * @param labels each as {@code label="value"}
   */
  public double sum(String name, String... labels) {
    double sum = 0;
    for (Map.Entry<String, Double> entry : series.entrySet()) {
      if (matches(entry.getKey(), name, labels)) {
        sum += entry.getValue();
      }
    }
    return sum;
  }

  private static boolean matches(String key, String name, String... labels) {
    if (!key.equals(name) && !key.startsWith(name + "{")) {
      return false;
    }
    for (String label : labels) {
      if (!key.contains(label)) {
        return false;
      }
    }
    return true;
  }

  private static void read(String line, Map<String, Double> series) {
    int space = line.indexOf(' ', line.lastIndexOf('}') + 1);
    String value = line.substring(space + 1).trim().split(" ", 2)[0];
    series.put(line.substring(0, space), number(value));
  }

  private static double number(String value) {
    return switch (value) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(value);
    };
  }
}
