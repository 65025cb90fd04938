package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.net.ListenerSettings;
import io.postern.net.ProxyProtocol;
import io.postern.net.UpstreamSettings;
import io.postern.session.Entry;
import io.postern.upstream.Choice;
import io.postern.upstream.HealthSettings;
import io.postern.upstream.PoolSettings;
import io.postern.upstream.Server;
import io.postern.upstream.ServerSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pools in the settings: what is taken, and what is a mistake. */
class PoolKeysTest {

  @Test
  void nameAndServersAlone_haveTheDefaults() throws Exception {
    Settings settings = load("pool: main", "{name: main, servers: [{server: a}]}").settings();

    ListenerSettings listener = settings.net().listeners().get(0);
    assertThat(listener.pool()).contains("main");
    assertThat(listener.session().entry()).isEqualTo(Entry.DIRECT);
    assertThat(settings.net().pools())
        .containsExactly(
            new UpstreamSettings(
                new PoolSettings(
                    "main",
                    List.of(new ServerSettings(new Server("a", 21))),
                    Choice.ROUND_ROBIN,
                    List.of(),
                    Optional.of(HealthSettings.DEFAULT),
                    PoolSettings.SLOW_START,
                    PoolSettings.RETRIES),
                UpstreamSettings.Talk.FTP,
                Optional.empty(),
                UpstreamSettings.GREETING,
                ProxyProtocol.Send.OFF));
  }

  @Test
  void everyKey_isTaken() throws Exception {
    UpstreamSettings pool =
        load(
                "pool: main",
                """
                {name: main, choose: user, retries: 0, slow-start: 0s, greeting: 3s,
                 servers: [{server: "a:2121", weight: 3, sessions: 7}, {server: b}],
                 users: [{user: "x-*", server: "a:2121"}, {user: "/y[0-9]/", server: "b:21"}],
                 proxy-protocol: {send: v2},
                 health: {every: 2m, timeout: 1s, fall: 5, rise: 4, longest-back-off: 1m,
                          observe-sessions: false, passive: true,
                          login: {user: probe, password-file: /p}}}
                """)
            .settings()
            .net()
            .pools()
            .get(0);

    assertThat(pool.pool().servers())
        .containsExactly(
            new ServerSettings(new Server("a", 2121), 3, 7),
            new ServerSettings(new Server("b", 21)));
    assertThat(pool.pool().users().get(1).user().matches("y7")).isTrue();
    assertThat(pool.pool().users().get(1).server()).isEqualTo(new Server("b", 21));
    assertThat(pool.send()).isEqualTo(ProxyProtocol.Send.V2);
    assertThat(pool.account().orElseThrow().passwordFile()).isEqualTo(Path.of("/p"));
    HealthSettings health = pool.pool().health().orElseThrow();
    assertThat(health.every()).isEqualTo(Duration.ofMinutes(2));
    assertThat(health.longestBackOff()).as("never below every").isEqualTo(health.every());
    assertThat(health.observed()).isFalse();
  }

  @Test
  void choiceByUser_makesTheGatewayGreet() throws Exception {
    String pool =
        "{name: main, choose: user, servers: [{server: a}], users: [{user: '*', server: a}]}";
    assertThat(load("pool: main", pool).settings().net().listeners().get(0).session().entry())
        .isEqualTo(Entry.BY_USER);
  }

  @Test
  void probesOff_isUnwatched() throws Exception {
    String pool = "{name: main, servers: [{server: a}], health: {every: off}}";
    assertThat(load("pool: main", pool).settings().net().pools().get(0).pool().health()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ssh, 22, SSH", "http, 80, NONE", "ftp, 21, FTP"})
  void protocolOfTheListener_decidesPortAndProbe(String protocol, int port, String talk)
      throws Exception {
    UpstreamSettings pool =
        load("pool: main, protocol: " + protocol, "{name: main, servers: [{server: a}]}")
            .settings()
            .net()
            .pools()
            .get(0);
    assertThat(pool.pool().servers().get(0).server().port()).isEqualTo(port);
    assertThat(pool.talk()).hasToString(talk);
  }

  @Test
  void implicitTls_hasItsPort_andIsOnlyConnectedTo() throws Exception {
    UpstreamSettings pool =
        load("pool: main, tls: {server: implicit}", "{name: main, servers: [{server: a}]}")
            .settings()
            .net()
            .pools()
            .get(0);
    assertThat(pool.pool().servers().get(0).server().port()).isEqualTo(990);
    assertThat(pool.talk()).isEqualTo(UpstreamSettings.Talk.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server: a, pool: main | {name: main, servers: [{server: a}]} | listeners[0].pool: expected server or pool, not both",
        "pool: mian | {name: main, servers: [{server: a}]} | listeners[0].pool: expected the name of a pool, got \"mian\"; did you mean \"main\"?",
        "pool: zzz | {name: main, servers: [{server: a}]} | there are main",
        "name: x | {name: main, servers: [{server: a}]} | listeners[0].server: is missing",
        "pool: main | {name: main} | pools[0].servers: expected 1 to 256 servers",
        "pool: main | {servers: [{server: a}]} | pools[0].name: is missing",
        "pool: main | {name: main, servers: [{weight: 2}]} | pools[0].servers[0].server: is missing",
        "pool: main | {name: main, servers: [{server: a}, {server: 'a:21'}]} | pools[0].servers[1].server: expected each server once, it is also that of pools[0].servers[0]",
        "pool: main | {name: main, servers: [{server: a}], choose: user} | pools[0].choose: needs `users`",
        "pool: main | {name: main, servers: [{server: a}], users: [{user: x, server: a}]} | expected `choose: user` beside users, got round-robin",
        "pool: main | {name: main, choose: user, servers: [{server: a}], users: [{user: x, server: b}]} | pools[0].users[0].server: expected one of the pool's servers, a:21, got b:21",
        "pool: main | {name: main, choose: user, servers: [{server: a}], users: [{user: /x, server: a}]} | pools[0].users[0].user: expected a user's name",
        "pool: main | {name: main, servers: [{server: a}], health: {passive: true}} | pools[0].health.passive: needs `login:",
        "pool: main | {name: main, servers: [{server: a}], health: {login: {user: x}}} | expected user and password-file together",
        "'pool: main, tls: {server: explicit}' | {name: main, servers: [{server: a}], health: {login: {user: x, password-file: p}}} | probes speak in the clear",
        "'pool: main, protocol: ssh' | {name: main, servers: [{server: a}], health: {login: {user: x, password-file: p}}} | the servers speak ssh",
        "'pool: main, protocol: tcp' | {name: main, servers: [{server: a}]} | expected HOST:PORT",
        "'pool: main, protocol: ssh' | {name: main, choose: user, servers: [{server: a}], users: [{user: x, server: a}]} | only FTP tells the name of the user",
        "'pool: main, proxy-protocol: {send: v1}' | {name: main, servers: [{server: a}]} | at the pool, which has the servers",
        "'pool: main, server-data-address: 192.0.2.8' | {name: main, servers: [{server: a}, {server: b}]} | listeners[0].server-data-address: expected control-peer with a pool of several servers",
        "'pool: main, tls: {client: opaque, opaque-data-ports: 30000-30009}' | {name: main, servers: [{server: a}, {server: b}]} | listeners[0].tls.opaque-data-ports: expected none with a pool of several servers",
        "pool: main | {name: main, servers: [{server: a}], retries: 11} | pools[0].retries: expected a whole number from 0 to 10"
      })
  void mistake_isTold(String listener, String pool, String told) {
    assertThatThrownBy(() -> load(listener, pool))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(told);
  }

  @Test
  void onlyServer_mayHaveOnePlaceForItsDataConnections() throws Exception {
    String one = "{name: main, servers: [{server: a}]}";
    ListenerSettings listener =
        load(
                "pool: main, server-data-address: 192.0.2.8, tls: {client: opaque,"
                    + " opaque-data-ports: 30000-30009}",
                one)
            .settings()
            .net()
            .listeners()
            .get(0);
    assertThat(listener.session().serverDataAddress()).isPresent();
    String both = "{name: main, servers: [{server: a}, {server: b}]}";
    assertThat(load("pool: main, server-data-address: control-peer", both).warnings()).isEmpty();
  }

  @Test
  void twoPoolsOfOneName_areAMistake() {
    assertThatThrownBy(
            () ->
                load(
                    "pool: main",
                    "{name: main, servers: [{server: a}]}, {name: main, servers: [{server: b}]}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "pools[1].name: expected a name of its own, \"main\" is also that of");
  }

  @Test
  void listenersOfTwoProtocols_canNotShareAPool() {
    String text =
        """
        listeners:
          - {name: one, listen: "*:21", pool: main}
          - {name: two, listen: "*:22", pool: main, protocol: ssh}
        pools: [{name: main, servers: [{server: a}]}]
        """;
    assertThatThrownBy(
            () -> SettingsFile.parse("postern.yaml", text.getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining(
            "listeners[1].pool: expected listeners of one pool to speak the same");
  }

  @Test
  void poolThatNobodyNames_isWarnedOf() throws Exception {
    assertThat(load("server: a", "{name: main, servers: [{server: a}]}").warnings())
        .singleElement()
        .satisfies(
            warning ->
                assertThat(warning.message())
                    .isEqualTo("has no effect: no listener has `pool: main`"));
  }

  @Test
  void loginOfAProbe_whereSessionsMaySpeakTls_isWarnedOf() throws Exception {
    assertThat(
            load(
                    "pool: main, tls: {client: optional, self-signed: true, server: match}",
                    "{name: main, servers: [{server: a}], health: {login: {user: x, password-file:"
                        + " p}}}")
                .warnings())
        .singleElement()
        .satisfies(warning -> assertThat(warning.message()).contains("in the clear"));
  }

  @Test
  void passwordFile_isReadForTheProbe_andItsFirstLineIsTheWord(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("p"), "");
    Settings settings =
        load(
                "pool: main",
                "{name: main, servers: [{server: a}], health: {login: {user: x, password-file: '"
                    + file
                    + "'}}}")
            .settings();
    assertThatThrownBy(settings::loadPools)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(file + ": expected a password in UTF-8 on the first line");

    Files.delete(file);
    assertThatThrownBy(settings::loadPools)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("expected a file, but there is none of that name");

    Files.writeString(file, "secret\n");
    assertThat(settings.loadPools().names()).containsExactly("main");
  }

  private static LoadedSettings load(String listener, String pools) throws Exception {
    String text = "listeners: [{" + listener + "}]\npools: [" + pools + "]\n";
    return SettingsFile.parse("postern.yaml", text.getBytes(StandardCharsets.UTF_8));
  }
}
