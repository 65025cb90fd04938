package io.postern.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.testing.Needs;
import io.postern.testing.TlsContexts;
import io.postern.testing.TlsVisit;
import io.postern.tls.KeyFiles;
import io.postern.tls.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Table C against the gateway as its users start it, with a settings file, on both engines. */
class TlsProcessIT {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration YEAR = Duration.ofDays(365);
  private static final TestAuthority CLIENTS = new TestAuthority("clients");
  private static final TestAuthority STRANGERS = new TestAuthority("strangers");
  private static final Map<String, TlsProcess> PROCESSES = new HashMap<>();

  @TempDir static Path folder;

  @BeforeAll
  static void start() throws IOException {
    KeyFiles files = new TestAuthority("servers").store(folder, "ftp", "ftp.example.com");
    String keys = "keys: [{chain: %s, key: %s}]".formatted(files.chain(), files.key());
    Map<String, String> stances =
        Map.of(
            "optional", "{client: optional, ccc: true, auth-ssl: true, %s}".formatted(keys),
            "strict", "{client: required, data: private, resumed-data: true, %s}".formatted(keys),
            "implicit", "{client: implicit, %s}".formatted(keys),
            "named",
                "{client: required, client-certificates: required, client-ca: %s, %s}"
                    .formatted(CLIENTS.ca(folder), keys));
    for (String engine : new String[] {"boringssl", "jdk"}) {
      Path own = Files.createDirectory(folder.resolve(engine));
      String general =
          "tls: {engine: %s}\ntimeouts: {tls-handshake: 3s, linger: 1s}".formatted(engine);
      PROCESSES.put(engine, new TlsProcess(own, general, stances));
    }
  }

  @AfterAll
  static void stop() {
    PROCESSES.values().forEach(TlsProcess::close);
  }

  @Test
  @Needs(linux = true)
  void theNativeLibrary_isLoadedForItsEngineOnly() throws Exception {
    assertThat(NativeLibraryIT.loaded(process("boringssl"))).contains(NativeLibraryIT.LIBRARY);
    assertThat(NativeLibraryIT.loaded(process("jdk"))).doesNotContain(NativeLibraryIT.LIBRARY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"boringssl", "jdk"})
  void renegotiationByTheClient_endsTheSession(String engine) throws Exception {
    try (TlsVisit visit = visit(engine, "optional").greet().secure("TLSv1.2")) {
      visit.exchange("NOOP", "200 fine");
      assertThatThrownBy(visit.client::renegotiate).isInstanceOf(UncheckedIOException.class);
      assertThat(visit.server.line()).isEqualTo("end");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"boringssl", "jdk"})
  void whatIsNoClientHello_isClosedInSilence(String engine) throws Exception {
    try (TlsVisit visit = visit(engine, "implicit")) {
      visit.server.type("220 ready");
      visit.client.send("USER anna\r\n");
      assertThat(visit.client.plainRest()).isEmpty();
      assertThat(visit.server.line()).isEqualTo("end");
      process(engine).awaitAudit("tls-failed", "\"listener\":\"implicit\"", "that is not TLS");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"boringssl", "jdk"})
  void silenceAtAnImplicitListener_endsInTime(String engine) throws Exception {
    long began = System.nanoTime();
    try (TlsVisit visit = visit(engine, "implicit")) {
      assertThat(visit.client.plainRest()).isEmpty();
      assertThat(visit.server.line()).isEqualTo("end");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"boringssl", "jdk"})
  void authSsl_isTakenWhereTheSettingsSaySo(String engine) throws Exception {
    try (TlsVisit allowed = visit(engine, "optional").greet();
        TlsVisit refused = visit(engine, "strict").greet()) {
      assertThat(refused.client.ask("AUTH SSL")).startsWith("504 ");
      assertThat(allowed.client.ask("AUTH SSL")).startsWith("234 ");
      allowed.client.tlsAsClient();
      allowed.login();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"boringssl", "jdk"})
  void aPasswordInTheClear_neverReachesTheServer(String engine) throws Exception {
    try (TlsVisit visit = visit(engine, "strict").greet()) {
      assertThat(visit.client.ask("USER anna")).startsWith("530 ");
      assertThat(visit.client.ask("PASS secret")).startsWith("530 ");
      visit.secure("TLSv1.3").login();
      assertThat(visit.client.ask("PROT P")).startsWith("503 ");
      assertThat(visit.client.ask("PBSZ 0")).startsWith("200 ");
      assertThat(visit.client.ask("PROT C")).startsWith("534 ");
      assertThat(visit.client.ask("CCC")).startsWith("534 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"boringssl", "jdk"})
  void dataThatDoesNotResume_is522(String engine) throws Exception {
    try (TlsVisit visit = visit(engine, "strict").begin("TLSv1.3")) {
      Socket raw = visit.connect(visit.passive());
      visit.transfer("RETR file").close();
      try (SSLSocket resumed = visit.client.resume(raw)) {
        assertThat(resumed.getInputStream().readAllBytes()).isEmpty();
      }
      visit.server.type("226 done");
      assertThat(visit.client.line()).isEqualTo("226 done");

      Socket other = visit.connect(visit.passive());
      visit.transfer("RETR file");
      SSLSocket foreign = visit.client.begin(other);
      assertThatThrownBy(() -> foreign.getInputStream().read()).isInstanceOf(IOException.class);
      assertThat(visit.client.line()).startsWith("522 ");
      process(engine).awaitAudit("\"transfer\"", "not-resumed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"boringssl", "jdk"})
  void aTruncatedUpload_isMarked(String engine) throws Exception {
    try (TlsVisit visit = visit(engine, "optional").begin("TLSv1.3")) {
      Socket raw = visit.connect(visit.passive());
      Socket server = visit.transfer("STOR file");
      visit.client.begin(raw).getOutputStream().write(new byte[1000]);
      assertThat(server.getInputStream().readNBytes(1000)).hasSize(1000);
      raw.shutdownOutput();
      assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(IOException.class);
      visit.server.type("226 done");
      assertThat(visit.client.line()).startsWith("426 ");
      process(engine).awaitAudit("\"transfer\"", "client-truncated");
    }
  }

  @ParameterizedTest
  @EnumSource(Shown.class)
  void clientCertificates_areDemanded(Shown shown) throws Exception {
    for (String engine : PROCESSES.keySet()) {
      for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
        try (TlsVisit visit = process(engine).visit("named", shown.context()).greet()) {
          if (shown == Shown.RIGHT) {
            visit.secure(protocol).login();
            process(engine).awaitAudit("tls-started", "CN=bob");
          } else {
            // With TLS 1.3 the client has finished before it hears of it.
            assertThatThrownBy(() -> visit.secure(protocol).client.ask("NOOP"))
                .isInstanceOfAny(UncheckedIOException.class, AssertionError.class);
            assertThat(visit.server.line()).isEqualTo("end");
            process(engine).awaitAudit("tls-failed", shown.reason);
          }
        }
      }
    }
  }

  /** Both have a good certificate; the control channel is bob's. */
  @ParameterizedTest
  @CsvSource({"bob,TLSv1.2", "bob,TLSv1.3", "eve,TLSv1.2", "eve,TLSv1.3"})
  void aDataConnectionOfAnotherClient_is522(String name, String protocol) throws Exception {
    for (String engine : PROCESSES.keySet()) {
      try (TlsVisit visit =
          process(engine).visit("named", certificate("bob")).greet().secure(protocol)) {
        visit.login().protect();
        Socket raw = visit.connect(visit.passive());
        Socket server = visit.transfer("RETR file");
        SSLSocket client = visit.client.begin(raw, certificate(name));
        if (name.equals("bob")) {
          client.startHandshake();
          server.close();
          assertThat(client.getInputStream().read()).isEqualTo(-1);
          client.close();
          visit.server.type("226 done");
          assertThat(visit.client.line()).isEqualTo("226 done");
        } else {
          assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class);
          assertThat(visit.client.line()).startsWith("522 ");
        }
      }
    }
  }

  private static SSLContext certificate(String name) {
    return ClientKeys.of(CLIENTS.issued(DAY, YEAR.negated(), name));
  }

  private static TlsProcess process(String engine) {
    return Objects.requireNonNull(PROCESSES.get(engine));
  }

  private static TlsVisit visit(String engine, String listener) throws IOException {
    return process(engine).visit(listener, TlsContexts.believing());
  }

  /** What a client shows. */
  enum Shown {
    RIGHT(""),
    NONE("a client certificate is required"),
    OF_STRANGERS("trusted authority"),
    EXPIRED("expired");

    private final String reason;

    Shown(String reason) {
      this.reason = reason;
    }

    SSLContext context() {
      return switch (this) {
        case RIGHT -> certificate("bob");
        case NONE -> TlsContexts.believing();
        case OF_STRANGERS -> ClientKeys.of(STRANGERS.issued(DAY, YEAR.negated(), "bob"));
        case EXPIRED -> ClientKeys.of(CLIENTS.issued(YEAR, DAY, "bob"));
      };
    }
  }
}
