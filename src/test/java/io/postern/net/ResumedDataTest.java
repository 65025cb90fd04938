package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.event.GatewayEvent.TransferEnded;
import io.postern.ftp.Protection;
import io.postern.session.TlsStance;
import io.postern.session.TlsStance.Client;
import io.postern.session.TlsStance.Server;
import io.postern.testing.RealTls;
import io.postern.testing.TlsVisit;
import io.postern.tls.TlsEngine;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C5: a client's data connection must resume the TLS session of its control channel. */
class ResumedDataTest {

  private static final String LISTING = "a listing\r\n";

  @ParameterizedTest
  @MethodSource("io.postern.net.TlsForms#every")
  void aDataConnectionThatResumes_isTaken(TlsEngine engine, String protocol) throws Exception {
    try (TlsGateway gateway = gateway(engine);
        TlsVisit visit = visit(gateway, protocol)) {
      for (int i = 0; i < times(engine, protocol); i++) {
        Socket raw = visit.connect(visit.passive());
        Socket server = visit.transfer("LIST");
        try (SSLSocket client = visit.client.resume(raw)) {
          server.getOutputStream().write(LISTING.getBytes(StandardCharsets.US_ASCII));
          server.close();
          assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo(LISTING);
        }
        visit.server.type("226 done");
        assertThat(visit.client.line()).isEqualTo("226 done");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.TlsForms#every")
  void aDataConnectionWithASessionOfItsOwn_is522(TlsEngine engine, String protocol)
      throws Exception {
    try (TlsGateway gateway = gateway(engine);
        TlsVisit visit = visit(gateway, protocol)) {
      Socket raw = visit.connect(visit.passive());
      Socket server = visit.transfer("STOR file");
      knock(visit.client.begin(raw));

      assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(IOException.class);
      assertThat(visit.client.line()).startsWith("522 ");
      assertThat(gateway.await(TransferEnded.class).stats())
          .returns(DataEnd.NOT_RESUMED, DataStats::end);
    }
  }

  /** Who was refused may hold a session that looks like the client's: it opens nothing. */
  @ParameterizedTest
  @MethodSource("io.postern.net.TlsForms#every")
  void afterOneThatWasRefused_noneIsTaken(TlsEngine engine, String protocol) throws Exception {
    try (TlsGateway gateway = gateway(engine);
        TlsVisit visit = visit(gateway, protocol)) {
      Socket raw = visit.connect(visit.passive());
      visit.transfer("STOR file");
      knock(visit.client.begin(raw));
      assertThat(visit.client.line()).startsWith("522 ");
      visit.server.type("426 aborted");

      Socket own = visit.connect(visit.passive());
      Socket server = visit.transfer("STOR file");
      knock(visit.client.resume(own));
      assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(IOException.class);
      assertThat(visit.client.line()).startsWith("522 ");
    }
  }

  /** The JDK uses a ticket of TLS 1.3 once, and as a server gives one for each control channel. */
  private static int times(TlsEngine engine, String protocol) {
    return engine == TlsEngine.JDK && protocol.equals("TLSv1.3") ? 1 : 3;
  }

  /** A handshake, as far as it goes. */
  private static void knock(SSLSocket socket) throws IOException {
    try (socket) {
      socket.startHandshake();
    } catch (IOException refused) {
      // That is what is tested.
    }
  }

  private static TlsVisit visit(TlsGateway gateway, String protocol) throws Exception {
    return new TlsVisit(gateway.client(), gateway.server()).begin(protocol);
  }

  private static TlsGateway gateway(TlsEngine engine) throws Exception {
    return new TlsGateway(
        new TlsStance(Client.REQUIRED, Server.CLEAR, Protection.PRIVATE, false, false),
        RealTls.of(engine, Duration.ofSeconds(10), true));
  }
}
