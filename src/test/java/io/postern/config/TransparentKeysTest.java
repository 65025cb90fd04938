package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.net.ListenerMode;
import io.postern.net.ListenerSettings;
import io.postern.net.SourceAddress;
import io.postern.session.Entry;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transparent mode: what is taken, and what is a mistake. */
class TransparentKeysTest {

  @Test
  void modeAlone_isEnough_andKeepsTheClientsAddress() throws Exception {
    ListenerSettings listener = listener("mode: transparent");
    assertThat(listener.mode()).isEqualTo(ListenerMode.TRANSPARENT);
    assertThat(listener.source()).isEqualTo(SourceAddress.SPOOF);
    assertThat(listener.session().entry()).isEqualTo(Entry.ORIGINAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp", "tcp", "ssh", "http"})
  void everyProtocol_mayBeTransparent(String protocol) throws Exception {
    LoadedSettings loaded =
        load("mode: transparent, transparent: {source: masquerade}, protocol: " + protocol);
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.settings().net().listeners().get(0).source())
        .isEqualTo(SourceAddress.MASQUERADE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server: a:21 | server",
        "advertise: 192.0.2.1 | advertise",
        "'advertise-map: [{clients: 10.0.0.0/8, address: auto}]' | advertise-map",
        "advertise-to-server: 192.0.2.1 | advertise-to-server",
        "server-data-address: 192.0.2.1 | server-data-address",
        "outside-ports: 60000-60999 | outside-ports",
        "'proxy-protocol: {from: [10.0.0.2]}' | from",
        "'data-peers: [10.0.0.2]' | data-peers",
        "'tls: {client: opaque}' | expected none, optional, required or implicit",
        "'transparent: {source: both}' | spoof or masquerade"
      })
  void whatDoesNotFit_isAMistake(String keys, String told) {
    assertThatThrownBy(() -> load("mode: transparent, " + keys))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(told);
  }

  @Test
  void defaultsOfOtherModes_areNoMistake() throws Exception {
    assertThat(
            load("mode: transparent, advertise: auto, server-data-address: control-peer")
                .warnings())
        .isEmpty();
  }

  @Test
  void sourceInAnotherMode_isWarnedOf() throws Exception {
    assertThat(load("server: a, transparent: {source: masquerade}").warnings())
        .singleElement()
        .satisfies(
            warning ->
                assertThat(warning.message()).contains("has no effect without mode: transparent"));
  }

  private static ListenerSettings listener(String keys) throws Exception {
    return load(keys).settings().net().listeners().get(0);
  }

  private static LoadedSettings load(String keys) throws Exception {
    String text = "listeners: [{" + keys + "}]\n";
    return SettingsFile.parse("postern.yaml", text.getBytes(StandardCharsets.UTF_8));
  }
}
