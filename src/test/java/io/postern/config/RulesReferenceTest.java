package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.policy.VerbGroup;
import io.postern.testing.ReadmePart;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The README's tables of rules are those that the tables of keys give. To write them anew: {@code
 * mvn test -Dtest=RulesReferenceTest -Dpostern.readme=write}.
 */
class RulesReferenceTest {

  @Test
  void readme_rules_areTheGeneratedOnes() throws Exception {
    ReadmePart.assertIs("rules", RulesReference.markdown(), getClass());
  }

  @Test
  void markdown_hasARowForEachKeyAndVerbGroup() {
    List<String> rows =
        RulesReference.markdown().lines().filter(line -> line.startsWith("| `")).toList();
    assertThat(rows)
        .hasSize(RulesReference.keys().size() + VerbGroup.values().length)
        .doesNotHaveDuplicates();
    assertThat(rows)
        .contains(
            "| `limit.sessions` | no limit | a whole number from 1 to 1000000 | Sessions at once, in"
                + " all; else 421. |");
  }

  @Test
  void everyDescription_isASentence() {
    assertThat(RulesReference.keys())
        .allSatisfy(
            key -> {
              assertThat(key.description()).matches("[A-Z][^\\n|]+\\.");
              assertThat(key.shape().expected()).doesNotEndWith(".");
              assertThat(key.fallback()).isNotEmpty();
            });
  }

  /** Those that are values, not words about them. */
  @Test
  void defaults_areWhatTheParserTakes() {
    for (RuleKey<?> key : List.of(EffectKeys.WITHIN, EffectKeys.BAN, RulesKeys.TRACE)) {
      assertThat(read(key, key.fallback())).as(key.name()).isPresent();
    }
    assertThat(read(EffectKeys.WITHIN, EffectKeys.WITHIN.fallback()))
        .contains(EffectKeys.WITHIN_DEFAULT);
    assertThat(read(EffectKeys.BAN, EffectKeys.BAN.fallback())).contains(EffectKeys.BAN_DEFAULT);
    LoadedRules bare = RulesFileTest.load("rules: []");
    assertThat(bare.rules())
        .isEqualTo(
            RulesFileTest.load(
                    "{default: %s, paths: %s, trace-in-reply: %s}"
                        .formatted(
                            RulesKeys.DEFAULT.fallback(),
                            RulesKeys.PATHS.fallback(),
                            RulesKeys.TRACE.fallback()))
                .rules());
  }

  private static Optional<Object> read(RuleKey<?> key, String text) {
    return key.shape() instanceof TextShape<?> shape
        ? shape.type().parse(text).map(Object.class::cast)
        : Optional.empty();
  }
}
