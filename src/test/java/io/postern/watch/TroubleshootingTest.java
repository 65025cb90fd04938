package io.postern.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.postern.audit.AuditLog;
import io.postern.event.GatewayEvent;
import io.postern.metrics.GatewayMetrics;
import io.postern.metrics.PortsReading;
import io.postern.metrics.Readings;
import io.postern.metrics.ServerReading;
import io.postern.testing.SampleEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's page of troubleshooting against what the gateway says: each metric that it names is
 * there with these labels, each audit line, each setting, and each text of a reply.
 */
class TroubleshootingTest {

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern SELECTOR = Pattern.compile("(postern_[a-z_]+)?(?:\\{(.+)})?");
  private static final Pattern LABEL = Pattern.compile("([a-z]+=\"[^\"]*\")");
  private static final Pattern LABELS = Pattern.compile("[a-z]+=\".*\"");
  private static final Pattern WORD = Pattern.compile("[a-z][A-Za-z]*(?:-[a-z]+)*");
  private static final Pattern SETTING = Pattern.compile("([a-z-]+(?:\\.[a-z-]+)+)(?:: [a-z]+)?");
  private static final Pattern REPLY = Pattern.compile("(?:\\d{3} )?(.* .*)");
  private static final Pattern FAREWELL =
      Pattern.compile("Reply (\\w+) =\\s+Reply\\.of\\(421, \"([^\";:]+)|(\"421) ([^\";:\\\\]+)");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("…|\\[TRACE]|ADDRESS:PORT|FIRST-LAST|192\\.0\\.2\\.\\d+:\\d+");

  /** A value of a setting, and of a label that comes with the first such command. */
  private static final Set<String> OTHER_WORDS = Set.of("none", "rewrite");

  @TempDir private static Path folder;

  private static String page = "";
  private static String readme = "";
  private static List<String> series = List.of();
  private static final Set<String> AUDIT_WORDS = new HashSet<>();

  @BeforeAll
  static void look() throws IOException {
    readme = Files.readString(Path.of("README.md"));
    page = section("Troubleshooting").replaceAll("\\s+", " ");
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    GatewayMetrics metrics = new GatewayMetrics(registry);
    metrics.show(readings());
    List<GatewayEvent> events = SampleEvents.oneOfEach();
    events.forEach(metrics::publish);
    series = registry.scrape().lines().filter(line -> !line.startsWith("#")).toList();
    Path file = folder.resolve("audit.jsonl");
    try (AuditLog audit = AuditLog.open(file, Clock.systemUTC())) {
      events.forEach(audit::publish);
    }
    for (String line : Files.readAllLines(file)) {
      JsonNode json = new ObjectMapper().readTree(line);
      AUDIT_WORDS.add(json.path("event").asText());
      json.fieldNames().forEachRemaining(AUDIT_WORDS::add);
    }
  }

  @Test
  void metrics_areThereWithTheirLabels() {
    List<String> checked = new ArrayList<>();
    String last = "";
    for (String text : quoted().filter(TroubleshootingTest::isSelector).toList()) {
      Matcher selector = SELECTOR.matcher(text);
      assertThat(selector.matches()).as(text).isTrue();
      last = selector.group(1) == null ? last : selector.group(1);
      String metric = last;
      List<String> labels =
          selector.group(2) == null ? List.of() : all(LABEL, selector.group(2)).toList();
      assertThat(series)
          .as(text)
          .anySatisfy(
              line -> {
                assertThat(line).matches(metric + "(?:_count)?(?:\\{| ).*");
                assertThat(labels).allSatisfy(label -> assertThat(line).contains(label));
              });
      checked.add(text);
    }
    assertThat(checked).hasSizeGreaterThan(25);
  }

  @Test
  void words_areLinesAndKeysOfTheAuditLog_valuesOfLabels_orSettings() {
    Set<String> known = new TreeSet<>(AUDIT_WORDS);
    known.addAll(OTHER_WORDS);
    series.forEach(
        line -> all(LABEL, line).forEach(label -> known.add(label.replaceAll(".*=\"|\"", ""))));
    all(QUOTED, section("Settings"))
        .flatMap(key -> Stream.of(key.split("[.:\\[\\] ]+", -1)))
        .forEach(known::add);

    Set<String> words = matching(WORD);
    assertThat(words).contains("pinhole-closed", "tls-failed", "transfer", "limit");
    assertThat(known).containsAll(words);
  }

  @Test
  void settings_areThoseOfTheReference() {
    String settings = section("Settings");
    Set<String> named =
        quoted()
            .map(SETTING::matcher)
            .filter(Matcher::matches)
            .map(setting -> setting.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(named).contains("timeouts.data-connect", "tls.client");
    assertThat(named).allSatisfy(key -> assertThat(settings).contains(key + "`"));
  }

  @Test
  void textsOfReplies_areThoseOfTheSources() {
    String sources = sources();
    List<String> texts =
        quoted()
            .filter(
                text -> !isSelector(text) && !text.startsWith("postern ") && !text.contains(": {"))
            .filter(text -> !SETTING.matcher(text).matches())
            .map(REPLY::matcher)
            .filter(Matcher::matches)
            .map(text -> text.group(1))
            .toList();

    assertThat(texts).hasSizeGreaterThan(15);
    assertThat(texts)
        .flatMap(text -> List.of(PLACEHOLDER.split(text)))
        .map(text -> text.replaceAll("^[: ]+|[: ]+$", ""))
        .allSatisfy(text -> assertThat(sources.contains(text)).as(text).isTrue());
  }

  @Test
  void everyTextOfA421_isOnThePage() {
    String sources = sources();
    List<String> texts =
        FAREWELL
            .matcher(sources)
            .results()
            .filter(text -> text.group(1) == null || sources.contains("Replies." + text.group(1)))
            .map(text -> text.group(2) == null ? text.group(4) : text.group(2))
            .map(text -> text.replaceAll("[. ]+$", ""))
            .toList();

    assertThat(texts).hasSizeGreaterThan(20);
    assertThat(texts).allSatisfy(text -> assertThat(page).contains(text));
  }

  private static boolean isSelector(String quoted) {
    return quoted.startsWith("postern_")
        || (quoted.startsWith("{") && LABELS.matcher(quoted).find());
  }

  private static Set<String> matching(Pattern pattern) {
    return quoted()
        .filter(text -> pattern.matcher(text).matches() && !text.startsWith("postern_"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> quoted() {
    return all(QUOTED, page);
  }

  private static Stream<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1));
  }

  private static String section(String title) {
    int begin = readme.indexOf("\n## " + title + "\n");
    assertThat(begin).as(title).isPositive();
    return readme
        .substring(begin, readme.indexOf("\n## ", begin + 1))
        .replaceAll("(?s)```.*?```", "");
  }

  /** All of them, with literals joined that stand on several lines. */
  private static String sources() {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(TroubleshootingTest::text)
          .map(text -> text.replaceAll("\"\\s*\\+\\s*\"", ""))
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Readings readings() {
    return new Readings(
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
        "test");
  }
}
