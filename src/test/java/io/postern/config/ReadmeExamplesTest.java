package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's YAML can be used as it stands. */
class ReadmeExamplesTest {

  @Test
  void everyYamlBlockWithListeners_isRightAndWarnsOfNothing() throws Exception {
    List<String> blocks =
        Pattern.compile("(?s)```yaml\\n(.*?)```")
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(match -> match.group(1))
            .filter(block -> block.contains("listeners:"))
            .toList();
    assertThat(blocks).hasSizeGreaterThanOrEqualTo(3);
    assertThat(blocks)
        .allSatisfy(block -> assertThat(SettingsFileTest.load(block).warnings()).isEmpty());
  }
}
