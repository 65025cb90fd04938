package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.AddressLiteral;
import io.postern.ftp.DataMode;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Verb;
import io.postern.policy.Decision;
import io.postern.policy.FilePath;
import io.postern.policy.Operation;
import io.postern.policy.Policy;
import io.postern.policy.Refusal;
import io.postern.policy.Request;
import io.postern.policy.Rule;
import io.postern.policy.Subject;
import io.postern.testing.ProfileCopy;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Every shipped profile parses without a word, is tested, and decides as its cases say. */
class ProfilesTest {

  private static final Path CASES = ProfileCopy.SHIPPED.resolve("tests");

  /** One case of a file of cases. */
  record Case(String profile, Map<String, Object> given, Map<String, Object> expect, String name) {
    @Override
    public String toString() {
      return profile + ": " + name;
    }
  }

  static List<String> profiles() {
    return ProfileCopy.names();
  }

  @Test
  void everyProfileOfTheIssueIsShipped() {
    assertThat(profiles())
        .containsExactlyInAnyOrder(
            "default.yaml",
            "strict.yaml",
            "read-only.yaml",
            "drop-box.yaml",
            "no-active.yaml",
            "anonymous-mirror.yaml",
            "partner-exchange.yaml",
            "third-party.yaml",
            "tls-only.yaml",
            "observe-everything.yaml");
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void profile_isInTheReadmesTable(String profile) throws Exception {
    assertThat(Files.readAllLines(Path.of("README.md")))
        .anyMatch(line -> line.startsWith("| [`%1$s`](rules/%1$s) |".formatted(profile)));
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void profile_parsesWithoutMistakeOrWarning(String profile) throws Exception {
    assertThat(load(profile).warnings()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void profile_saysWhatItIsForWhatWorksAndWhatNot(String profile) throws IOException {
    String text = Files.readString(ProfileCopy.SHIPPED.resolve(profile));
    assertThat(text)
        .startsWith("# yaml-language-server: $schema=rules.schema.json\n#\n# " + profile + ": for ")
        .contains("\n# What works:", "\n# What does not:", "\n# What to change:");
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void everyRuleThatDecides_isInACase(String profile) throws Exception {
    Set<String> expected =
        cases()
            .filter(each -> each.profile().equals(profile))
            .map(each -> text(each.expect().get("rule")))
            .collect(Collectors.toSet());
    assertThat(load(profile).rules().rules())
        .filteredOn(rule -> isDecisive(rule))
        .extracting(Rule::id)
        .isSubsetOf(expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void caseHolds(Case each) throws Exception {
    Policy policy = Policy.of(1, false, Map.of(), load(each.profile()).rules());
    Request request = request(each.given());

    Decision decision = policy.decide(request);

    assertThat(decision.outcome())
        .as("%s", decision)
        .hasToString(text(each.expect().get("verdict")).toUpperCase(Locale.ROOT));
    assertThat(decision.rule()).isEqualTo(each.expect().get("rule"));
    if (each.expect().containsKey("private-data")) {
      assertThat(decision.privateData().isPresent()).isEqualTo(each.expect().get("private-data"));
    }
    if (each.expect().containsKey("reply")) {
      assertThat(Refusal.reply(request.operation(), decision))
          .extracting(reply -> reply.code() + " " + reply.text())
          .isEqualTo(each.expect().get("reply"));
    }
  }

  static Stream<Case> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.sorted().toList().stream().flatMap(ProfilesTest::cases);
    }
  }

  @SuppressWarnings("unchecked") // YAML gives maps of objects
  private static Stream<Case> cases(Path file) {
    try {
      Map<String, Object> all = new Yaml().load(Files.readString(file));
      Map<String, Object> common = (Map<String, Object>) all.getOrDefault("given", Map.of());
      String profile = text(all.get("rules")).replace("../", "");
      return ((List<Map<String, Object>>) all.getOrDefault("cases", List.of()))
          .stream().map(each -> one(profile, common, each));
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  @SuppressWarnings("unchecked") // YAML gives maps of objects
  private static Case one(String profile, Map<String, Object> common, Map<String, Object> each) {
    Map<String, Object> given = new HashMap<>(common);
    given.putAll((Map<String, Object>) each.getOrDefault("given", Map.of()));
    Map<String, Object> expect = (Map<String, Object>) each.getOrDefault("expect", Map.of());
    return new Case(profile, given, expect, text(each.get("name")));
  }

  private static Request request(Map<String, Object> given) {
    Object path = given.get("path");
    Object mode = given.get("mode");
    return new Request(
        Operation.of(text(given.get("verb"))).orElse(Operation.of(Verb.OTHER)),
        "ftp",
        address(given.get("client")),
        given.containsKey("server") ? address(given.get("server")) : null,
        (String) given.get("user"),
        given.containsKey("certificate") || Boolean.TRUE.equals(given.get("tls")),
        Subject.parse((String) given.getOrDefault("certificate", "")).orElseThrow(),
        path == null ? FilePath.NONE : FilePath.of(text(path)),
        mode == null ? null : DataMode.valueOf(text(mode).toUpperCase(Locale.ROOT)),
        endpoint((String) given.get("data-address")),
        Instant.parse("2026-01-01T12:00:00Z"));
  }

  private static @Nullable Endpoint endpoint(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int colon = text.lastIndexOf(':');
    return new Endpoint(
        address(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
  }

  private static InetAddress address(@Nullable Object text) {
    return AddressLiteral.parse(text(text)).orElseThrow();
  }

  private static String text(@Nullable Object value) {
    return String.valueOf(value);
  }

  private static boolean isDecisive(Rule rule) {
    return switch (rule.then().verdict()) {
      case ALLOW, DENY, CLOSE -> true;
      case OBSERVE, NONE -> false;
    };
  }

  private static LoadedRules load(String profile) throws ConfigException {
    return RulesFile.load(ProfileCopy.SHIPPED.resolve(profile));
  }
}
