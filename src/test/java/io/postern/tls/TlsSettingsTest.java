package io.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ranges of the settings, and the cipher suites that come of them. */
class TlsSettingsTest {

  private static final String AES_256 = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";

  @ParameterizedTest
  @CsvSource({
    "1023, 10, 8, client-hello-bytes is 1024 to 65536",
    "65537, 10, 8, client-hello-bytes is 1024 to 65536",
    "1024, 0, 8, the handshake timeout is 1 ms or more",
    "1024, 10, 0, tls-sessions is 1 to 1024",
    "1024, 10, 1025, tls-sessions is 1 to 1024",
  })
  void settings_outOfRange_areRefused(int hello, int seconds, int sessions, String message) {
    assertThatThrownBy(
            () ->
                new TlsSettings(
                    Set.of(TlsVersion.TLS_1_3),
                    List.of(),
                    TlsEngine.AUTO,
                    hello,
                    Duration.ofSeconds(seconds),
                    sessions))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void sessions_areKeptOnBothSides_asManyAsTheSettingsSay(TlsEngine engine) {
    TlsSettings three =
        new TlsSettings(
            Set.of(TlsVersion.values()), List.of(), engine, 4096, Duration.ofSeconds(10), 3);
    Contexts contexts = new Contexts(three);
    PeerCheck anybody = PeerCheck.ofClient(null);
    ServerKey key = new TestAuthority("authority").issue("ftp.example");
    for (SslContext context :
        List.of(
            contexts.client(anybody, null),
            contexts.server(key, ClientCertificates.OFF, anybody))) {
      assertThat(context.sessionContext().getSessionCacheSize()).isEqualTo(3);
      Contexts.release(context);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BORINGSSL, TLS_ECDHE_RSA_WITH_NOTHING, the engine has no cipher suite",
    "JDK, TLS_ECDHE_RSA_WITH_NOTHING, the engine has no cipher suite",
    "BORINGSSL, TLS_RSA_WITH_3DES_EDE_CBC_SHA, protects nothing",
    "JDK, TLS_RSA_WITH_NULL_SHA256, protects nothing",
    "JDK, TLS_ECDH_anon_WITH_AES_128_CBC_SHA, protects nothing",
  })
  void ciphers_unknownOrBroken_areRefusedAtStart(TlsEngine engine, String suite, String message) {
    TlsSettings settings = withCiphers(engine, suite);
    assertThatThrownBy(() -> Sides.connector(settings, Sides.anybody()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void ciphers_namedForOneVersion_leaveTheOthersSafeOnes() {
    assertThat(CipherSuites.of(List.of(AES_256), Set.of(TlsVersion.values())))
        .containsExactly(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            AES_256);
    assertThat(CipherSuites.of(List.of(AES_256), Set.of(TlsVersion.TLS_1_2)))
        .containsExactly(AES_256);
    assertThat(CipherSuites.of(List.of(), Set.of(TlsVersion.TLS_1_2)))
        .allMatch(suite -> suite.startsWith("TLS_ECDHE_") && !suite.contains("CBC"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_RSA_WITH_AES_128_CBC_SHA",
        "TLS_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
      })
  void warnings_weakSuites_areTold(String suite) {
    assertThat(withCiphers(TlsEngine.AUTO, suite).warnings())
        .containsExactly(suite + " has no forward secrecy or no authenticated encryption");
  }

  @Test
  void warnings_suitesOfAVersionThatIsOff_areTold() {
    String newest = "TLS_AES_128_GCM_SHA256";
    List<String> both = List.of(newest, AES_256);
    assertThat(withCiphers(TlsEngine.AUTO, newest).warnings())
        .containsExactly(newest + " is of a version that is off");
    assertThat(CipherSuites.warnings(both, Set.of(TlsVersion.TLS_1_3)))
        .containsExactly(AES_256 + " is of a version that is off");
    assertThat(CipherSuites.warnings(both, Set.of(TlsVersion.values()))).isEmpty();
  }

  @Test
  void warnings_safeSuites_areNone() {
    Set<TlsVersion> all = Set.of(TlsVersion.values());
    assertThat(CipherSuites.warnings(CipherSuites.of(List.of(), all), all)).isEmpty();
    assertThat(withCiphers(TlsEngine.JDK, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384").warnings())
        .isEmpty();
    assertThat(TlsSettings.DEFAULT.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"BORINGSSL", "JDK"})
  void ciphers_ofTls12_areAgreedOn(TlsEngine engine) {
    TlsSettings settings = withCiphers(engine, AES_256);
    ServerKey key = new TestAuthority("ciphers").issue(Sides.HOST);
    try (ClientSideTls server = Sides.acceptor(settings, key).newSession();
        ServerSideTls client =
            Sides.connector(settings, Sides.anybody()).newSession(Sides.HOST, 21);
        Wire wire = Wire.control(client, server)) {
      assertThat(wire.serverTold.handshake().cipher()).isEqualTo(AES_256);
      assertThat(wire.clientTold.handshake().cipher()).isEqualTo(AES_256);
    }
  }

  private static TlsSettings withCiphers(TlsEngine engine, String suite) {
    return new TlsSettings(
        Set.of(TlsVersion.TLS_1_2), List.of(suite), engine, 16 * 1024, Duration.ofSeconds(10), 8);
  }
}
