package io.postern.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.Settings;
import io.postern.config.SettingsOptions;
import io.postern.net.ListenerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What compose.yaml publishes is what the gateway in it listens on. */
class ComposeTest {

  private static final Path FILE = Path.of("deploy", "docker", "compose.yaml");

  /** {@code ${NAME:-default}}. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Z_]+:-([^}]*)}");

  /** Linux takes the ports from 32768 to this one for outgoing connections. */
  private static final int LAST_EPHEMERAL_PORT = 60_999;

  @Test
  void command_isOneThatTheGatewayTakes() throws Exception {
    ListenerSettings listener = settings().net().listeners().get(0);
    assertThat(listener.server()).isEqualTo("vsftpd");
    assertThat(compose().at("services").at(listener.server()).isThere()).isTrue();
    assertThat(listener.dataPorts().first()).isGreaterThan(LAST_EPHEMERAL_PORT);
  }

  @Test
  void ports_areThoseOfTheCommand() throws Exception {
    Settings settings = settings();
    ListenerSettings listener = settings.net().listeners().get(0);
    int metrics = settings.admin().metrics().orElseThrow().port();
    assertThat(texts(gateway().at("ports")))
        .containsExactlyInAnyOrder(
            "127.0.0.1:%1$d:%1$d".formatted(listener.port()),
            "127.0.0.1:%1$s:%1$s".formatted(listener.dataPorts()),
            "127.0.0.1:%1$d:%1$d".formatted(metrics));
  }

  /** Its own password is known to everybody. */
  @Test
  void grafana_hasNoAdministrator() throws Exception {
    assertThat(compose().at("services.grafana.environment").entries())
        .contains(
            "GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION=true",
            "GF_AUTH_DISABLE_LOGIN_FORM=true",
            "GF_AUTH_BASIC_ENABLED=false");
  }

  @Test
  void stopGracePeriod_isLongEnoughToDrain() throws Exception {
    String period = gateway().at("stop_grace_period").text();
    assertThat(period).matches("[0-9]+s");
    assertThat(Long.parseLong(period.substring(0, period.length() - 1)))
        .isGreaterThanOrEqualTo(settings().net().stop().toSeconds() + 10);
  }

  private static Settings settings() throws Exception {
    List<String> command = texts(gateway().at("command"));
    assertThat(command.get(0)).isEqualTo("run");
    Map<SettingsOptions, String> given = new EnumMap<>(SettingsOptions.class);
    for (String argument : command.subList(1, command.size())) {
      int equals = argument.indexOf('=');
      given.put(option(argument.substring(0, equals)), argument.substring(equals + 1));
    }
    return SettingsOptions.parse(given).settings();
  }

  private static SettingsOptions option(String name) {
    for (SettingsOptions each : SettingsOptions.values()) {
      if (each.option().equals(name)) {
        return each;
      }
    }
    throw new AssertionError("run has no option " + name);
  }

  private static Tree gateway() throws IOException {
    return compose().at("services.gateway");
  }

  private static Tree compose() throws IOException {
    return Tree.documents(FILE).get(0);
  }

  private static List<String> texts(Tree list) {
    List<String> texts = new ArrayList<>();
    for (Tree item : list.items()) {
      texts.add(VARIABLE.matcher(item.text()).replaceAll("$1"));
    }
    return texts;
  }
}
