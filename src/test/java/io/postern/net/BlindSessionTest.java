package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.GatewayEvent.DeviationSeen;
import io.postern.event.GatewayEvent.SessionBlind;
import io.postern.event.GatewayEvent.SessionClosed;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Deviation;
import io.postern.ftp.Protection;
import io.postern.session.TlsStance;
import io.postern.session.TlsStance.Client;
import io.postern.session.TlsStance.Server;
import io.postern.testing.Aside;
import io.postern.testing.ControlSocket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Pass-through: after the server's 234 both legs are relayed byte for byte. */
class BlindSessionTest {

  private static final int MUCH = 4 << 20;

  @Test
  void tlsOfClientAndServer_passesThrough() throws Exception {
    try (TlsGateway gateway = gateway();
        ControlSocket client = gateway.client();
        ControlSocket server = goBlind(gateway, client)) {
      CompletableFuture<ControlSocket> secured = Aside.call(server::tlsAsServer);
      client.tlsAsClient();
      secured.get(20, TimeUnit.SECONDS);

      client.type("USER anna");
      assertThat(server.line()).isEqualTo("USER anna");
      server.type("230 in");
      assertThat(client.line()).isEqualTo("230 in");
      client.end();
      assertThat(server.line()).isEqualTo("end");
      server.type("221 bye");
      server.end();
      assertThat(client.line()).isEqualTo("221 bye");
      assertThat(client.line()).isEqualTo("end");
      assertThat(gateway.await(SessionClosed.class).outcome())
          .isEqualTo(SessionOutcome.CLIENT_CLOSED);
      assertThat(gateway.has(SessionBlind.class)).isTrue();
      gateway.awaitNoSessions();
    }
  }

  @Test
  void manyBytesBothWays_areTheSame() throws Exception {
    byte[] up = bytes(1);
    byte[] down = bytes(2);
    try (TlsGateway gateway = gateway();
        ControlSocket client = gateway.client();
        ControlSocket server = goBlind(gateway, client)) {
      CompletableFuture<Void> sending = Aside.run(() -> sendAndEnd(client, up));
      CompletableFuture<Void> answering = Aside.run(() -> sendAndEnd(server, down));
      CompletableFuture<byte[]> atServer = Aside.call(server::rest);

      assertThat(client.rest()).isEqualTo(down);
      assertThat(atServer.get(20, TimeUnit.SECONDS)).isEqualTo(up);
      CompletableFuture.allOf(sending, answering).get(20, TimeUnit.SECONDS);
      gateway.awaitNoSessions();
    }
  }

  @Test
  void endOfTheServersHalf_leavesTheOther() throws Exception {
    try (TlsGateway gateway = gateway();
        ControlSocket client = gateway.client();
        ControlSocket server = goBlind(gateway, client)) {
      sendAndEnd(server, new byte[] {1, 2, 3});
      assertThat(client.rest()).containsExactly(1, 2, 3);
      sendAndEnd(client, new byte[] {4, 5});
      assertThat(server.rest()).containsExactly(4, 5);

      assertThat(gateway.await(SessionClosed.class).outcome())
          .isEqualTo(SessionOutcome.SERVER_CLOSED);
      gateway.awaitNoSessions();
    }
  }

  @Test
  void endOfTheServer_saysNothingInTheClear() throws Exception {
    try (TlsGateway gateway = gateway();
        ControlSocket client = gateway.client();
        ControlSocket server = goBlind(gateway, client)) {
      client.send(new byte[] {0x16, 3, 1});
      assertThat(server.plain().getInputStream().readNBytes(3)).containsExactly(0x16, 3, 1);
      server.hangUp();

      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void bytesBehind234_closeTheSession() throws Exception {
    try (TlsGateway gateway = gateway();
        ControlSocket client = gateway.client();
        ControlSocket server = gateway.server()) {
      server.type("220 ready");
      assertThat(client.line()).isEqualTo("220 ready");
      client.type("AUTH TLS");
      assertThat(server.line()).isEqualTo("AUTH TLS");
      server.send("234 go\r\n230 in\r\n");

      assertThat(client.line()).isEqualTo("234 go");
      assertThat(client.line()).isEqualTo("end");
      assertThat(server.line()).isEqualTo("end");
      assertThat(gateway.await(DeviationSeen.class).deviation()).isEqualTo(Deviation.TLS_RESIDUE);
    }
  }

  private static TlsGateway gateway() throws Exception {
    return new TlsGateway(
        new TlsStance(Client.OPAQUE, Server.CLEAR, Protection.CLEAR, false, false), TlsSource.NONE);
  }

  private static ControlSocket goBlind(TlsGateway gateway, ControlSocket client) {
    ControlSocket server = gateway.server();
    server.type("220 ready");
    assertThat(client.line()).isEqualTo("220 ready");
    client.type("AUTH TLS");
    assertThat(server.line()).isEqualTo("AUTH TLS");
    server.type("234 go");
    assertThat(client.line()).isEqualTo("234 go");
    return server;
  }

  private static void sendAndEnd(ControlSocket from, byte[] bytes) {
    from.send(bytes);
    from.endWithoutNotify();
  }

  private static byte[] bytes(long seed) {
    byte[] bytes = new byte[MUCH];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
