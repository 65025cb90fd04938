package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, the answer is settings or mistakes, never another exception. */
class MutatedFilesTest {

  private static final int FILES = 1_000;
  private static final List<String> SCRAPS =
      List.of(
          "\t",
          "\n",
          "- ",
          ": ",
          "*a",
          "&a ",
          "!!x ",
          "{",
          "}",
          "[",
          "]",
          "'",
          "\"",
          "|",
          ">",
          "#",
          "%",
          "---\n",
          "...",
          "? ",
          "<<: ",
          "\uFEFF",
          "\0",
          "~",
          "9999999999999",
          "server: ",
          "off",
          "\uD83D\uDE00",
          "-",
          "2121:21",
          "0x1",
          "\r",
          "\u2028",
          "!!binary ",
          "timeouts:\n");

  @Test
  void parse_mutatedExamples_givesSettingsOrMistakes() throws Exception {
    byte[] example = Files.readAllBytes(Path.of("deploy/postern.yaml"));
    Random random = new Random(959);
    int accepted = 0;
    for (int i = 0; i < FILES; i++) {
      byte[] content = mutated(example, random);
      accepted += outcome(content) ? 1 : 0;
    }
    // Most mutations hit comments or values: both outcomes must have been seen.
    assertThat(accepted).isBetween(1, FILES - 1);
  }

  @Test
  void parse_randomBytes_givesMistakes() {
    Random random = new Random(1123);
    for (int i = 0; i < FILES; i++) {
      byte[] content = new byte[random.nextInt(200)];
      random.nextBytes(content);
      assertThat(outcome(content)).as(Arrays.toString(content)).isFalse();
    }
  }

  @Test
  void parse_randomScraps_givesSettingsOrMistakes() {
    Random random = new Random(2428);
    for (int i = 0; i < FILES; i++) {
      StringBuilder text = new StringBuilder();
      for (int scraps = random.nextInt(30); scraps >= 0; scraps--) {
        text.append(SCRAPS.get(random.nextInt(SCRAPS.size())));
      }
      assertThat(outcome(text.toString().getBytes(StandardCharsets.UTF_8))).isFalse();
    }
  }

  /** Whether the file was accepted; mistakes must be fit to be shown. */
  static boolean outcome(byte[] content) {
    try {
      return !SettingsFile.parse("f", content).settings().net().listeners().isEmpty();
    } catch (ConfigException e) {
      assertThat(e.problems()).isNotEmpty().isSorted().doesNotHaveDuplicates();
      assertThat(e.problems())
          .allSatisfy(
              problem -> {
                assertThat(problem.toString()).startsWith("f:").doesNotContainPattern("\\p{Cntrl}");
                assertThat(problem.message()).isNotBlank();
              });
      return false;
    }
  }

  private static byte[] mutated(byte[] example, Random random) throws IOException {
    StringBuilder text = new StringBuilder(new String(example, StandardCharsets.UTF_8));
    for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(6));
      String scrap = SCRAPS.get(random.nextInt(SCRAPS.size()));
      text.replace(at, random.nextBoolean() ? at : end, random.nextBoolean() ? scrap : "");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
