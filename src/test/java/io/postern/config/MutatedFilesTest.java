package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.YamlMutations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, the answer is settings or mistakes, never another exception. */
class MutatedFilesTest {

  private static final int FILES = 1_000;

  @Test
  void parse_mutatedExamples_givesSettingsOrMistakes() throws Exception {
    String example = Files.readString(Path.of("deploy/postern.yaml"));
    YamlMutations mutations = new YamlMutations(959);
    int accepted = 0;
    for (int i = 0; i < FILES; i++) {
      accepted += outcome(mutations.edited(example)) ? 1 : 0;
    }
    // Most mutations hit comments or values: both outcomes must have been seen.
    assertThat(accepted).isBetween(1, FILES - 1);
  }

  @Test
  void parse_randomBytes_givesMistakes() {
    YamlMutations mutations = new YamlMutations(1123);
    for (int i = 0; i < FILES; i++) {
      byte[] content = mutations.bytes();
      assertThat(outcome(content)).as(Arrays.toString(content)).isFalse();
    }
  }

  @Test
  void parse_randomScraps_givesSettingsOrMistakes() {
    YamlMutations mutations = new YamlMutations(2428);
    for (int i = 0; i < FILES; i++) {
      assertThat(outcome(mutations.scraps())).isFalse();
    }
  }

  /** Whether the file was accepted; mistakes must be fit to be shown. */
  static boolean outcome(byte[] content) {
    try {
      return !SettingsFile.parse("f", content).settings().net().listeners().isEmpty();
    } catch (ConfigException e) {
      checkMistakes(e);
      return false;
    }
  }

  /** They are there, in order, each once, and fit to be shown. */
  static void checkMistakes(ConfigException e) {
    assertThat(e.problems()).isNotEmpty().isSorted().doesNotHaveDuplicates();
    assertThat(e.problems())
        .allSatisfy(
            problem -> {
              assertThat(problem.toString()).startsWith("f:").doesNotContainPattern("\\p{Cntrl}");
              assertThat(problem.message()).isNotBlank();
            });
  }
}
