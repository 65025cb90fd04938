package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.session.Entry;
import io.postern.session.Targets;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardKeysTest {

  @Test
  void forward_withoutMore_takesPublicServersOnTheUsualPort() throws Exception {
    LoadedSettings loaded = load("mode: forward");
    Entry entry = entry(loaded);
    assertThat(entry.kind()).isEqualTo(Entry.Kind.NAMED);
    assertThat(entry.proxyLogin()).isFalse();
    assertThat(entry.targets()).isEqualTo(Targets.DEFAULT);
    assertThat(loaded.warnings())
        .singleElement()
        .asString()
        .contains("forward without forward.users and forward.targets");
  }

  @Test
  void forward_withEverything_isWhatItSays() throws Exception {
    LoadedSettings loaded =
        load(
            "mode: forward, forward: {users: u, targets: ['*.Example.org', 10.0.0.0/8], ports: [21,"
                + " 2121], private: true, attempts: 5, addresses: 2}");
    Entry entry = entry(loaded);
    assertThat(entry.proxyLogin()).isTrue();
    assertThat(entry.attempts()).isEqualTo(5);
    assertThat(entry.addresses()).isEqualTo(2);
    assertThat(entry.targets().hosts().names()).hasToString("[*.example.org]");
    assertThat(entry.targets().hosts().networks()).hasToString("[10.0.0.0/8]");
    assertThat(entry.targets().ports()).isEqualTo(Set.of(21, 2121));
    assertThat(entry.targets().privateAddresses()).isTrue();
    assertThat(loaded.settings().users().files()).containsOnlyKeys("ftp");
    assertThat(loaded.warnings()).isEmpty();
  }

  @Test
  void ports_ofImplicitServers_are990() throws Exception {
    assertThat(entry(load("mode: forward, tls: {server: implicit}")).targets().ports())
        .containsExactly(990);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mode: forward, server: a | expected no server with mode: forward",
        "mode: forward, tls: {client: opaque} | expected none, optional, required or implicit with"
            + " mode: forward",
        "mode: forward, tls: {server: explicit, trust: {name: a}} | expected none with mode:"
            + " forward",
        "mode: forward, server-data-address: 10.0.0.5 | expected none with mode: forward; data",
        "mode: forward, protocol: ssh | expected reverse, because only clients of FTP",
        "server: a, forward: {private: true} | expected `mode: forward` beside it",
        "mode: forward, forward: {targets: [10.0.0.1/8]} | expected one or more of: a host name",
        "mode: forward, forward: {ports: [0]} | a whole number from 1 to 65535"
      })
  void mistakes_areTold(String listener, String message) {
    assertThatThrownBy(() -> load(listener))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void usersFile_thatIsNone_isAMistakeOfTheStart() throws Exception {
    Settings settings = load("mode: forward, forward: {users: /none/such}").settings();
    assertThatThrownBy(settings::loadUsers)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("there is none of that name");
  }

  private static LoadedSettings load(String listener) throws ConfigException {
    byte[] yaml = ("listeners: [{" + listener + "}]").getBytes(StandardCharsets.UTF_8);
    return SettingsFile.parse("postern.yaml", yaml);
  }

  private static Entry entry(LoadedSettings loaded) {
    return loaded.settings().net().listeners().get(0).session().entry();
  }
}
