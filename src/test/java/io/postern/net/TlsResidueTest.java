package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.GatewayEvent.DeviationSeen;
import io.postern.event.GatewayEvent.SessionClosed;
import io.postern.event.GatewayEvent.TlsFailed;
import io.postern.event.GatewayEvent.TlsStarted;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Deviation;
import io.postern.ftp.Protection;
import io.postern.session.TlsStance;
import io.postern.session.TlsStance.Client;
import io.postern.session.TlsStance.Server;
import io.postern.testing.ControlSocket;
import io.postern.testing.RealTls;
import io.postern.tls.TlsEngine;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * C1 and C2: what was said in the clear around AUTH is never taken for something said under TLS.
 */
class TlsResidueTest {

  @ParameterizedTest
  @ValueSource(strings = {"USER mallory\r\n", "USER", "\r", "\377", "\026\003\001"})
  void bytesBehindAuth_inOneSegment(String residue) throws Exception {
    try (TlsGateway gateway = gateway(Client.OPTIONAL, Server.CLEAR);
        ControlSocket client = gateway.client();
        ControlSocket server = greeting(gateway, client)) {
      client.send("AUTH TLS\r\n" + residue);

      assertThat(client.line()).startsWith("234 ");
      assertThat(client.line()).startsWith("421 ");
      assertThat(client.line()).isEqualTo("end");
      assertThat(server.line()).isEqualTo("end");
      assertThat(gateway.await(DeviationSeen.class).deviation()).isEqualTo(Deviation.TLS_RESIDUE);
      assertThat(gateway.has(TlsStarted.class)).isFalse();
    }
  }

  /** The first read takes 512 bytes; what follows is read when TLS has begun. */
  @Test
  void bytesBehindAuth_inAReadOfTheirOwn() throws Exception {
    try (TlsGateway gateway = gateway(Client.OPTIONAL, Server.CLEAR);
        ControlSocket client = gateway.client();
        ControlSocket server = greeting(gateway, client)) {
      String first = "PROT " + "x".repeat(512 - "PROT \r\nAUTH TLS\r\n".length()) + "\r\n";
      client.send(first + "AUTH TLS\r\nUSER mallory\r\n");

      assertThat(client.line()).startsWith("503 ");
      assertThat(client.line()).startsWith("234 ");
      assertThat(client.plainRest()).doesNotContain("331", "530");
      assertThat(server.line()).isEqualTo("end");
      assertThat(gateway.await(SessionClosed.class).outcome()).isEqualTo(SessionOutcome.REFUSED);
      assertThat(gateway.has(TlsStarted.class)).isFalse();
    }
  }

  @Test
  void bytesBehindAuth_inASegmentOfTheirOwn() throws Exception {
    try (TlsGateway gateway = gateway(Client.OPTIONAL, Server.CLEAR);
        ControlSocket client = gateway.client();
        ControlSocket server = greeting(gateway, client)) {
      assertThat(client.ask("AUTH TLS")).startsWith("234 ");
      client.type("USER mallory");

      assertThat(client.plainRest()).doesNotContain("mallory").doesNotContain("331");
      assertThat(server.line()).isEqualTo("end");
      assertThat(gateway.await(TlsFailed.class).side()).isEqualTo("client");
    }
  }

  @Test
  void aLineBegunBeforeTls_isNotFinishedUnderIt() throws Exception {
    try (TlsGateway gateway = gateway(Client.OPTIONAL, Server.MATCH);
        ControlSocket client = gateway.client();
        ControlSocket server = greeting(gateway, client)) {
      client.type("AUTH TLS");
      assertThat(server.line()).isEqualTo("AUTH TLS");
      client.send("DELE /etc/pass");
      server.type("234 go");
      server.tlsAsServer();
      assertThat(server.line()).isEqualTo("PBSZ 0");
      server.type("200 ok");
      assertThat(server.line()).isEqualTo("PROT P");
      server.type("200 ok");

      assertThat(client.line()).startsWith("234 ");
      assertThat(client.line()).startsWith("421 ");
      assertThat(server.line()).isEqualTo("end");
      assertThat(gateway.await(DeviationSeen.class).deviation()).isEqualTo(Deviation.TLS_RESIDUE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"230 You are in\r\n", "2", "\026\003\003"})
  void bytesBehind234_inOneSegment(String residue) throws Exception {
    try (TlsGateway gateway = gateway(Client.NONE, Server.EXPLICIT);
        ControlSocket client = gateway.client();
        ControlSocket server = gateway.server()) {
      server.type("220 ready");
      assertThat(server.line()).isEqualTo("AUTH TLS");
      server.send("234 go\r\n" + residue);

      assertThat(client.line()).startsWith("421 ");
      assertThat(client.line()).isEqualTo("end");
      assertThat(server.line()).as("no ClientHello").isEqualTo("end");
      assertThat(gateway.await(DeviationSeen.class).deviation()).isEqualTo(Deviation.TLS_RESIDUE);
    }
  }

  @Test
  void bytesBehind234_inASegmentOfTheirOwn() throws Exception {
    try (TlsGateway gateway = gateway(Client.NONE, Server.EXPLICIT);
        ControlSocket client = gateway.client();
        ControlSocket server = gateway.server()) {
      server.type("220 ready");
      assertThat(server.line()).isEqualTo("AUTH TLS");
      server.type("234 go");
      assertThat(server.plain().getInputStream().read()).as("a TLS record").isEqualTo(0x16);
      server.type("230 You are in");

      assertThat(client.line()).startsWith("421 ");
      assertThat(client.line()).isEqualTo("end");
      assertThat(gateway.await(TlsFailed.class).side()).isEqualTo("server");
      client.hangUp();
      gateway.awaitNoSessions();
    }
  }

  @Test
  void handshakeThatNeverComes_endsInTime() throws Exception {
    try (TlsGateway gateway =
            new TlsGateway(stance(Client.REQUIRED, Server.CLEAR), tls(Duration.ofMillis(300)));
        ControlSocket client = gateway.client();
        ControlSocket server = greeting(gateway, client)) {
      assertThat(client.ask("AUTH TLS")).startsWith("234 ");

      assertThat(client.plainRest()).isEmpty();
      assertThat(server.line()).isEqualTo("end");
      assertThat(gateway.await(TlsFailed.class).reason()).contains("too long");
      assertThat(gateway.await(SessionClosed.class).outcome()).isEqualTo(SessionOutcome.REFUSED);
      gateway.awaitNoSessions();
    }
  }

  @Test
  void halfAHandshake_thenTheEnd() throws Exception {
    try (TlsGateway gateway = gateway(Client.OPTIONAL, Server.CLEAR);
        ControlSocket client = gateway.client();
        ControlSocket server = greeting(gateway, client)) {
      assertThat(client.ask("AUTH TLS")).startsWith("234 ");
      client.sendPlain("\026\003\001\002\000\001");
      client.endWithoutNotify();

      assertThat(client.plainRest()).doesNotContain("421");
      assertThat(server.line()).isEqualTo("end");
      assertThat(gateway.await(TlsFailed.class).reason()).contains("ended during");
      gateway.awaitNoSessions();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONAL", "IMPLICIT"})
  void httpInPlaceOfAClientHello_isNotEchoed(String stance) throws Exception {
    Client wanted = Client.valueOf(stance);
    try (TlsGateway gateway = gateway(wanted, Server.CLEAR);
        ControlSocket client = gateway.client()) {
      try (ControlSocket server = gateway.server()) {
        server.type("220 ready");
        if (wanted == Client.OPTIONAL) {
          assertThat(client.line()).isEqualTo("220 ready");
          assertThat(client.ask("AUTH TLS")).startsWith("234 ");
        }
        client.send("GET /secret HTTP/1.1\r\nHost: evil\r\n\r\n");

        assertThat(client.plainRest()).doesNotContain("secret", "evil", "HTTP", "220");
        assertThat(server.line()).isEqualTo("end");
        assertThat(gateway.await(TlsFailed.class).reason())
            .doesNotContain("secret", "evil", "474554");
        gateway.awaitNoSessions();
      }
    }
  }

  @Test
  void httpUnderTls_isClosed() throws Exception {
    try (TlsGateway gateway = gateway(Client.OPTIONAL, Server.CLEAR);
        ControlSocket client = gateway.client();
        ControlSocket server = greeting(gateway, client)) {
      assertThat(client.ask("AUTH TLS")).startsWith("234 ");
      client.tlsAsClient();
      client.send("POST / HTTP/1.1\r\n");

      assertThat(client.line()).startsWith("421 ");
      assertThat(client.line()).isEqualTo("end");
      assertThat(server.line()).isEqualTo("end");
    }
  }

  @Test
  void garbageUnderTls_endsTheSession() throws Exception {
    try (TlsGateway gateway = gateway(Client.OPTIONAL, Server.CLEAR);
        ControlSocket client = gateway.client();
        ControlSocket server = greeting(gateway, client)) {
      assertThat(client.ask("AUTH TLS")).startsWith("234 ");
      client.tlsAsClient();
      client.type("NOOP");
      assertThat(server.line()).isEqualTo("NOOP");
      client.sendPlain("USER anna\r\n");

      assertThat(server.line()).isEqualTo("end");
      assertThat(gateway.await(SessionClosed.class).outcome())
          .isEqualTo(SessionOutcome.CLIENT_CLOSED);
      gateway.awaitNoSessions();
    }
  }

  @Test
  void aLineBegunUnderTls_isNotFinishedInTheClear() throws Exception {
    try (TlsGateway gateway = gateway(Client.OPTIONAL, Server.CLEAR);
        ControlSocket client = gateway.client();
        ControlSocket server = greeting(gateway, client)) {
      assertThat(client.ask("AUTH TLS")).startsWith("234 ");
      client.tlsAsClient();
      client.send("CCC\r\nDELE ");
      assertThat(client.line()).startsWith("200 ");
      client.endTlsSilently();
      client.type("everything");

      assertThat(client.line()).startsWith("421 ");
      assertThat(server.line()).isEqualTo("end");
      assertThat(gateway.await(DeviationSeen.class).deviation()).isEqualTo(Deviation.TLS_RESIDUE);
    }
  }

  /** The gateway's TLS, with a time limit for handshakes. */
  TlsSource tls(Duration handshake) {
    return RealTls.of(TlsEngine.JDK, handshake);
  }

  private TlsGateway gateway(Client client, Server server) throws Exception {
    return new TlsGateway(stance(client, server), tls(Duration.ofSeconds(10)));
  }

  private static TlsStance stance(Client client, Server server) {
    return new TlsStance(client, server, Protection.CLEAR, true, false);
  }

  private static ControlSocket greeting(TlsGateway gateway, ControlSocket client) {
    ControlSocket server = gateway.server();
    server.type("220 ready");
    assertThat(client.line()).isEqualTo("220 ready");
    return server;
  }
}
