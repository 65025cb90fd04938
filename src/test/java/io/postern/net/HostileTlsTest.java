package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.event.GatewayEvent.SessionClosed;
import io.postern.event.GatewayEvent.TlsFailed;
import io.postern.event.GatewayEvent.TlsStarted;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Protection;
import io.postern.session.TlsStance;
import io.postern.session.TlsStance.Client;
import io.postern.session.TlsStance.Server;
import io.postern.testing.ControlSocket;
import io.postern.testing.OldHello;
import io.postern.testing.RealTls;
import io.postern.testing.TestCertificate;
import io.postern.testing.TlsVisit;
import io.postern.tls.TlsEngine;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** C4 and C7, on sockets: clients that begin TLS in an odd way, or end it. */
class HostileTlsTest {

  private static final String ALERT = "\25\3";
  private static final char PROTOCOL_VERSION = 70;

  @ParameterizedTest
  @CsvSource({"BORINGSSL,769", "BORINGSSL,770", "JDK,769", "JDK,770"})
  void tls10AndTls11_areRefusedWithAnAlert(TlsEngine engine, int version) throws Exception {
    try (TlsGateway gateway = gateway(engine, Client.OPTIONAL);
        TlsVisit visit = new TlsVisit(gateway.client(), gateway.server()).greet()) {
      assertThat(visit.client.ask("AUTH TLS")).startsWith("234 ");
      visit.client.send(OldHello.of(version));

      assertThat(visit.client.plainRest())
          .startsWith(ALERT)
          .endsWith(String.valueOf(PROTOCOL_VERSION))
          .hasSize(7);
      assertThat(visit.server.line()).isEqualTo("end");
      assertThat(gateway.await(TlsFailed.class).reason()).contains("in common");
      gateway.awaitNoSessions();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void alpn_withoutFtp_isRefusedWithAnAlert(TlsEngine engine) throws Exception {
    try (TlsGateway gateway = gateway(engine, Client.IMPLICIT);
        ControlSocket client = gateway.client();
        ControlSocket server = gateway.server()) {
      assertThatThrownBy(() -> client.tlsOffering("h2", "http/1.1"))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("no_application_protocol");

      assertThat(server.line()).isEqualTo("end");
      assertThat(gateway.await(TlsFailed.class).reason()).contains("another protocol than ftp");
      gateway.awaitNoSessions();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void alpn_ftpAmongOthersOrNone_isTaken(TlsEngine engine) throws Exception {
    try (TlsGateway gateway = gateway(engine, Client.IMPLICIT)) {
      for (String[] offer : new String[][] {{"http/1.1", "ftp"}, {}}) {
        try (ControlSocket client = gateway.client();
            ControlSocket server = gateway.server()) {
          client.tlsOffering(offer);
          server.type("220 ready");
          assertThat(client.line()).isEqualTo("220 ready");
          assertThat(client.applicationProtocol()).isEqualTo(offer.length > 0 ? "ftp" : "");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void hostThatIsNotTheSni_isRefused(TlsEngine engine) throws Exception {
    try (TlsGateway gateway = gateway(engine, Client.OPTIONAL);
        TlsVisit visit = new TlsVisit(gateway.client(), gateway.server()).greet().secure()) {
      assertThat(gateway.await(TlsStarted.class).name()).isEqualTo(TestCertificate.NAME);
      assertThat(visit.client.ask("HOST other.example.com")).startsWith("504 ");
      visit.exchange("HOST " + TestCertificate.NAME, "220 yes");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void authUnderTls_isRefusedAndTlsStays(TlsEngine engine) throws Exception {
    try (TlsGateway gateway = gateway(engine, Client.OPTIONAL);
        TlsVisit visit = new TlsVisit(gateway.client(), gateway.server()).greet().secure()) {
      assertThat(visit.client.ask("AUTH TLS")).startsWith("503 ");
      assertThat(visit.client.ask("AUTH SSL")).startsWith("503 ");
      visit.login();
    }
  }

  /** With TLS 1.3 the JDK sends a KeyUpdate, which is no renegotiation. */
  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void keyUpdate_isTaken(TlsEngine engine) throws Exception {
    try (TlsGateway gateway = gateway(engine, Client.OPTIONAL);
        TlsVisit visit =
            new TlsVisit(gateway.client(), gateway.server()).greet().secure("TLSv1.3")) {
      for (int i = 0; i < 3; i++) {
        visit.client.renegotiate();
        visit.exchange("NOOP", "200 fine");
      }
    }
  }

  /** The JDK's engine reads its setting once a process: {@code TlsProcessIT} tries that. */
  @ParameterizedTest
  @EnumSource(names = "BORINGSSL")
  void renegotiation_endsTheSession(TlsEngine engine) throws Exception {
    try (TlsGateway gateway = gateway(engine, Client.OPTIONAL);
        TlsVisit visit =
            new TlsVisit(gateway.client(), gateway.server()).greet().secure("TLSv1.2")) {
      visit.exchange("NOOP", "200 fine");
      assertThatThrownBy(visit.client::renegotiate).isInstanceOf(UncheckedIOException.class);

      assertThat(visit.server.line()).isEqualTo("end");
      assertThat(gateway.await(SessionClosed.class).outcome())
          .isEqualTo(SessionOutcome.CLIENT_CLOSED);
      gateway.awaitNoSessions();
    }
  }

  /** Silence, half a record header, a record that never ends. */
  @ParameterizedTest
  @CsvSource({"BORINGSSL,''", "BORINGSSL,16", "BORINGSSL,16030140000100", "JDK,16030140000100"})
  void anImplicitListener_closesWhatDoesNotBegin(TlsEngine engine, String hex) throws Exception {
    try (TlsGateway gateway = gateway(engine, Client.IMPLICIT, false, Duration.ofMillis(500));
        ControlSocket client = gateway.client();
        ControlSocket server = gateway.server()) {
      server.type("220 ready");
      client.send(HexFormat.of().parseHex(hex));

      assertThat(client.plainRest()).isEmpty();
      assertThat(server.line()).isEqualTo("end");
      assertThat(gateway.await(TlsFailed.class).reason()).contains("too long");
      gateway.awaitNoSessions();
    }
  }

  /** C7: the pinholes are made as before, and stay as private as they were. */
  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void afterCcc_inspectionGoesOn(TlsEngine engine) throws Exception {
    try (TlsGateway gateway = gateway(engine, Client.OPTIONAL);
        TlsVisit visit = new TlsVisit(gateway.client(), gateway.server()).begin("TLSv1.3")) {
      assertThat(visit.client.ask("CCC")).startsWith("200 ");
      visit.client.endTlsSilently();

      assertThat(visit.client.ask("PORT 192,0,2,77,20,20")).startsWith("500 ");
      Socket raw = visit.connect(visit.passive());
      Socket server = visit.transfer("RETR file");
      SSLSocket data = visit.client.begin(raw);
      server.getOutputStream().write("a file".getBytes(StandardCharsets.US_ASCII));
      server.close();
      assertThat(data.getInputStream().readAllBytes()).asString().isEqualTo("a file");
      data.close();
      visit.server.type("226 done");
      assertThat(visit.client.line()).isEqualTo("226 done");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void whereCccIsNotAllowed_tlsStays(TlsEngine engine) throws Exception {
    try (TlsGateway gateway = gateway(engine, Client.OPTIONAL, false, Duration.ofSeconds(10));
        TlsVisit visit = new TlsVisit(gateway.client(), gateway.server()).begin("TLSv1.3")) {
      for (String command : List.of("CCC", "PROT S", "PROT X")) {
        assertThat(visit.client.ask(command)).startsWith("5");
      }
      visit.exchange("NOOP", "200 fine");
    }
  }

  private static TlsGateway gateway(TlsEngine engine, Client client) throws Exception {
    return gateway(engine, client, true, Duration.ofSeconds(10));
  }

  private static TlsGateway gateway(
      TlsEngine engine, Client client, boolean ccc, Duration handshake) throws Exception {
    return new TlsGateway(
        new TlsStance(client, Server.CLEAR, Protection.CLEAR, ccc, false),
        RealTls.of(engine, handshake));
  }
}
