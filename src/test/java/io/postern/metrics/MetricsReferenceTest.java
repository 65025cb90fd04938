package io.postern.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.postern.testing.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The README's table of metrics against what a scraper sees. */
class MetricsReferenceTest {

  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `(?<name>(?:postern|jvm|process|system)_[a-z0-9_]+)` \\| (?<labels>[^|]*)\\|");
  private static final Pattern SERIES =
      Pattern.compile("(?<name>[a-z0-9_]+)(?:\\{(?<labels>.*)})? [^ ]+");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"[^\"]*\"");
  private static final Pattern QUOTED = Pattern.compile("`([a-z_]+)`");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ProcessMeters process = new ProcessMeters(registry);

  @AfterEach
  void close() {
    process.close();
  }

  @Test
  void ownMetrics_areThoseOfTheTableWithTheirLabels() throws IOException {
    GatewayMetrics metrics = new GatewayMetrics(registry);
    metrics.show(
        new Readings(
            List.of(new PortsReading("ftp", 10, () -> 0)),
            100,
            200,
            () -> 0,
            () -> 0,
            () -> 0,
            () -> 0,
            () -> 0,
            Map.of("ftp", () -> 0),
            List.of(new ServerReading("main", "ftp1:21", () -> true, () -> false, () -> 0)),
            "test"));
    metrics.showTraffic("ftp", () -> 0, () -> 0);
    metrics.showLoops(List.of(() -> 0));
    SampleEvents.oneOfEach().forEach(metrics::publish);

    assertThat(only("postern_", exposed(registry))).isEqualTo(only("postern_", listed()));
  }

  @Test
  void processMetrics_thatTheTableLists_areThereWithTheirLabels() throws IOException {
    Map<String, Set<String>> listed = listed();
    listed.keySet().removeIf(name -> name.startsWith("postern_"));

    assertThat(listed).isNotEmpty();
    assertThat(exposed(registry)).containsAllEntriesOf(listed);
  }

  /** Name and labels of every family; a histogram's parts count as the family. */
  private static Map<String, Set<String>> exposed(PrometheusMeterRegistry registry) {
    Map<String, Set<String>> families = new TreeMap<>();
    registry
        .scrape()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(SERIES::matcher)
        .filter(Matcher::matches)
        .forEach(
            series ->
                families
                    .computeIfAbsent(family(series.group("name")), name -> new TreeSet<>())
                    .addAll(labels(LABEL, series.group("labels"))));
    families.values().forEach(labels -> labels.remove("le"));
    return families;
  }

  private static String family(String series) {
    return series.replaceFirst("(_seconds)_(?:bucket|count|sum|max)$", "$1");
  }

  private static Map<String, Set<String>> listed() throws IOException {
    Map<String, Set<String>> rows = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("README.md")));
    while (row.find()) {
      assertThat(rows.put(row.group("name"), labels(QUOTED, row.group("labels"))))
          .as("listed twice: %s", row.group("name"))
          .isNull();
    }
    return rows;
  }

  private static Set<String> labels(Pattern pattern, @Nullable String text) {
    return text == null
        ? Set.of()
        : pattern
            .matcher(text)
            .results()
            .map((MatchResult label) -> label.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, Set<String>> only(String prefix, Map<String, Set<String>> all) {
    Map<String, Set<String>> some = new TreeMap<>(all);
    some.keySet().removeIf(name -> !name.startsWith(prefix));
    return some;
  }
}
