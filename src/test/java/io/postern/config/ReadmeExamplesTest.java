package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's YAML can be used as it stands. */
class ReadmeExamplesTest {

  @Test
  void everyYamlBlockWithListeners_isRightAndWarnsOfNothing() throws Exception {
    List<String> blocks = blocks("listeners:");
    assertThat(blocks).hasSizeGreaterThanOrEqualTo(3);
    assertThat(blocks)
        .allSatisfy(block -> assertThat(SettingsFileTest.load(block).warnings()).isEmpty());
  }

  @Test
  void everyYamlBlockWithRules_isRightAndWarnsOfNothing() throws Exception {
    List<String> blocks = blocks("(?m)^rules: *(#|\\[|$)");
    assertThat(blocks).isNotEmpty();
    assertThat(blocks)
        .allSatisfy(
            block -> {
              assertThat(RulesFileTest.load(block).warnings()).isEmpty();
              assertThat(RulesSchemaTest.told(block)).isEmpty();
            });
  }

  private static List<String> blocks(String with) throws IOException {
    return Pattern.compile("(?s)```yaml\\n(.*?)```")
        .matcher(Files.readString(Path.of("README.md")))
        .results()
        .map(match -> match.group(1))
        .filter(block -> Pattern.compile(with).matcher(block).find())
        .toList();
  }
}
