package io.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which servers and clients are believed, with the reason for each that is not. */
class TrustTest {

  private static final String PIN_OF_NOBODY = "sha256/" + "A".repeat(43) + "=";

  private final TestAuthority ours = new TestAuthority("ours");
  private final TestAuthority theirs = new TestAuthority("theirs");

  @TempDir private Path directory = Path.of("set by JUnit");

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void server_ofTheAuthorityAndWithTheName_isBelieved(TlsEngine engine) throws Exception {
    try (Wire wire = control(engine, ours.issue(Sides.HOST), settings(null, List.of()))) {
      assertThat(wire.clientTold.handshake().subject()).isEqualTo("CN=" + Sides.HOST);
      assertThat(wire.clientTold.handshake().serverName()).isEqualTo(Sides.HOST);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void server_ofAnotherAuthority_isRefused(TlsEngine engine) throws Exception {
    assertRefused(engine, theirs.issue(Sides.HOST), settings(null, List.of()), TlsFault.UNTRUSTED);
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void server_withAnotherName_isRefusedWithTheNameWanted(TlsEngine engine) throws Exception {
    try (Wire wire = control(engine, ours.issue("other.example"), settings(null, List.of()))) {
      assertThat(wire.clientTold.failure())
          .isEqualTo(
              new TlsFailure(TlsFault.WRONG_NAME, "the certificate is not for " + Sides.HOST));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void server_withTheNameThatTheSettingsGive_isBelieved(TlsEngine engine) throws Exception {
    try (Wire wire =
        control(engine, ours.issue("other.example"), settings("other.example", List.of()))) {
      assertThat(wire.clientTold.handshake().serverName()).isEqualTo("other.example");
      assertThat(wire.serverTold.handshake().serverName()).isEqualTo("other.example");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void server_byAddress_needsTheAddressInItsCertificate(TlsEngine engine) throws Exception {
    Trust trust = Trust.inServers(settings("192.0.2.7", List.of()));
    try (Wire named = control(engine, ours.issue("x.example", "192.0.2.7"), trust);
        Wire other = control(engine, ours.issue("x.example", "192.0.2.8"), trust)) {
      assertThat(named.clientTold.handshake().serverName()).isNull();
      assertThat(other.clientTold.failure().fault()).isEqualTo(TlsFault.WRONG_NAME);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void server_expired_isRefused(TlsEngine engine) throws Exception {
    ServerKey expired =
        ours.issue(
            ours.now.minus(Duration.ofDays(9)), ours.now.minus(Duration.ofDays(2)), Sides.HOST);
    assertRefused(engine, expired, settings(null, List.of()), TlsFault.OUT_OF_DATE);
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void server_amongTheAuthoritiesItself_isBelieved(TlsEngine engine) throws Exception {
    ServerKey key = theirs.issue(Sides.HOST);
    TrustSettings settings = new TrustSettings(true, own(key), null, List.of());
    try (Wire wire = control(engine, key, settings)) {
      assertThat(wire.clientTold.handshake().subject()).isEqualTo("CN=" + Sides.HOST);
    }
  }

  @ParameterizedTest
  @CsvSource({"BORINGSSL,-9,-2", "BORINGSSL,2,9", "JDK,-9,-2", "JDK,2,9"})
  void server_outOfDateAndAmongTheAuthoritiesItself_isRefused(
      TlsEngine engine, int fromDay, int endDay) throws Exception {
    ServerKey key = theirs.issue(inDays(fromDay), inDays(endDay), Sides.HOST);
    TrustSettings settings = new TrustSettings(true, own(key), null, List.of());
    assertRefused(engine, key, settings, TlsFault.OUT_OF_DATE);
  }

  @ParameterizedTest
  @CsvSource({"BORINGSSL,-9,-2", "BORINGSSL,2,9", "JDK,-9,-2", "JDK,2,9"})
  void client_outOfDateAndAmongTheAuthoritiesItself_isRefused(
      TlsEngine engine, int fromDay, int endDay) throws Exception {
    ServerKey bad = ours.issue(inDays(fromDay), inDays(endDay), "bob");
    assertThat(control(engine, bad).failure().fault()).isEqualTo(TlsFault.OUT_OF_DATE);
    assertThat(control(engine, ours.issue("bob")).handshake().subject()).isEqualTo("CN=bob");
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void server_withoutThePinnedKey_isRefused(TlsEngine engine) throws Exception {
    assertRefused(
        engine, ours.issue(Sides.HOST), settings(null, List.of(PIN_OF_NOBODY)), TlsFault.WRONG_PIN);
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void server_withThePinnedKey_isBelievedWhereNothingElseIsVerified(TlsEngine engine)
      throws Exception {
    ServerKey key = theirs.issue("other.example");
    String pin = Pin.of(key.chain().get(0)).toString();
    Trust pinned =
        Trust.inServers(new TrustSettings(false, null, null, List.of(PIN_OF_NOBODY, pin)));
    try (Wire wire = control(engine, key, pinned);
        Wire other = control(engine, theirs.issue("other.example"), pinned)) {
      assertThat(wire.clientTold.handshake().resumed()).isFalse();
      assertThat(other.clientTold.failure().fault()).isEqualTo(TlsFault.WRONG_PIN);
    }
  }

  @ParameterizedTest
  @CsvSource({"BORINGSSL,TLS_1_2", "BORINGSSL,TLS_1_3", "JDK,TLS_1_2", "JDK,TLS_1_3"})
  void client_withCertificate_isKnownByItsSubjectAlsoWhenResumed(
      TlsEngine engine, TlsVersion version) throws Exception {
    TlsSettings settings = Sides.settings(engine, version);
    TlsAcceptor acceptor = asking(settings, ClientCertificates.REQUIRED);
    TlsConnector connector =
        Sides.connector(settings, Sides.anybody(), ours.issue("bob", "bob.example"));
    try (ClientSideTls server = acceptor.newSession();
        ServerSideTls client = connector.newSession(Sides.HOST, 21);
        Wire control = Wire.control(client, server);
        Wire data = Wire.data(client, server)) {
      assertThat(control.serverTold.handshake().subject()).isEqualTo("CN=bob");
      assertThat(data.serverTold.handshake().subject()).isEqualTo("CN=bob");
      assertThat(data.serverTold.handshake().resumed()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"BORINGSSL,TLS_1_2", "BORINGSSL,TLS_1_3", "JDK,TLS_1_2", "JDK,TLS_1_3"})
  void client_withoutCertificate_isRefusedOnlyWhereOneIsRequired(
      TlsEngine engine, TlsVersion version) throws Exception {
    TlsSettings settings = Sides.settings(engine, version);
    TlsConnector connector = Sides.connector(settings, Sides.anybody());
    try (Wire optional = control(connector, asking(settings, ClientCertificates.OPTIONAL));
        Wire required = control(connector, asking(settings, ClientCertificates.REQUIRED))) {
      assertThat(optional.serverTold.handshake().subject()).isNull();
      assertThat(required.serverTold.failure().fault()).isEqualTo(TlsFault.NO_CERTIFICATE);
      assertThat(required.server.isOpen()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"BORINGSSL,TLS_1_2", "BORINGSSL,TLS_1_3", "JDK,TLS_1_2", "JDK,TLS_1_3"})
  void client_ofAnotherAuthority_isRefusedAlsoWhereNoneIsRequired(
      TlsEngine engine, TlsVersion version) throws Exception {
    TlsSettings settings = Sides.settings(engine, version);
    TlsConnector connector = Sides.connector(settings, Sides.anybody(), theirs.issue("eve"));
    TlsAcceptor acceptor = asking(settings, ClientCertificates.OPTIONAL);
    try (ClientSideTls server = acceptor.newSession();
        ServerSideTls client = connector.newSession(Sides.HOST, 21);
        Wire wire = Wire.of(client::control, server::control)) {
      // The JDK sends none that the server's list of authorities does not lead to.
      if (wire.server.isOpen()) {
        assertThat(engine).isEqualTo(TlsEngine.JDK);
        assertThat(wire.serverTold.handshake().subject()).isNull();
      } else {
        assertThat(wire.serverTold.failure().fault()).isEqualTo(TlsFault.UNTRUSTED);
      }
    }
  }

  @Test
  void trust_mistakes_areToldTogether() {
    Path missing = directory.resolve("missing.pem");
    TrustSettings settings =
        new TrustSettings(true, missing, null, List.of("md5/x", "sha256/AAAA"));
    assertThatThrownBy(() -> Trust.inServers(settings))
        .isInstanceOf(TlsFilesException.class)
        .hasMessageContaining("a pin is sha256/BASE64, not md5/x")
        .hasMessageContaining("a pin is the Base64 of 32 bytes, not sha256/AAAA")
        .hasMessageContaining("missing.pem: no such file");
  }

  @Test
  void acceptor_askingForCertificatesWithoutTheirAuthorities_isRefused() {
    ServerKeys keys = new ServerKeys(List.of(ours.issue(Sides.HOST)));
    assertThatThrownBy(
            () ->
                new TlsAcceptor(
                    TlsSettings.DEFAULT, () -> keys, ClientCertificates.OPTIONAL, null, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("client certificates need");
  }

  private void assertRefused(
      TlsEngine engine, ServerKey key, TrustSettings settings, TlsFault fault) throws Exception {
    try (Wire wire = control(engine, key, settings)) {
      assertThat(wire.clientTold.failure()).isEqualTo(TlsFailure.of(fault));
      assertThat(wire.client.isOpen()).isFalse();
      assertThat(wire.serverTold.failure().fault()).isEqualTo(TlsFault.PEER_REFUSED);
    }
  }

  /** A file of authorities that has the certificate itself too. */
  private Path own(ServerKey key) {
    return TestAuthority.write(directory.resolve("own.pem"), TestAuthority.pem(key.chain()));
  }

  private Instant inDays(int days) {
    return ours.now.plus(Duration.ofDays(days));
  }

  /** What the server is told of a client whose certificate is among its authorities. */
  private Told control(TlsEngine engine, ServerKey client) throws TlsFilesException {
    TlsSettings settings = Sides.settings(engine);
    TlsAcceptor acceptor =
        Sides.acceptor(
            settings,
            ours.issue(Sides.HOST),
            ClientCertificates.REQUIRED,
            Trust.inClients(own(client)));
    try (Wire wire = control(Sides.connector(settings, Sides.anybody(), client), acceptor)) {
      return wire.serverTold;
    }
  }

  private TrustSettings settings(@Nullable String name, List<String> pins) {
    return new TrustSettings(true, ours.ca(directory), name, pins);
  }

  private TlsAcceptor asking(TlsSettings settings, ClientCertificates certificates)
      throws TlsFilesException {
    Trust clients = Trust.inClients(ours.ca(directory));
    return Sides.acceptor(settings, ours.issue(Sides.HOST), certificates, clients);
  }

  private static Wire control(TlsEngine engine, ServerKey key, TrustSettings trust)
      throws TlsFilesException {
    return control(engine, key, Trust.inServers(trust));
  }

  private static Wire control(TlsEngine engine, ServerKey key, Trust trust) {
    TlsSettings settings = Sides.settings(engine);
    return control(Sides.connector(settings, trust), Sides.acceptor(settings, key));
  }

  private static Wire control(TlsConnector connector, TlsAcceptor acceptor) {
    try (ClientSideTls server = acceptor.newSession();
        ServerSideTls client = connector.newSession(Sides.HOST, 21)) {
      return Wire.of(client::control, server::control);
    }
  }
}
