package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.Deviation;
import io.postern.ftp.Stance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example that is shipped is a manual: all of it must be true. */
class ExampleFileTest {

  private static final Path EXAMPLE = Path.of("deploy/postern.yaml");

  @Test
  void example_asItIs_hasTheDefaults() throws Exception {
    LoadedSettings example = SettingsFile.load(EXAMPLE);
    Settings defaults = SettingsFileTest.load("listeners: [{server: ftp.example.com}]").settings();
    assertThat(example.warnings()).isEmpty();
    assertThat(example.settings().net()).isEqualTo(defaults.net());
    assertThat(example.settings().admin()).isEqualTo(defaults.admin());
    assertThat(example.settings().audit()).isEqualTo(defaults.audit());
    for (Deviation deviation : Deviation.values()) {
      assertThat(example.settings().policy().stance(deviation))
          .isEqualTo(defaults.policy().stance(deviation));
    }
  }

  @Test
  void example_withItsCommentedSettings_isRight() throws Exception {
    LoadedSettings all = SettingsFileTest.load(uncommented());
    var listener = all.settings().net().listeners().get(0);
    assertThat(listener.advertise().byNetwork()).hasSize(1);
    assertThat(listener.outsidePorts()).isPresent();
    assertThat(listener.proxyProtocol().from()).hasSize(2);
    assertThat(listener.dataPeers()).hasSize(1);
    assertThat(all.settings().policy().stance(Deviation.BARE_LF)).isEqualTo(Stance.CLOSE);
    assertThat(listener.tls().keys()).hasSize(1);
    assertThat(listener.tls().own()).isPresent();
    // No listener can be of all kinds at once.
    assertThat(all.warnings())
        .allSatisfy(warning -> assertThat(warning.message()).startsWith("has no effect"));
  }

  @Test
  void example_namesEveryKey() throws Exception {
    String text = uncommented();
    List<String> missing =
        Keys.all().stream()
            .filter(key -> !key.path().startsWith(Keys.DEVIATIONS))
            .map(Key::name)
            .filter(name -> !text.contains(" " + name + ": ") && !text.contains("\n" + name + ": "))
            .toList();
    assertThat(missing).isEmpty();
  }

  /** A setting that is commented out has no space behind the {@code #}, or two and more. */
  private static String uncommented() throws Exception {
    return Files.readString(EXAMPLE).replaceAll("(?m)^( *)#(?=[a-z]|  )", "$1");
  }
}
