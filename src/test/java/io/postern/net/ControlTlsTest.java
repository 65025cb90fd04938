package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.GatewayEvent.ReplySent;
import io.postern.event.GatewayEvent.TlsStarted;
import io.postern.ftp.Protection;
import io.postern.session.TlsStance;
import io.postern.session.TlsStance.Client;
import io.postern.session.TlsStance.Server;
import io.postern.testing.Aside;
import io.postern.testing.ControlSocket;
import io.postern.testing.RealTls;
import io.postern.testing.TestCertificate;
import io.postern.tls.TlsEngine;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS on the control channels of real sockets, as it should be. */
class ControlTlsTest {

  private static final String TLS_1_2 = "TLSv1.2";
  private static final String TLS_1_3 = "TLSv1.3";

  @ParameterizedTest
  @ValueSource(strings = {TLS_1_2, TLS_1_3})
  void authTls_terminated(String protocol) throws Exception {
    try (TlsGateway gateway = gateway(Client.REQUIRED, Server.CLEAR);
        ControlSocket client = gateway.client();
        ControlSocket server = greeting(gateway, client)) {
      secure(client, protocol);

      assertThat(client.protocol()).isEqualTo(protocol);
      exchange(client, server, "USER anna", "230 in");
      TlsStarted started = gateway.await(TlsStarted.class);
      assertThat(started.side()).isEqualTo("client");
      assertThat(started.protocol()).isEqualTo(protocol);
      assertThat(started.name()).isEqualTo(TestCertificate.NAME);

      quit(client, server);
      gateway.awaitNoSessions();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TLS_1_2, TLS_1_3})
  void explicitTls_towardsTheServer(String protocol) throws Exception {
    try (TlsGateway gateway = gateway(Client.NONE, Server.EXPLICIT);
        ControlSocket client = gateway.client();
        ControlSocket server = gateway.server()) {
      server.type("220 ready");
      assertThat(server.line()).isEqualTo("AUTH TLS");
      server.type("234 go");
      server.tlsAsServer(protocol);
      agree(server);
      assertThat(client.line()).isEqualTo("220 ready");

      exchange(client, server, "USER anna", "230 in");
      client.type("QUIT");
      assertThat(server.line()).isEqualTo("QUIT");
      server.type("221 bye");
      assertThat(client.line()).isEqualTo("221 bye");
      assertThat(server.line()).as("close_notify, then the end").isEqualTo("end");
      assertThat(client.line()).isEqualTo("end");
    }
  }

  @Test
  void matchedTls_onBothLegs() throws Exception {
    try (TlsGateway gateway = gateway(Client.OPTIONAL, Server.MATCH);
        ControlSocket client = gateway.client();
        ControlSocket server = greeting(gateway, client)) {
      client.type("AUTH TLS");
      assertThat(server.line()).isEqualTo("AUTH TLS");
      server.type("234 go");
      server.tlsAsServer();
      agree(server);
      assertThat(client.line()).startsWith("234 ");
      client.tlsAsClient();

      exchange(client, server, "USER anna", "230 in");
      quit(client, server);
    }
  }

  @Test
  void implicitTls_onBothLegs() throws Exception {
    try (TlsGateway gateway = gateway(Client.IMPLICIT, Server.IMPLICIT);
        ControlSocket client = gateway.client();
        ControlSocket server = gateway.server()) {
      CompletableFuture<ControlSocket> secured = Aside.call(server::tlsAsServer);
      client.tlsAsClient();
      secured.get(20, TimeUnit.SECONDS);
      server.type("220 ready");
      agree(server);

      assertThat(client.line()).isEqualTo("220 ready");
      exchange(client, server, "USER anna", "230 in");
      quit(client, server);
    }
  }

  @Test
  void greetingBeforeTheClientHello_waitsForTls() throws Exception {
    try (TlsGateway gateway = gateway(Client.IMPLICIT, Server.CLEAR);
        ControlSocket client = gateway.client();
        ControlSocket server = gateway.server()) {
      server.type("220 ready");
      assertThat(gateway.await(ReplySent.class).code()).isEqualTo(220);

      client.tlsAsClient();
      assertThat(client.line()).isEqualTo("220 ready");
    }
  }

  @Test
  void aServerThatCanNotBeReached_isToldUnderTls() throws Exception {
    try (TlsGateway gateway = gateway(Client.IMPLICIT, Server.CLEAR)) {
      gateway.refuse();
      try (ControlSocket client = gateway.client()) {
        assertThat(gateway.await(ReplySent.class).code()).isEqualTo(421);

        client.tlsAsClient();
        assertThat(client.line()).startsWith("421 ");
        assertThat(client.line()).isEqualTo("end");
      }
    }
  }

  @Test
  void clientHello_aByteAtATime() throws Exception {
    try (TlsGateway gateway = gateway(Client.OPTIONAL, Server.CLEAR);
        Dribbling socket = new Dribbling();
        ControlSocket client = gateway.client(socket);
        ControlSocket server = greeting(gateway, client)) {
      secure(client, TLS_1_3);

      exchange(client, server, "USER anna", "230 in");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TLS_1_2, TLS_1_3})
  void ccc_thatTheClientAnswersWithCloseNotify(String protocol) throws Exception {
    try (TlsGateway gateway = gateway(Client.OPTIONAL, Server.CLEAR);
        ControlSocket client = gateway.client();
        ControlSocket server = greeting(gateway, client)) {
      secure(client, protocol);
      exchange(client, server, "USER anna", "230 in");
      assertThat(client.ask("CCC")).startsWith("200 ");
      client.endTlsTogether();

      exchange(client, server, "NOOP", "200 fine");
      exchange(client, server, "PWD", "257 /");
      secure(client, protocol);
      exchange(client, server, "USER anna", "230 in again");
      quit(client, server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TLS_1_2, TLS_1_3})
  void ccc_thatTheClientDoesNotAnswer(String protocol) throws Exception {
    try (TlsGateway gateway = gateway(Client.OPTIONAL, Server.CLEAR);
        ControlSocket client = gateway.client();
        ControlSocket server = greeting(gateway, client)) {
      secure(client, protocol);
      exchange(client, server, "USER anna", "230 in");
      assertThat(client.ask("CCC")).startsWith("200 ");
      client.endTlsSilently();

      exchange(client, server, "NOOP", "200 fine");
      secure(client, protocol);
      exchange(client, server, "USER anna", "230 in again");
      quit(client, server);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rein_endsTls(boolean together) throws Exception {
    try (TlsGateway gateway = gateway(Client.OPTIONAL, Server.CLEAR);
        ControlSocket client = gateway.client();
        ControlSocket server = greeting(gateway, client)) {
      secure(client, TLS_1_3);
      exchange(client, server, "USER anna", "230 in");
      exchange(client, server, "REIN", "220 anew");
      if (together) {
        client.endTlsTogether();
      } else {
        client.endTlsSilently();
      }

      exchange(client, server, "NOOP", "200 fine");
    }
  }

  @Test
  void commandsBehindCcc_underTls_areCommandsStill() throws Exception {
    try (TlsGateway gateway = gateway(Client.OPTIONAL, Server.CLEAR);
        ControlSocket client = gateway.client();
        ControlSocket server = greeting(gateway, client)) {
      secure(client, TLS_1_3);
      exchange(client, server, "USER anna", "230 in");
      client.send("CCC\r\nNOOP\r\n");
      assertThat(client.line()).startsWith("200 ");
      client.endTlsSilently();
      assertThat(server.line()).isEqualTo("NOOP");
      server.type("200 fine");

      assertThat(client.line()).isEqualTo("200 fine");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endOfTheClientsHalf_afterACommand(boolean closeNotify) throws Exception {
    try (TlsGateway gateway = gateway(Client.OPTIONAL, Server.CLEAR);
        ControlSocket client = gateway.client();
        ControlSocket server = greeting(gateway, client)) {
      secure(client, TLS_1_3);
      client.type("NOOP");
      if (closeNotify) {
        client.end();
      } else {
        client.endWithoutNotify();
      }

      assertThat(server.line()).isEqualTo("NOOP");
      assertThat(server.line()).isEqualTo("end");
      server.type("200 fine");
      if (!closeNotify || repliesAfterCloseNotify()) {
        assertThat(client.line()).isEqualTo("200 fine");
      }
      server.hangUp();
      assertThat(client.line()).as("close_notify, then the end").isEqualTo("end");
      gateway.awaitNoSessions();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TLS_1_2, TLS_1_3})
  void endOfTheServer_underTls(String protocol) throws Exception {
    try (TlsGateway gateway = gateway(Client.OPTIONAL, Server.EXPLICIT);
        ControlSocket client = gateway.client();
        ControlSocket server = gateway.server()) {
      server.type("220 ready");
      assertThat(server.line()).isEqualTo("AUTH TLS");
      server.type("234 go");
      server.tlsAsServer(protocol);
      agree(server);
      assertThat(client.line()).isEqualTo("220 ready");
      secure(client, protocol);
      server.type("421 enough");
      server.end();

      assertThat(client.line()).isEqualTo("421 enough");
      assertThat(client.line()).isEqualTo("end");
      assertThat(server.line()).isEqualTo("end");
      client.hangUp();
      gateway.awaitNoSessions();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TLS_1_2, TLS_1_3})
  void pipelinedBurst_underTls(String protocol) throws Exception {
    int count = 64 * 1024 / "NOOP\r\n".length();
    try (TlsGateway gateway = gateway(Client.OPTIONAL, Server.CLEAR);
        ControlSocket client = gateway.client();
        ControlSocket server = greeting(gateway, client)) {
      secure(client, protocol);
      CompletableFuture<Void> answers =
          Aside.run(
              () -> {
                for (int i = 0; i < count; i++) {
                  assertThat(server.line()).isEqualTo("NOOP");
                  server.type("200 " + i);
                }
              });
      client.send("NOOP\r\n".repeat(count).getBytes(StandardCharsets.US_ASCII));

      for (int i = 0; i < count; i++) {
        assertThat(client.line()).isEqualTo("200 " + i);
      }
      answers.get(20, TimeUnit.SECONDS);
    }
  }

  /** The gateway's TLS, with a time limit for handshakes. */
  TlsSource tls(Duration handshake) {
    return RealTls.of(TlsEngine.JDK, handshake);
  }

  /** TLS 1.3 allows it (RFC 8446 section 6.1), and so does the JDK's engine. */
  boolean repliesAfterCloseNotify() {
    return true;
  }

  private TlsGateway gateway(Client client, Server server) throws Exception {
    return new TlsGateway(
        new TlsStance(client, server, Protection.CLEAR, true, false), tls(Duration.ofSeconds(10)));
  }

  /** Gives the server, whose greeting the client has seen. */
  private static ControlSocket greeting(TlsGateway gateway, ControlSocket client) {
    ControlSocket server = gateway.server();
    server.type("220 ready");
    assertThat(client.line()).isEqualTo("220 ready");
    return server;
  }

  private static void secure(ControlSocket client, String protocol) {
    assertThat(client.ask("AUTH TLS")).startsWith("234 ");
    client.tlsAsClient(protocol);
  }

  /** What the gateway asks of a server after the handshake. */
  private static void agree(ControlSocket server) {
    assertThat(server.line()).isEqualTo("PBSZ 0");
    server.type("200 ok");
    assertThat(server.line()).isEqualTo("PROT P");
    server.type("200 ok");
  }

  private static void exchange(
      ControlSocket client, ControlSocket server, String command, String reply) {
    client.type(command);
    assertThat(server.line()).isEqualTo(command);
    server.type(reply);
    assertThat(client.line()).isEqualTo(reply);
  }

  /** The end, with close_notify: without it the JDK's sockets throw. */
  private static void quit(ControlSocket client, ControlSocket server) {
    exchange(client, server, "QUIT", "221 bye");
    assertThat(client.line()).isEqualTo("end");
    assertThat(server.line()).isEqualTo("end");
    client.hangUp();
  }

  /** Sends every byte in a segment of its own. */
  private static final class Dribbling extends Socket {

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
          for (int i = from; i < from + count; i++) {
            out.write(bytes[i]);
            out.flush();
          }
        }
      };
    }
  }
}
