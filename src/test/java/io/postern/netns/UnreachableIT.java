package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.postern.testing.Needs;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can't be reached, or says nothing, is answered within its timeout; nothing hangs. */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "sysctl", "vsftpd"})
class UnreachableIT {

  private static final String CONFIGURATION =
      """
      listeners:
        - name: ftp
          listen: "*:2121"
          server: 198.51.100.5
          data-ports: %s
      limits: {sessions: 5, sessions-per-client: 3}
      timeouts: {connect: 2s, greeting: 2s, login: 2s, idle: 4s, pinhole: 4s, data-connect: 2s,
        data-stall: 2s, data-idle: 2s, drain: 2s, linger: 1s, stop: 10s}
      """;

  /** The timeouts above are 2 s; what takes longer than this is hanging. */
  private static final Duration TWO_SECONDS_AND_SOME = Duration.ofSeconds(5);

  private static FirewallLab lab;
  private static HostGateway gateway;

  private long began;

  @BeforeAll
  static void start() throws Exception {
    lab = new FirewallLab();
    gateway = lab.runGateway(CONFIGURATION.formatted("50000-50099"));
  }

  @AfterAll
  static void stop() throws IOException {
    lab.close();
  }

  @BeforeEach
  void startClock() {
    began = System.nanoTime();
  }

  @AfterEach
  void awaitEndOfSessions() {
    await("no session")
        .atMost(Duration.ofSeconds(15))
        .until(() -> gateway.metric("postern_sessions_active") == 0);
  }

  @Test
  void serverDown_is421AtOnce_withTheReason() throws Exception {
    try (RawClient client = client()) {
      String reply = client.control().reply(421);

      assertThat(reply).containsIgnoringCase("refused");
      assertThat(took()).isLessThan(Duration.ofMillis(1500));
      assertThat(client.control().ended()).isTrue();
      await("the count of the outcome")
          .atMost(Duration.ofSeconds(2))
          .until(() -> gateway.metric("postern_sessions_total", "outcome=\"unreachable\"") > 0);
    }
  }

  @Test
  void serverThatDropsConnections_is421WithinTheConnectTimeout() throws Exception {
    lab.server().dropConnectionsTo("21");
    try (RawClient client = client()) {
      client.control().reply(421);

      assertThat(took()).isBetween(Duration.ofMillis(1500), TWO_SECONDS_AND_SOME);
      assertThat(client.control().ended()).isTrue();
      assertLimit("connect-timeout");
    } finally {
      lab.server().admitConnections();
    }
  }

  @Test
  void serverThatDoesNotGreet_is421WithinTheGreetingTimeout() throws Exception {
    try (ScriptedServer server = server();
        RawClient client = client();
        RawConnection silent = server.accept()) {
      client.control().reply(421);

      assertThat(took()).isLessThan(TWO_SECONDS_AND_SOME);
      assertThat(silent.ended()).isTrue();
      assertLimit("greeting-timeout");
    }
  }

  @Test
  void clientThatDoesNotLogIn_is421WithinTheLoginTimeout() throws Exception {
    try (ScriptedServer server = server();
        RawClient client = client();
        RawConnection control = server.accept()) {
      control.send("220 Ready.");
      client.control().reply(220);
      client.control().reply(421);

      assertThat(took()).isLessThan(TWO_SECONDS_AND_SOME);
      assertThat(client.control().ended()).isTrue();
      assertThat(control.ended()).isTrue();
      assertLimit("login-timeout");
    }
  }

  @Test
  void idleSession_is421WithinTheIdleTimeout() throws Exception {
    try (ScriptedServer server = server();
        Exchange exchange = new Exchange(lab, server)) {
      exchange.client().reply(421);

      assertThat(took()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(8));
      assertThat(exchange.server().ended()).isTrue();
      assertLimit("idle-timeout");
    }
  }

  @Test
  void serverDataPortDropped_is425_andTheNextTransferWorks() throws Exception {
    try (ScriptedServer server = server();
        Exchange exchange = new Exchange(lab, server)) {
      lab.server().dropConnectionsTo("1024-65535");
      try {
        startClock();
        Exchange.Passive passive = exchange.passive();
        exchange.client().send("RETR file");
        exchange.server().expect("RETR");
        RawConnection data = exchange.connectData(passive.pinhole());
        exchange.client().reply(425);
        assertThat(took()).isLessThan(TWO_SECONDS_AND_SOME);
        assertThat(data.ended()).isTrue();
      } finally {
        lab.server().admitConnections();
      }
      assertAudited("unreachable");
      exchange.server().send("425 Failed to establish connection.");
      exchange.download();
    }
  }

  @Test
  void clientThatNeverConnects_is425_andTheNextTransferWorks() throws Exception {
    try (ScriptedServer server = server();
        Exchange exchange = new Exchange(lab, server)) {
      startClock();
      exchange.passive();
      exchange.client().send("RETR file");
      exchange.server().expect("RETR");
      exchange.client().reply(425);
      assertThat(took()).isLessThan(TWO_SECONDS_AND_SOME);
      assertLimit("data-connect-timeout");

      exchange.server().send("425 Failed to establish connection.");
      exchange.download();
    }
  }

  @Test
  void clientFirewallDropsActiveMode_isRefusedInTime_andPassiveModeWorks() throws Exception {
    Vsftpd server = new Vsftpd(lab.server(), FirewallLab.SERVER);
    try (server;
        RawClient client = client().login("anonymous", "guest")) {
      Files.write(server.files().resolve("file"), new byte[10_000]);
      lab.client().dropConnectionsTo("1024-65535");
      startClock();
      try (RawListener listener = client.listen()) {
        client.command("PORT " + RawClient.port(FirewallLab.CLIENT, listener.port()), 200);
        client.control().send("RETR files/file");

        // The server has its data connection, to the gateway, and begins.
        client.control().reply(150);
        client.control().reply(425);
        assertThat(took()).isLessThan(TWO_SECONDS_AND_SOME);
      } finally {
        lab.client().admitConnections();
      }
      assertAudited("unreachable");
      InetSocketAddress pinhole = RawClient.passive(client.command("PASV", 227));
      client.control().send("RETR files/file");
      try (RawConnection data = client.data(pinhole)) {
        client.control().reply(150);
        assertThat(data.rest()).hasSize(10_000);
      }
      client.control().reply(226);
    }
  }

  @Test
  void silentDataConnection_endsWithinTheDataIdleTimeout_andTheNextTransferWorks()
      throws Exception {
    try (ScriptedServer server = server();
        Exchange exchange = new Exchange(lab, server)) {
      Exchange.Data data = exchange.transfer("RETR file");
      startClock();

      assertThat(data.client().ended()).isTrue();
      assertThat(data.server().ended()).isTrue();
      exchange.server().send("426 Failure writing network stream.");
      exchange.client().reply(426);
      assertThat(took()).isLessThan(TWO_SECONDS_AND_SOME);
      assertAudited("idle");

      exchange.download();
    }
  }

  @Test
  void stalledReceiver_endsWithinTheDataStallTimeout() throws Exception {
    try (ScriptedServer server = server();
        Exchange exchange = new Exchange(lab, server)) {
      Exchange.Data data = exchange.transfer("RETR file");
      data.server().pour();
      startClock();

      exchange.client().reply(426);
      assertThat(took()).isLessThan(Duration.ofSeconds(8));
      assertAudited("stalled");
      assertThat(data.server().ended()).isTrue();
    }
  }

  @Test
  void sessionsAboveTheLimits_are421() throws Exception {
    try (ScriptedServer server = server();
        Exchange first = new Exchange(lab, server);
        Exchange second = new Exchange(lab, server);
        Exchange third = new Exchange(lab, server)) {
      assertTurnedAway(lab.client());
      try (RawConnection fourth = stranger();
          RawConnection fifth = stranger();
          RawConnection fourthServer = server.accept();
          RawConnection fifthServer = server.accept()) {
        fourthServer.send("220 Ready.");
        fifthServer.send("220 Ready.");
        fourth.reply(220);
        fifth.reply(220);

        assertTurnedAway(lab.stranger());
      }
      for (Exchange admitted : new Exchange[] {first, second, third}) {
        admitted.download();
      }
      assertThat(gateway.metric("postern_sessions_rejected_total", "limit=\"sessions\""))
          .isEqualTo(1);
      assertThat(gateway.metric("postern_sessions_rejected_total", "limit=\"sessions-per-client\""))
          .isEqualTo(1);
    }
  }

  @Test
  void portsExhausted_is425ForOne_andTheOthersPinholeIsUnaffected() throws Exception {
    try (FirewallLab small = new FirewallLab()) {
      HostGateway onePort = small.runGateway(CONFIGURATION.formatted("50000-50000"));
      ScriptedServer server = small.runScriptedServer();
      try (Exchange holder = new Exchange(small, server);
          Exchange other = new Exchange(small, server);
          RawListener listener = server.listen()) {
        Exchange.Passive passive = holder.passive();

        other.client().send("PASV");
        other.server().expect("PASV");
        other.server().send(ScriptedServer.passiveReply(FirewallLab.SERVER, listener));
        other.client().reply(425);

        assertThat(onePort.metric("postern_limits_total", "limit=\"data-ports\"")).isPositive();
        try (RawConnection data = holder.connectData(passive.pinhole());
            RawConnection served = passive.listener().accept()) {
          holder.relay("STOR file", "150 Go on.");
          data.send("through the only port");
          data.shutOutput();
          assertThat(served.line()).isEqualTo("through the only port");
          assertThat(served.ended()).isTrue();
        }
        holder.server().send("226 Done.");
        holder.client().reply(226);
        other.download();
      }
    }
  }

  @Test
  void sigtermInMidTransfer_deliversTheRestAndTheFinalReply() throws Exception {
    try (FirewallLab stopping = new FirewallLab()) {
      HostGateway terminated = stopping.runGateway(CONFIGURATION.formatted("50000-50099"));
      ScriptedServer server = stopping.runScriptedServer();
      try (Exchange exchange = new Exchange(stopping, server)) {
        Exchange.Data data = exchange.transfer("RETR file");
        data.server().send("the first half");
        assertThat(data.client().line()).isEqualTo("the first half");

        terminated.terminate();
        await("new connections to be refused")
            .atMost(Duration.ofSeconds(5))
            .untilAsserted(
                () ->
                    assertThatThrownBy(() -> new RawClient(stopping.client(), listener()).close())
                        .isInstanceOf(ConnectException.class));
        data.server().send("the second half");
        data.server().close();

        assertThat(data.client().line()).isEqualTo("the second half");
        assertThat(data.client().ended()).isTrue();
        exchange.server().send("226 Done.");
        exchange.client().reply(226);
        exchange.client().reply(421);
        assertThat(exchange.client().ended()).isTrue();
      }
      assertThat(terminated.exitCode()).isZero();
    }
  }

  private static void assertTurnedAway(Host host) throws Exception {
    try (RawClient client = new RawClient(host, listener())) {
      client.control().reply(421);
      assertThat(client.control().ended()).isTrue();
    }
  }

  private static void assertLimit(String limit) throws Exception {
    await("the count of " + limit)
        .atMost(Duration.ofSeconds(2))
        .until(() -> gateway.metric("postern_limits_total", "limit=\"" + limit + "\"") > 0);
  }

  private static void assertAudited(String reason) {
    await("the audit log to say " + reason)
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                gateway.auditLines().stream()
                    .anyMatch(line -> line.contains("\"" + reason + "\"")));
  }

  private static RawClient client() throws Exception {
    return new RawClient(lab.client(), listener());
  }

  private static RawConnection stranger() throws Exception {
    return RawConnection.connect(lab.stranger(), listener());
  }

  private static ScriptedServer server() throws Exception {
    return new ScriptedServer(lab.server(), FirewallLab.SERVER);
  }

  private static InetSocketAddress listener() {
    return FirewallLab.listener();
  }

  private Duration took() {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
