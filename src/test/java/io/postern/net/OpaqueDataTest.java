package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.postern.config.RulesFile;
import io.postern.event.DataEnd;
import io.postern.event.GatewayEvent;
import io.postern.event.GatewayEvent.LimitHit;
import io.postern.event.GatewayEvent.OpaqueDataBlocked;
import io.postern.event.GatewayEvent.OpaqueDataClosed;
import io.postern.event.GatewayEvent.OpaqueDataOpened;
import io.postern.event.GatewayEvent.OpaquePortsClosed;
import io.postern.event.GatewayEvent.OpaquePortsOpened;
import io.postern.event.GatewayEvent.RuleApplied;
import io.postern.event.GatewayEvent.SessionBlind;
import io.postern.event.GatewayEvent.SessionClosed;
import io.postern.event.GatewayEvent.Stopping;
import io.postern.event.Limit;
import io.postern.event.SessionOutcome;
import io.postern.net.OpaqueGateway.Blind;
import io.postern.net.OpaqueGateway.Data;
import io.postern.policy.Policy;
import io.postern.testing.Aside;
import io.postern.testing.ControlSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Data connections of blind sessions: who may come in where, for how long, and what is carried. */
class OpaqueDataTest {

  private static final String CLIENT = "127.0.0.1";
  private static final String STRANGER = "127.0.0.9";
  private static final int MUCH = 4 << 20;

  @Test
  void bytesBothWays_areTheSame_andEachHalfEndsByItself() throws Exception {
    byte[] up = bytes(1);
    byte[] down = bytes(2);
    try (OpaqueGateway gateway = new OpaqueGateway();
        Blind session = gateway.blind(CLIENT);
        Data data = gateway.data(CLIENT)) {
      CompletableFuture<Void> sending = Aside.run(() -> sendAndEnd(data.client(), up));
      assertThat(data.server().rest()).isEqualTo(up);
      sending.get(20, TimeUnit.SECONDS);
      CompletableFuture<Void> answering = Aside.run(() -> sendAndEnd(data.server(), down));
      assertThat(data.client().rest()).isEqualTo(down);
      answering.get(20, TimeUnit.SECONDS);

      OpaqueDataClosed closed = gateway.await(OpaqueDataClosed.class);
      assertThat(closed.stats().end()).isEqualTo(DataEnd.COMPLETED);
      assertThat(closed.stats().bytesToServer()).isEqualTo(MUCH);
      assertThat(closed.stats().bytesToClient()).isEqualTo(MUCH);
      OpaqueDataOpened opened = gateway.await(OpaqueDataOpened.class);
      assertThat(opened.target().toSocketAddress())
          .isEqualTo(new InetSocketAddress(gateway.server, gateway.port));
      assertThat(opened.session().id()).isEqualTo(gateway.await(SessionBlind.class).session().id());
      session.client().type("still here");
      assertThat(session.server().line()).isEqualTo("still here");
    }
  }

  @Test
  void endOfTheServersHalf_leavesTheClients() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway();
        Blind session = gateway.blind(CLIENT);
        Data data = gateway.data(CLIENT)) {
      sendAndEnd(data.server(), new byte[] {1, 2});
      assertThat(data.client().rest()).containsExactly(1, 2);
      sendAndEnd(data.client(), new byte[] {3});
      assertThat(data.server().rest()).containsExactly(3);
      assertThat(session.client().plain().isClosed()).isFalse();
    }
  }

  @Test
  void portsAreOpen_onlyWhileABlindSessionLives() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway();
        ControlSocket client = gateway.client(CLIENT);
        ControlSocket server = gateway.server(client)) {
      assertThat(gateway.isOpen(gateway.port)).isFalse();
      server.type("234 go");
      assertThat(client.line()).isEqualTo("234 go");

      assertThat(gateway.isOpen(gateway.port)).isTrue();
      assertThat(gateway.isOpen(gateway.port + 1)).isTrue();
      assertThat(gateway.isOpen(gateway.port + 2)).isFalse();
      assertThat(gateway.await(SessionBlind.class).ports())
          .isEqualTo(gateway.port + "-" + (gateway.port + 1));

      new Blind(client, server).end();
      gateway.await(OpaquePortsClosed.class);
      assertThat(gateway.isOpen(gateway.port)).isFalse();
      assertThat(gateway.isOpen(gateway.port + 1)).isFalse();
    }
  }

  @Test
  void serverThatRefusesAuth_opensNothing() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway();
        ControlSocket client = gateway.client(CLIENT);
        ControlSocket server = gateway.server(client)) {
      server.type("502 no");
      assertThat(client.line()).isEqualTo("502 no");

      assertThat(gateway.isOpen(gateway.port)).isFalse();
      assertThat(gateway.all(OpaquePortsOpened.class)).isEmpty();
    }
  }

  @Test
  void stranger_isReset_andTheClientsTransferIsNot() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway();
        Blind session = gateway.blind(CLIENT);
        Data data = gateway.data(CLIENT);
        ServerSocket atServer = gateway.listen()) {
      assertThat(gateway.knock(STRANGER, gateway.port)).isEqualTo("reset");
      OpaqueDataBlocked blocked = gateway.await(OpaqueDataBlocked.class);
      assertThat(blocked.stranger().address().getHostAddress()).isEqualTo(STRANGER);
      assertThat(blocked.listening().port()).isEqualTo(gateway.port);

      sendAndEnd(data.client(), new byte[] {7});
      assertThat(data.server().rest()).containsExactly(7);
      atServer.setSoTimeout(1);
      assertThatThrownBy(atServer::accept)
          .as("a connection of the stranger at the server")
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(session.client().plain().isClosed()).isFalse();
    }
  }

  @Test
  void clientInTheClear_isAStranger() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway();
        Blind session = gateway.blind(CLIENT);
        ControlSocket other = gateway.client(STRANGER);
        ControlSocket otherAtServer = gateway.server(other)) {
      assertThat(gateway.knock(STRANGER, gateway.port)).isEqualTo("reset");
      gateway.await(OpaqueDataBlocked.class);
      assertThat(session.client().plain().isClosed()).isFalse();
      assertThat(otherAtServer.plain().isClosed()).isFalse();
    }
  }

  @Test
  void serverThatRefusesTheDataConnection_resetsTheClient() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway();
        Blind session = gateway.blind(CLIENT)) {
      assertThat(gateway.knock(CLIENT, gateway.port)).isEqualTo("reset");

      OpaqueDataClosed closed = gateway.await(OpaqueDataClosed.class);
      assertThat(closed.stats().end()).isEqualTo(DataEnd.UNREACHABLE);
      assertThat(closed.stats().detail()).contains("refused");
      session.server().type("425 no");
      assertThat(session.client().line()).isEqualTo("425 no");
      await().atMost(OpaqueGateway.PATIENCE).until(() -> gateway.pinholes.running() == 0);
    }
  }

  @Test
  void moreDataConnectionsThanTheLimit_areReset() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway("limits: {data-connections-per-session: 1}");
        Blind session = gateway.blind(CLIENT);
        Data data = gateway.data(CLIENT)) {
      assertThat(gateway.knock(CLIENT, gateway.port + 1)).isEqualTo("reset");
      assertThat(gateway.await(LimitHit.class).limit())
          .isEqualTo(Limit.DATA_CONNECTIONS_PER_SESSION);

      try (Blind more = gateway.blind(CLIENT);
          Data third = gateway.data(CLIENT)) {
        sendAndEnd(third.client(), new byte[] {3});
        assertThat(third.server().rest()).containsExactly(3);
        assertThat(more.client().plain().isClosed()).isFalse();
      }
      sendAndEnd(data.client(), new byte[] {1});
      assertThat(data.server().rest()).containsExactly(1);
      assertThat(session.client().plain().isClosed()).isFalse();
    }
  }

  @Test
  void dataConnectionsCountAsPinholes() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway("limits: {pinholes: 1}");
        Blind session = gateway.blind(CLIENT);
        Data data = gateway.data(CLIENT)) {
      assertThat(gateway.pinholes.running()).isEqualTo(1);
      assertThat(gateway.knock(CLIENT, gateway.port + 1)).isEqualTo("reset");
      assertThat(gateway.await(LimitHit.class).limit()).isEqualTo(Limit.PINHOLES);
      sendAndEnd(data.client(), new byte[0]);
      sendAndEnd(data.server(), new byte[0]);
      await().atMost(OpaqueGateway.PATIENCE).until(() -> gateway.pinholes.running() == 0);
      assertThat(session.client().plain().isClosed()).isFalse();
    }
  }

  @Test
  void afterTheLastSession_dataEndsInItsTime_andNobodyElseComesIn() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway("timeouts: {drain: 20s}");
        Blind session = gateway.blind(CLIENT);
        Data data = gateway.data(CLIENT)) {
      session.end();
      gateway.await(OpaquePortsClosed.class);
      assertThat(gateway.isOpen(gateway.port)).isFalse();
      assertThat(gateway.all(SessionClosed.class)).isEmpty();

      byte[] down = bytes(3);
      CompletableFuture<Void> sending = Aside.run(() -> sendAndEnd(data.server(), down));
      assertThat(data.client().rest()).isEqualTo(down);
      sending.get(20, TimeUnit.SECONDS);
      data.client().endWithoutNotify();

      gateway.await(SessionClosed.class);
      assertThat(gateway.all(OpaqueDataClosed.class))
          .singleElement()
          .satisfies(closed -> assertThat(closed.stats().end()).isEqualTo(DataEnd.COMPLETED));
    }
  }

  @Test
  void afterTheDrainTime_dataIsReset() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway("timeouts: {drain: 1s}");
        Blind session = gateway.blind(CLIENT);
        Data data = gateway.data(CLIENT)) {
      session.end();

      assertThat(data.client().plainRest()).isEmpty();
      assertThat(data.server().plainRest()).isEmpty();
      assertThat(gateway.await(OpaqueDataClosed.class).stats().end()).isEqualTo(DataEnd.ABORTED);
      assertThat(gateway.await(LimitHit.class).limit()).isEqualTo(Limit.DRAIN_TIMEOUT);
      gateway.await(SessionClosed.class);
    }
  }

  @Test
  void otherSessionOfTheClient_keepsItsDataFromDraining() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway("timeouts: {drain: 1s}");
        Blind first = gateway.blind(CLIENT);
        Blind second = gateway.blind(CLIENT);
        Data data = gateway.data(CLIENT)) {
      second.end();
      await()
          .during(Duration.ofMillis(1500))
          .atMost(OpaqueGateway.PATIENCE)
          .until(() -> gateway.all(OpaqueDataClosed.class).isEmpty());
      assertThat(gateway.isOpen(gateway.port + 1)).isTrue();
      data.server().send("abc");
      assertThat(data.client().plain().getInputStream().readNBytes(3)).hasSize(3);

      first.end();
      assertThat(data.client().plainRest()).isEmpty();
      await()
          .atMost(OpaqueGateway.PATIENCE)
          .until(() -> gateway.all(SessionClosed.class).size() == 2);
    }
  }

  @Test
  void idleTimer_restsWhileDataRuns() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway("timeouts: {idle: 2s}");
        Blind session = gateway.blind(CLIENT);
        Data data = gateway.data(CLIENT)) {
      await()
          .during(Duration.ofMillis(2500))
          .atMost(OpaqueGateway.PATIENCE)
          .until(() -> gateway.all(LimitHit.class).isEmpty());
      sendAndEnd(data.client(), new byte[] {1});
      assertThat(data.server().rest()).containsExactly(1);
      data.server().endWithoutNotify();

      assertThat(gateway.await(SessionClosed.class).outcome()).isEqualTo(SessionOutcome.TIMED_OUT);
      assertThat(session.client().line()).isEqualTo("end");
    }
  }

  @Test
  void stop_endsABlindSessionWithoutData_atOnce() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway("timeouts: {stop: 20s}");
        Blind session = gateway.blind(CLIENT)) {
      CompletableFuture<Void> stopping = Aside.run(gateway::stop);

      assertThat(session.client().line()).isEqualTo("end");
      stopping.get(15, TimeUnit.SECONDS);
      assertThat(gateway.await(SessionClosed.class).outcome()).isEqualTo(SessionOutcome.STOPPED);
    }
  }

  @Test
  void stop_waitsForTheDataOfABlindSession() throws Exception {
    byte[] down = bytes(4);
    try (OpaqueGateway gateway = new OpaqueGateway("timeouts: {stop: 20s}");
        Blind session = gateway.blind(CLIENT);
        Data data = gateway.data(CLIENT)) {
      CompletableFuture<Void> stopping = Aside.run(gateway::stop);
      gateway.await(Stopping.class);
      CompletableFuture<Void> sending = Aside.run(() -> sendAndEnd(data.server(), down));
      assertThat(data.client().rest()).isEqualTo(down);
      sending.get(20, TimeUnit.SECONDS);
      assertThat(gateway.all(SessionClosed.class)).isEmpty();
      data.client().endWithoutNotify();

      assertThat(session.client().line()).isEqualTo("end");
      stopping.get(15, TimeUnit.SECONDS);
      assertThat(gateway.await(OpaqueDataClosed.class).stats().end()).isEqualTo(DataEnd.COMPLETED);
      assertThat(gateway.await(SessionClosed.class).outcome()).isEqualTo(SessionOutcome.STOPPED);
    }
  }

  @Test
  void stop_resetsTheDataThatOutlastsIt() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway("timeouts: {stop: 1s}");
        Blind session = gateway.blind(CLIENT);
        Data data = gateway.data(CLIENT)) {
      gateway.stop();

      assertThat(data.client().plainRest()).isEmpty();
      assertThat(gateway.await(OpaqueDataClosed.class).stats().end()).isEqualTo(DataEnd.ABORTED);
      assertThat(gateway.await(SessionClosed.class).outcome()).isEqualTo(SessionOutcome.STOPPED);
      assertThat(session.client().plainRest()).isEmpty();
    }
  }

  @Test
  void stop_resetsTheDataThatOutlivedItsSession() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway("timeouts: {stop: 1s}");
        Blind session = gateway.blind(CLIENT);
        Data data = gateway.data(CLIENT)) {
      session.end();
      gateway.await(OpaquePortsClosed.class);
      gateway.stop();

      assertThat(data.client().plainRest()).isEmpty();
      assertThat(gateway.await(OpaqueDataClosed.class).stats().end()).isEqualTo(DataEnd.ABORTED);
      assertThat(gateway.await(SessionClosed.class).outcome())
          .isEqualTo(SessionOutcome.CLIENT_CLOSED);
    }
  }

  @Test
  void portThatSomebodyElseHas_isTold_andTheOthersServe() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway();
        ServerSocket taken = new ServerSocket(gateway.port + 1, 1, gateway.gateway);
        Blind session = gateway.blind(CLIENT);
        Data data = gateway.data(CLIENT)) {
      OpaquePortsOpened opened = gateway.await(OpaquePortsOpened.class);
      assertThat(opened.missing()).isEqualTo(Integer.toString(taken.getLocalPort()));
      assertThat(opened.why()).contains("in use");
      sendAndEnd(data.client(), new byte[] {1});
      assertThat(data.server().rest()).containsExactly(1);
      assertThat(session.client().plain().isClosed()).isFalse();
    }
  }

  @Test
  void bytesBehind234_closeTheSessionAndThePorts() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway();
        ControlSocket client = gateway.client(CLIENT);
        ControlSocket server = gateway.server(client)) {
      server.send("234 go\r\n230 in\r\n");

      assertThat(client.plainRest()).doesNotContain("230");
      assertThat(gateway.await(SessionClosed.class).outcome()).isEqualTo(SessionOutcome.REFUSED);
      await().atMost(OpaqueGateway.PATIENCE).until(() -> !gateway.isOpen(gateway.port));
    }
  }

  @Test
  void manyShortSessions_leaveNothingOpen() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway()) {
      for (int i = 0; i < 40; i++) {
        try (ControlSocket client = gateway.client(CLIENT);
            ControlSocket server = gateway.server(client)) {
          server.type("234 go");
          if (i % 2 == 0) {
            client.hangUp();
          } else {
            server.hangUp();
          }
        }
      }
      await().atMost(OpaqueGateway.PATIENCE).until(() -> gateway.sessions() == 0);
      await()
          .atMost(OpaqueGateway.PATIENCE)
          .until(
              () ->
                  gateway.all(OpaquePortsOpened.class).size()
                      == gateway.all(OpaquePortsClosed.class).size());
      assertThat(gateway.isOpen(gateway.port)).isFalse();
    }
  }

  @Test
  void sessionsThatEndWhileDataComesIn_loseNoTrackOfIt() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway();
        ServerSocket atServer = gateway.listen()) {
      for (int round = 0; round < 30; round++) {
        try (Blind first = gateway.blind(CLIENT);
            Blind second = gateway.blind(CLIENT)) {
          CompletableFuture<?> knocks =
              CompletableFuture.allOf(
                  Aside.run(() -> knockBriefly(gateway)), Aside.run(() -> knockBriefly(gateway)));
          second.client().hangUp();
          first.server().hangUp();
          knocks.get(20, TimeUnit.SECONDS);
        }
      }
      assertThat(atServer.isClosed()).isFalse();
      await()
          .atMost(OpaqueGateway.PATIENCE)
          .until(() -> gateway.all(SessionClosed.class).size() == 60);
      await().atMost(OpaqueGateway.PATIENCE).until(() -> gateway.pinholes.running() == 0);
      assertEachDataConnectionEndsBeforeItsSession(gateway);
      assertThat(gateway.isOpen(gateway.port)).isFalse();
    }
  }

  /** One that the client resets at once, if there was somebody to connect to. */
  private static void knockBriefly(OpaqueGateway gateway) {
    try (ControlSocket data = gateway.dial(CLIENT, gateway.port)) {
      data.plain().setSoLinger(true, 0);
    } catch (IOException | UncheckedIOException refusedOrReset) {
      // The session was over.
    }
  }

  private static void assertEachDataConnectionEndsBeforeItsSession(OpaqueGateway gateway) {
    Map<Long, String> running = new HashMap<>();
    for (GatewayEvent event : gateway.events) {
      if (event instanceof OpaqueDataOpened opened) {
        assertThat(running.put(opened.id(), opened.session().id())).isNull();
      } else if (event instanceof OpaqueDataClosed closed) {
        assertThat(running.remove(closed.id())).isEqualTo(closed.session().id());
      } else if (event instanceof SessionClosed closed) {
        assertThat(running.values()).doesNotContain(closed.session().id());
      }
    }
    assertThat(running).isEmpty();
    assertThat(gateway.all(OpaqueDataClosed.class)).isNotEmpty();
  }

  @Test
  void ipv6_isTheSame() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway("::1", CLIENT, "", Policy.lenient());
        Blind session = gateway.blind("::1");
        Data data = gateway.data("::1")) {
      sendAndEnd(data.client(), new byte[] {6});
      assertThat(data.server().rest()).containsExactly(6);
      assertThat(session.client().plain().isClosed()).isFalse();
    }
  }

  @Test
  void ruleThatDeniesPassiveData_leavesTheClientWithoutPorts() throws Exception {
    try (OpaqueGateway gateway = new OpaqueGateway("127.0.0.2", "127.0.0.3", "", withoutPassive());
        Blind session = gateway.blind(CLIENT)) {
      assertThat(gateway.isOpen(gateway.port)).isFalse();
      assertThat(gateway.await(SessionBlind.class).ports()).isEmpty();
      assertThat(gateway.await(RuleApplied.class).operation()).isEqualTo("passive-data");
      session.client().type("hello");
      assertThat(session.server().line()).isEqualTo("hello");
    }
  }

  private static Policy withoutPassive() throws Exception {
    String rules =
        """
        default: allow
        rules:
          - id: active-only
            when: {verb: passive}
            then: deny
        """;
    return Policy.of(
        1,
        false,
        Map.of(),
        RulesFile.parse("rules.yaml", rules.getBytes(StandardCharsets.UTF_8), Path.of("")).rules());
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
