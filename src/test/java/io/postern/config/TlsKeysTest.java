package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.ftp.Protection;
import io.postern.net.ListenerSettings;
import io.postern.net.ListenerTlsSettings;
import io.postern.session.TlsStance;
import io.postern.testing.TestCertificate;
import io.postern.tls.ClientCertificates;
import io.postern.tls.KeyFiles;
import io.postern.tls.TlsEngine;
import io.postern.tls.TlsSettings;
import io.postern.tls.TlsVersion;
import io.postern.tls.TrustSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of TLS: what is taken, what is a mistake, what is warned of. */
class TlsKeysTest {

  private static final String PIN = "sha256/" + "A".repeat(43) + "=";

  @TempDir private Path folder = Path.of("set by JUnit");

  @Test
  void everyKeyOfAListener_isTaken() throws Exception {
    ListenerSettings listener =
        listener(
            """
            client: required
            server: explicit
            data: private
            ccc: true
            auth-ssl: true
            resumed-data: true
            keys:
              - {chain: a.pem, key: a-key.pem}
              - {chain: b.pem, key: b-key.pem}
            known-names-only: true
            client-certificates: optional
            client-ca: clients.pem
            trust: {verify: false, ca: servers.pem, name: ftp.internal, pins: [%s]}
            own: {chain: own.pem, key: own-key.pem}
            """
                .formatted(PIN));
    assertThat(listener.session().tls())
        .isEqualTo(
            new TlsStance(
                TlsStance.Client.REQUIRED,
                TlsStance.Server.EXPLICIT,
                Protection.PRIVATE,
                true,
                true));
    assertThat(listener.tls())
        .isEqualTo(
            new ListenerTlsSettings(
                List.of(files("a"), files("b")),
                false,
                true,
                ClientCertificates.OPTIONAL,
                Optional.of(Path.of("clients.pem")),
                new TrustSettings(false, Path.of("servers.pem"), "ftp.internal", List.of(PIN)),
                Optional.of(files("own")),
                true));
  }

  private static KeyFiles files(String name) {
    return new KeyFiles(Path.of(name + ".pem"), Path.of(name + "-key.pem"));
  }

  @Test
  void generalKeys_areTaken_asListsOrAsOneWord() throws Exception {
    String text =
        """
        listeners: [{server: a}]
        tls:
          versions: 1.3
          ciphers: [TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384]
          engine: jdk
          check-every: 1m
        timeouts: {tls-handshake: 3s}
        limits: {client-hello-bytes: 4KiB, tls-sessions: 2}
        """;
    Settings settings = parse(text).settings();
    assertThat(settings.net().tls())
        .isEqualTo(
            new TlsSettings(
                Set.of(TlsVersion.TLS_1_3),
                List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"),
                TlsEngine.JDK,
                4096,
                Duration.ofSeconds(3),
                2));
    assertThat(settings.checkKeys()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void portOfTheServer_is990_whereItsTlsIsImplicitAndNoneIsNamed() throws Exception {
    assertThat(listener("server: implicit").serverPort()).isEqualTo(990);
    assertThat(listener("server: explicit").serverPort()).isEqualTo(21);
    String named = "listeners: [{server: \"[::1]:2121\", tls: {server: implicit}}]";
    assertThat(parse(named).settings().net().listeners().get(0).serverPort()).isEqualTo(2121);
  }

  @Test
  void matchOfAnImplicitClient_isExplicit_becauseItNeverSaysAuth() throws Exception {
    assertThat(listener("client: implicit\nserver: match\nself-signed: true").session().tls())
        .extracting(TlsStance::server)
        .isEqualTo(TlsStance.Server.EXPLICIT);
  }

  @Test
  void tlsWithClients_withoutACertificate_isAMistake() {
    for (String client : List.of("optional", "required", "implicit")) {
      assertThat(mistakes("client: " + client))
          .containsExactly(
              "f:4:13: listeners[0].tls.client: needs a certificate; expected `keys: [{chain:"
                  + " FILE, key: FILE}]` beside it, or, for trying out, `self-signed: true`");
    }
    assertThat(mistakes("client: none")).isEmpty();
  }

  @Test
  void keysThatAreHalf_orTwice_areMistakes() {
    assertThat(mistakes("client: optional\nkeys: [{chain: a.pem}]"))
        .containsExactly(
            "f:5:12: listeners[0].tls.keys[0].key: is missing; expected `key: a path`");
    assertThat(mistakes("client: optional\nself-signed: true\nkeys: [{chain: a, key: b}]"))
        .containsExactly(
            "f:5:18: listeners[0].tls.self-signed: expected keys or self-signed, not both");
    assertThat(mistakes("server: explicit\nown: {chain: a.pem}"))
        .containsExactly("f:5:18: listeners[0].tls.own.chain: expected chain and key together");
  }

  @Test
  void clientCertificates_withoutTheirAuthority_areAMistake() {
    assertThat(mistakes("client: optional\nself-signed: true\nclient-certificates: required"))
        .containsExactly(
            "f:6:26: listeners[0].tls.client-certificates: needs `client-ca: FILE` beside it: who"
                + " signs them");
  }

  @Test
  void opaque_withTlsOfItsOwn_isAMistake() {
    assertThat(mistakes("client: opaque\nserver: explicit\nopaque-data-ports: 30000-30009"))
        .containsExactly(
            "f:5:13: listeners[0].tls.server: expected clear or match, because with client: opaque"
                + " it is the client that speaks TLS with the server");
  }

  @Test
  void opaquePorts_onWhichSomethingElseListens_areAMistake() {
    assertThat(mistakes("client: opaque\nopaque-data-ports: 50100-50200"))
        .containsExactly(
            "f:5:24: listeners[0].tls.opaque-data-ports: expected ports that nothing else listens"
                + " on, got 50100-50200, but listeners[0].data-ports is 50000-50999");
    assertThat(mistakes("client: opaque\nopaque-data-ports: 2100-2200")).hasSize(1);
    assertThat(mistakes("client: opaque\nopaque-data-ports: 9000-9200")).hasSize(1);
    assertThat(mistakes("client: opaque\nopaque-data-ports: 30000-30100")).isEmpty();
  }

  @Test
  void listOfWrongValues_isAMistake_withItsPlace() {
    assertThat(mistakes("server: explicit\ntrust: {pins: [abc]}"))
        .containsExactly(
            "f:5:19: listeners[0].tls.trust.pins: expected one or more of: `sha256/` and the"
                + " SHA-256 of a public key in Base64, got \"abc\"");
    assertThat(mistakes("server: explicit\ntrust: {pins: [[a]]}")).hasSize(1);
    assertThat(mistakes("server: explicit\ntrust: {pins: []}")).hasSize(1);
    assertThat(mistakes("ccc: yes please")).hasSize(1);
  }

  @Test
  void whatHasNoEffect_isWarnedOf() throws Exception {
    assertThat(warnings("data: private\nself-signed: true"))
        .containsExactly(
            "f:4:11: listeners[0].tls.data: has no effect while client is none",
            "f:5:18: listeners[0].tls.self-signed: has no effect while client is none");
    assertThat(warnings("trust: {ca: a.pem}"))
        .containsExactly(
            "f:4:17: listeners[0].tls.trust.ca: has no effect while there is no TLS with the"
                + " server");
    assertThat(warnings("client: optional\nself-signed: true\nclient-ca: a.pem"))
        .containsExactly(
            "f:6:16: listeners[0].tls.client-ca: has no effect while client-certificates is off");
    assertThat(warnings("ccc: false\ntrust: {verify: true}")).isEmpty();
  }

  @Test
  void portsThatMisleadClients_areWarnedOf() throws Exception {
    assertThat(warnings("listen: \"*:990\"", "client: optional\nself-signed: true"))
        .containsExactly(
            "f:3:11: listeners[0].listen: is the port of implicit TLS, but tls.client is optional");
    assertThat(warnings("listen: \"*:990\"", "client: implicit\nself-signed: true")).isEmpty();
    assertThat(warnings("name: a", "client: implicit\nself-signed: true\nauth-ssl: true"))
        .containsExactly(
            "f:7:15: listeners[0].tls.auth-ssl: has no effect while client is implicit");
    assertThat(warnings("name: a", "server: match"))
        .containsExactly(
            "f:5:13: listeners[0].tls.server: is match, which is clear while client is none");
  }

  @Test
  void serversPortThatDoesNotFitItsTls_isWarnedOf() throws Exception {
    assertThat(warningsOf("[{server: \"a:990\", tls: {server: explicit}}]"))
        .containsExactly(
            "f:1:22: listeners[0].server: has the port of implicit TLS, but tls.server is explicit");
    assertThat(warningsOf("[{server: \"a:21\", tls: {server: implicit}}]"))
        .containsExactly(
            "f:1:22: listeners[0].server: has the port of FTP, but tls.server is implicit");
    assertThat(warningsOf("[{server: \"a:2990\", tls: {server: implicit}}]")).isEmpty();
  }

  @Test
  void weakCiphers_areWarnedOf() throws Exception {
    assertThat(warningsOf("[{server: a}]\ntls: {ciphers: [TLS_RSA_WITH_AES_128_CBC_SHA]}"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("f:2:16: tls.ciphers: TLS_RSA_WITH_AES_128_CBC_SHA has no forward secrecy");
  }

  private static List<String> warningsOf(String listeners) throws Exception {
    return parse("listeners: " + listeners).warnings().stream().map(Problem::toString).toList();
  }

  private static List<String> warnings(String key, String tls) throws Exception {
    String text = "listeners:\n- server: ftp.example.com\n  " + key + "\n  tls:\n" + tls.indent(4);
    return parse(text).warnings().stream().map(Problem::toString).toList();
  }

  @Test
  void unverifiedServer_isWarnedOf_unlessItsKeyIsPinned() throws Exception {
    assertThat(warnings("server: explicit\ntrust: {verify: false}"))
        .containsExactly(
            "f:5:21: listeners[0].tls.trust.verify: is off, and there are no pins: anybody can pose"
                + " as the server");
    assertThat(warnings("server: explicit\ntrust: {verify: false, pins: " + PIN + "}")).isEmpty();
  }

  @Test
  void privateData_ofClientsThatMayDoWithoutTls_isWarnedOf() throws Exception {
    assertThat(warnings("client: optional\nself-signed: true\ndata: private"))
        .containsExactly(
            "f:6:11: listeners[0].tls.data: is private, but clients without TLS still transfer in"
                + " the clear; `client: required` demands TLS of all");
    assertThat(warnings("client: required\nself-signed: true\ndata: private")).isEmpty();
  }

  @Test
  void opaque_withoutPorts_isWarnedOf() throws Exception {
    assertThat(warnings("client: opaque")).hasSize(1);
    assertThat(warnings("client: opaque\nopaque-data-ports: 30000-30009")).isEmpty();
  }

  @Test
  void loadTls_selfSigned_readsNoFile() throws Exception {
    var loaded = load("client: optional\nself-signed: true");
    assertThat(loaded.files()).isEmpty();
    assertThat(loaded.sources()).isEmpty();
  }

  @Test
  void loadTls_files_areReadAndWatched() throws Exception {
    TestCertificate.get().write(folder);
    var loaded =
        load(
            "client: required\nserver: match\nkeys: [{chain: %1$s/chain.pem, key: %1$s/key.pem}]\n"
                    .formatted(folder)
                + "trust: {ca: %s/chain.pem}".formatted(folder));
    assertThat(loaded.files())
        .containsExactlyInAnyOrder(folder.resolve("chain.pem"), folder.resolve("key.pem"));
  }

  @Test
  void loadTls_ownKeys_areReadAndWatchedToo() throws Exception {
    TestCertificate.get().write(folder);
    var loaded =
        load("server: explicit\nown: {chain: %1$s/chain.pem, key: %1$s/key.pem}".formatted(folder));
    assertThat(loaded.files()).contains(folder.resolve("chain.pem"), folder.resolve("key.pem"));
    assertThat(loaded.shown()).isEmpty();
  }

  @Test
  void loadTls_tellsAllMistakesOfAllFiles() throws Exception {
    Files.writeString(folder.resolve("empty.pem"), "");
    String text =
        "client: required\nserver: explicit\nkeys: [{chain: %1$s/no.pem, key: %1$s/empty.pem}]"
            .formatted(folder);
    assertThatThrownBy(() -> load(text))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> assertThat(e.problems()).extracting(Problem::file).contains(folder + "/no.pem"));
    assertThatThrownBy(() -> load("server: explicit\ntrust: {ca: %s/no.pem}".formatted(folder)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no.pem");
  }

  @Test
  void loadTls_unknownCipher_isAMistake() throws Exception {
    String text =
        "listeners: [{server: a, tls: {client: optional, self-signed: true}}]\n"
            + "tls: {ciphers: [TLS_MADE_UP]}";
    Settings settings = parse(text).settings();
    assertThatThrownBy(() -> settings.loadTls(InstantSource.system()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("tls: the engine has no cipher suite TLS_MADE_UP");
  }

  private static io.postern.net.LoadedTls load(String tls) throws Exception {
    return parse(settings(tls)).settings().loadTls(InstantSource.system());
  }

  private static ListenerSettings listener(String tls) throws Exception {
    return parse(settings(tls)).settings().net().listeners().get(0);
  }

  private static List<String> warnings(String tls) throws Exception {
    return parse(settings(tls)).warnings().stream().map(Problem::toString).toList();
  }

  private static List<String> mistakes(String tls) {
    try {
      parse(settings(tls));
      return List.of();
    } catch (ConfigException e) {
      return e.problems().stream().map(Problem::toString).toList();
    }
  }

  private static String settings(String tls) {
    return "listeners:\n- server: ftp.example.com\n  tls:\n" + tls.indent(4);
  }

  private static LoadedSettings parse(String text) throws ConfigException {
    return SettingsFile.parse("f", text.getBytes(StandardCharsets.UTF_8));
  }
}
