package io.postern.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.postern.testing.Needs;
import io.postern.testing.Program;
import io.postern.testing.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The alerts' own unit tests, run by promtool, and that none of the alerts is without one. */
@Needs(programs = "promtool", linux = true)
class AlertRulesIT {

  private static final Path FOLDER = PrometheusServer.SHIPPED;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void configurationAndRules_areRight() {
    assertGood("check", "config", FOLDER.resolve("prometheus.yml").toString());
  }

  @Test
  void everyCase_isAsExpected() {
    List<String> arguments = new ArrayList<>(List.of("test", "rules"));
    files().map(Path::toString).forEach(arguments::add);
    assertGood(arguments.toArray(String[]::new));
  }

  @Test
  void everyAlert_hasACaseInWhichItFiresAndOneInWhichItIsQuiet() {
    assertThat(alerts()).hasSizeGreaterThan(20);
    assertThat(tested(expected -> !expected.isEmpty())).isEqualTo(alerts());
    assertThat(tested(JsonNode::isEmpty)).isEqualTo(alerts());
  }

  @Test
  void everyAlert_isInTheReadme() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    assertThat(alerts()).allSatisfy(alert -> assertThat(readme).contains("`" + alert + "`"));
    assertThat(readme).contains("| %d alerts;".formatted(alerts().size()));
  }

  private void assertGood(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Programs.path("promtool").toString()));
    command.addAll(List.of(arguments));
    try (Program program = Program.start(folder.resolve("promtool.log"), command)) {
      int exit = program.awaitExit(PATIENCE);
      assertThat(exit).as(program.output()).isZero();
      assertThat(program.output()).contains("SUCCESS");
    }
  }

  private static Set<String> alerts() {
    return Dashboard.items(yaml(FOLDER.resolve("rules/alerts.yml")).path("groups"))
        .flatMap(group -> Dashboard.items(group.path("rules")))
        .map(rule -> rule.path("alert").asText())
        .collect(Collectors.toSet());
  }

  /** The alerts with a case whose expectation is such. */
  private static Set<String> tested(Predicate<JsonNode> expected) {
    return files()
        .flatMap(file -> Dashboard.items(yaml(file).path("tests")))
        .flatMap(test -> Dashboard.items(test.path("alert_rule_test")))
        .filter(test -> expected.test(test.path("exp_alerts")))
        .map(test -> test.path("alertname").asText())
        .collect(Collectors.toSet());
  }

  private static Stream<Path> files() {
    try (Stream<Path> files = Files.list(FOLDER.resolve("tests"))) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode yaml(Path file) {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    try {
      return new ObjectMapper().valueToTree(yaml.<Object>load(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
