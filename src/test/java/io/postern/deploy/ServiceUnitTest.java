package io.postern.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.Settings;
import io.postern.config.SettingsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The unit's numbers fit the settings' defaults. */
class ServiceUnitTest {

  private static final Path UNIT = Path.of("deploy", "systemd", "postern.service");
  private static final Path DEFAULTS = Path.of("deploy", "debian", "default");

  /** For what a stopping gateway closes by force. */
  private static final int LAST_WORDS_SECONDS = 10;

  /** Two for the control channels, and two for a transfer. */
  private static final int DESCRIPTORS_OF_A_SESSION = 4;

  @Test
  void timeToStop_isLongEnoughToDrain() throws Exception {
    assertThat(Integer.parseInt(value("TimeoutStopSec")))
        .isGreaterThanOrEqualTo((int) defaults().net().stop().toSeconds() + LAST_WORDS_SECONDS);
  }

  /**
   * What the command line says would win over the settings, and commands with --config ask those.
   */
  @Test
  void adminPort_isLeftToTheSettings() throws Exception {
    assertThat(value("ExecStart"))
        .contains(" run --config /etc/postern/postern.yaml")
        .doesNotContain("--admin");
    assertThat(Files.readString(DEFAULTS)).doesNotContain("ADMIN");
  }

  @Test
  void descriptors_areEnoughForAllSessions() throws Exception {
    assertThat(Integer.parseInt(value("LimitNOFILE")))
        .isGreaterThan(DESCRIPTORS_OF_A_SESSION * defaults().net().sessions());
  }

  @Test
  void fileOfDefaults_saysWhatTheUnitSays() throws Exception {
    List<String> own =
        lines(UNIT, "Environment=")
            .map(line -> line.replaceFirst("Environment=", "").replace("\"", ""))
            .toList();
    assertThat(lines(DEFAULTS, "").filter(line -> line.contains("=")))
        .map(line -> line.replace("\"", ""))
        .filteredOn(line -> !line.startsWith("#"))
        .containsExactlyInAnyOrderElementsOf(own);
  }

  private static Settings defaults() throws Exception {
    byte[] yaml = "listeners: [{name: ftp, server: a}]\n".getBytes(StandardCharsets.UTF_8);
    return SettingsFile.parse("postern.yaml", yaml).settings();
  }

  private static String value(String key) throws IOException {
    List<String> values = lines(UNIT, key + "=").toList();
    assertThat(values).hasSize(1);
    return values.get(0).substring(key.length() + 1);
  }

  private static Stream<String> lines(Path file, String start) throws IOException {
    return Files.readAllLines(file).stream().filter(line -> line.startsWith(start));
  }
}
