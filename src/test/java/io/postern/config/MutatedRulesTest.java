package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.postern.ftp.AddressLiteral;
import io.postern.policy.Conditions;
import io.postern.policy.FilePath;
import io.postern.policy.Operation;
import io.postern.policy.Policy;
import io.postern.policy.Request;
import io.postern.policy.Rule;
import io.postern.policy.Subject;
import io.postern.testing.ProfileCopy;
import io.postern.testing.YamlMutations;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Whatever a file of rules holds, the answer is a whole policy or mistakes, never another exception
 * and never a part of the rules.
 */
class MutatedRulesTest {

  private static final int FILES = 1_000;
  private static final InetAddress CLIENT = AddressLiteral.parse("10.1.2.3").orElseThrow();

  @Test
  void parse_editedProfiles_givesAWholePolicyOrMistakes() throws Exception {
    YamlMutations mutations = new YamlMutations(959);
    List<String> profiles = ProfileCopy.names();
    int accepted = 0;
    for (int i = 0; i < FILES; i++) {
      String text =
          Files.readString(ProfileCopy.SHIPPED.resolve(profiles.get(i % profiles.size())));
      byte[] content = i % 2 == 0 ? mutations.edited(text) : mutations.shuffled(text);
      accepted += isAccepted(content) ? 1 : 0;
    }
    assertThat(accepted).isBetween(100, FILES - 100);
  }

  @Test
  void parse_randomRules_givesAWholePolicyOrMistakes() {
    RandomRules rules = new RandomRules(2428);
    int accepted = 0;
    for (int i = 0; i < FILES; i++) {
      accepted += isAccepted(rules.file().getBytes(StandardCharsets.UTF_8)) ? 1 : 0;
    }
    assertThat(accepted).isBetween(100, FILES - 100);
  }

  @Test
  void parse_bytesAndScraps_givesMistakes() {
    YamlMutations mutations = new YamlMutations(1123);
    for (int i = 0; i < FILES; i++) {
      byte[] content = i % 2 == 0 ? mutations.bytes() : mutations.scraps();
      assertThat(isAccepted(content)).as(Arrays.toString(content)).isFalse();
    }
  }

  private static boolean isAccepted(byte[] content) {
    LoadedRules loaded;
    try {
      loaded = RulesFile.parse("f", content, ProfileCopy.SHIPPED);
    } catch (ConfigException e) {
      MutatedFilesTest.checkMistakes(e);
      return false;
    }
    checkWhole(new String(content, StandardCharsets.UTF_8), loaded);
    return true;
  }

  /** Read a second time by other code: no rule, condition or default is lost. */
  private static void checkWhole(String text, LoadedRules loaded) {
    JsonNode file = CoreYaml.json(text);
    List<Rule> rules = loaded.rules().rules();
    assertThat(rules)
        .as(text)
        .extracting(Rule::id)
        .containsExactlyElementsOf(
            StreamSupport.stream(file.path("rules").spliterator(), false)
                .map(rule -> rule.path("id").asText())
                .toList());
    for (int i = 0; i < rules.size(); i++) {
      JsonNode given = file.path("rules").get(i);
      Rule rule = rules.get(i);
      boolean asks = !given.path("when").isEmpty();
      assertThat(!rule.when().equals(Conditions.NONE)).as(text).isEqualTo(asks);
      assertThat(rule.unless().isPresent()).as(text).isEqualTo(given.has("unless"));
      assertThat(verdict(given.path("then"), "none"))
          .as(text)
          .isEqualToIgnoringCase(rule.then().verdict().name());
    }
    assertThat(verdict(file.path("default"), "allow"))
        .as(text)
        .isEqualToIgnoringCase(loaded.rules().otherwise().verdict().name());
    checkDecides(Policy.of(1, false, loaded.stances(), loaded.rules()));
  }

  private static String verdict(JsonNode then, String otherwise) {
    if (then.isTextual()) {
      return then.asText();
    }
    return EffectKeys.VERDICTS.stream()
        .map(RuleKey::name)
        .filter(then::has)
        .findFirst()
        .orElse(otherwise);
  }

  private static void checkDecides(Policy policy) {
    List<String> ids = policy.rules().rules().stream().map(Rule::id).toList();
    for (Operation operation : Operation.all()) {
      Request request =
          new Request(
              operation,
              "ftp",
              CLIENT,
              CLIENT,
              "bob",
              false,
              Subject.NONE,
              FilePath.of("/in/a.exe"),
              null,
              null,
              Instant.EPOCH);
      String decides = policy.decide(request).rule();
      assertThat(decides.equals(Policy.DEFAULT_RULE) || ids.contains(decides)).isTrue();
    }
  }
}
