package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.ReadmePart;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The README's reference is the one that the table of keys gives. To write it anew: {@code mvn test
 * -Dtest=SettingsReferenceTest -Dpostern.readme=write}.
 */
class SettingsReferenceTest {

  @Test
  void readme_settings_areTheGeneratedOnes() throws Exception {
    ReadmePart.assertIs("settings", SettingsReference.markdown(), getClass());
  }

  @Test
  void markdown_hasARowForEachKeyButDeviations() {
    List<String> rows = SettingsReference.markdown().lines().skip(2).toList();
    long keys = Keys.all().stream().filter(key -> !key.path().startsWith(Keys.DEVIATIONS)).count();
    assertThat(rows).hasSize((int) keys + 1).doesNotHaveDuplicates();
    assertThat(rows)
        .contains(
            "| `timeouts.connect` | `10s` | a duration such as 30s, 5m or 1h (1ms to 7d) | How long"
                + " connecting to the server may take. |");
  }

  @Test
  void everyDefault_isAValueThatItsTypeReads() {
    for (Key<?> key : Keys.all()) {
      if (!key.defaultText().isEmpty()) {
        assertThat(key.type().parse(key.defaultText()).map(Object.class::cast))
            .as(key.path())
            .isEqualTo(java.util.Optional.ofNullable(key.fallback()));
      }
    }
  }

  @Test
  void everyDescription_isASentence() {
    assertThat(Keys.all())
        .allSatisfy(
            key -> {
              assertThat(key.description()).matches("[A-Z][^\\n|]+\\.");
              assertThat(key.type().expected()).doesNotEndWith(".");
            });
  }
}
