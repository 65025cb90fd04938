package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.ftp.Network;
import io.postern.net.ListenerProtocol;
import io.postern.net.ListenerSettings;
import io.postern.net.ProxyProtocol;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients speak and what stands in front of them: what is taken, and what is a mistake. */
class FrontKeysTest {

  @Test
  void nothingGiven_isFtpWithNothingInFront() throws Exception {
    ListenerSettings listener = listener("server: a");
    assertThat(listener.protocol()).isEqualTo(ListenerProtocol.FTP);
    assertThat(listener.proxyProtocol()).isEqualTo(ProxyProtocol.DEFAULT);
    assertThat(listener.dataPeers()).isEmpty();
  }

  @Test
  void everyKey_isTaken() throws Exception {
    ListenerSettings listener =
        listener(
            "server: a, proxy-protocol: {from: [10.0.0.2, '2001:db8::/32'], timeout: 1s,"
                + " header-bytes: 1KiB, send: v2},"
                + " data-peers: [10.0.0.0/24]");
    assertThat(listener.proxyProtocol())
        .isEqualTo(
            new ProxyProtocol(
                List.of(network("10.0.0.2"), network("2001:db8::/32")),
                Duration.ofSeconds(1),
                1024,
                ProxyProtocol.Send.V2));
    assertThat(listener.dataPeers()).containsExactly(network("10.0.0.0/24"));
  }

  @ParameterizedTest
  @CsvSource({"ssh, a, 22", "http, a, 80", "ssh, a:2022, 2022", "tcp, a:7, 7", "ftp, a, 21"})
  void protocol_hasItsOwnPort(String protocol, String server, int port) throws Exception {
    ListenerSettings listener =
        listener("protocol: %s, server: \"%s\"".formatted(protocol, server));
    assertThat(listener.serverPort()).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "protocol: tcp, server: a | HOST:PORT",
        "protocol: ssh, server: a, tls: {client: optional, self-signed: true} | expected none",
        "protocol: http, server: a, tls: {server: implicit} | expected clear",
        "server: a, data-peers: [10.0.0.2], tls: {client: opaque} | expected no data-peers",
        "server: a, proxy-protocol: {send: v3} | v3",
        "server: a, proxy-protocol: {from: [10.0.0.1/8]} | 10.0.0.0/8"
      })
  void mistake_isTold(String keys, String told) {
    assertThatThrownBy(() -> load(keys))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(told);
  }

  @Test
  void timeoutOfNoHeader_isWarnedOf() throws Exception {
    assertThat(load("server: a, proxy-protocol: {timeout: 1s}").warnings())
        .singleElement()
        .satisfies(warning -> assertThat(warning.message()).startsWith("has no effect"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client-mode: passive",
        "server-mode: active",
        "advertise: 192.0.2.1",
        "advertise-map: [{clients: 10.0.0.0/8, address: 192.0.2.1}]",
        "advertise-to-server: 192.0.2.1",
        "server-data-address: 192.0.2.1",
        "active-source-port: 0",
        "data-ports: 40000-40999",
        "outside-ports: 40000-40999",
        "data-peers: [10.0.0.2]"
      })
  void keyOfDataConnections_isWarnedOf_whereThereAreNone(String key) throws Exception {
    assertThat(load("server: a, " + key).warnings()).isEmpty();
    for (String protocol : List.of("ssh", "http", "tcp")) {
      assertThat(load("protocol: " + protocol + ", server: \"a:7\", " + key).warnings())
          .singleElement()
          .satisfies(
              warning ->
                  assertThat(warning.message())
                      .isEqualTo("has no effect with protocol: " + protocol));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"client-mode: passive", "server-mode: active"})
  void modeOfDataConnections_isWarnedOf_whereNobodySeesThem(String key) throws Exception {
    String opaque = "server: a, tls: {client: opaque, opaque-data-ports: 40000-40009}";
    assertThat(load(opaque).warnings()).isEmpty();
    assertThat(load(opaque + ", " + key).warnings())
        .singleElement()
        .satisfies(
            warning ->
                assertThat(warning.message()).startsWith("has no effect on clients under TLS"));
  }

  private static Network network(String text) {
    return Network.parse(text).orElseThrow();
  }

  private static ListenerSettings listener(String keys) throws Exception {
    return load(keys).settings().net().listeners().get(0);
  }

  private static LoadedSettings load(String keys) throws Exception {
    String text = "listeners: [{" + keys + "}]\n";
    return SettingsFile.parse("postern.yaml", text.getBytes(StandardCharsets.UTF_8));
  }
}
