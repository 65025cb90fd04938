package io.postern.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.postern.event.GatewayEvent.LimitHit;
import io.postern.event.GatewayEvent.PoolServerChanged;
import io.postern.event.GatewayEvent.ProbeFailed;
import io.postern.event.GatewayEvent.ServerAttemptFailed;
import io.postern.event.GatewayEvent.SessionClosed;
import io.postern.event.Limit;
import io.postern.event.ServerState;
import io.postern.event.SessionOutcome;
import io.postern.net.PoolServer.Manner;
import io.postern.upstream.Health;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listener in front of a pool of which a server fails in each way, with sockets on loopback. */
class PoolListenerTest {

  /** Quick probes; one that fails or passes decides. */
  private static final String WATCHED =
      "slow-start: 0s, health: {every: 100ms, timeout: 300ms, fall: 1, rise: 1, longest-back-off:"
          + " 100ms}";

  private static final String UNWATCHED = "slow-start: 0s, health: {every: off}";

  private final PoolServer a = new PoolServer("a");
  private final PoolServer b = new PoolServer("b");

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  @Test
  void serverThatIsNotThere_isPassedOver_andTheClientSeesOneGreetingOnly() throws Exception {
    a.die();
    try (PoolGateway gateway = new PoolGateway(UNWATCHED, a, b);
        Client client = new Client(gateway)) {
      assertThat(client.line()).isEqualTo("220 b");
      assertThat(client.say("USER x")).isEqualTo("331 password");
      ServerAttemptFailed failed = gateway.await(ServerAttemptFailed.class, 1).get(0);
      assertThat(failed.server()).isEqualTo(a.address());
      assertThat(failed.reason()).isEqualTo("it refused the connection");
      assertThat(gateway.view(a).sessions()).isZero();
      assertThat(gateway.view(b).sessions()).isEqualTo(1);
    }
  }

  @Test
  void serverThatClosesOrRefusesBeforeItsGreeting_isPassedOver() throws Exception {
    for (Manner manner : List.of(Manner.CLOSES, Manner.REFUSES)) {
      a.now(manner);
      try (PoolGateway gateway = new PoolGateway(UNWATCHED, a, b);
          Client client = new Client(gateway)) {
        assertThat(client.line()).as("%s", manner).isEqualTo("220 b");
        assertThat(gateway.await(ServerAttemptFailed.class, 1)).hasSize(1);
      }
    }
  }

  @Test
  void serverThatHangs_costsTheTimeOfItsGreeting_andItsConnectionIsClosed() throws Exception {
    a.now(Manner.SILENT);
    try (PoolGateway gateway = new PoolGateway("greeting: 200ms, " + UNWATCHED, a, b);
        Client client = new Client(gateway)) {
      assertThat(client.line()).isEqualTo("220 b");
      assertThat(gateway.await(ServerAttemptFailed.class, 1).get(0).reason())
          .isEqualTo("it did not greet in time");
      Awaitility.await().until(() -> a.connections() == 0);
    }
  }

  @Test
  void noServerLeft_is421_withTheLastReason() throws Exception {
    a.die();
    b.now(Manner.REFUSES);
    try (PoolGateway gateway = new PoolGateway("", "timeouts: {linger: 1s}", UNWATCHED, a, b);
        Client client = new Client(gateway)) {
      assertThat(client.line())
          .isEqualTo("421 Can't reach the FTP server: it refused the session.");
      assertThat(client.line()).isNull();
      SessionClosed closed = gateway.await(SessionClosed.class, 1).get(0);
      assertThat(closed.outcome()).isEqualTo(SessionOutcome.UNREACHABLE);
      gateway.awaitNobody(a, b);
    }
  }

  @Test
  void retriesOfZero_tryOneServerOnly() throws Exception {
    a.die();
    try (PoolGateway gateway = new PoolGateway("retries: 0, " + UNWATCHED, a, b);
        Client client = new Client(gateway)) {
      assertThat(client.line()).startsWith("421 ");
      assertThat(b.accepted()).isZero();
    }
  }

  @Test
  void full_is421_untilASessionEnds() throws Exception {
    String limits = "servers: [{server: \"%s\", sessions: 1}], " + UNWATCHED;
    try (PoolGateway gateway = new PoolGateway("", "", limits, List.of(), a);
        Client first = new Client(gateway)) {
      assertThat(first.line()).isEqualTo("220 a");
      try (Client second = new Client(gateway)) {
        assertThat(second.line())
            .isEqualTo(
                "421 Can't reach the FTP server: every server has as many sessions as it may.");
      }
      assertThat(gateway.await(LimitHit.class, 1).get(0).limit()).isEqualTo(Limit.SERVER_SESSIONS);
      assertThat(gateway.await(SessionClosed.class, 1).get(0).outcome())
          .isEqualTo(SessionOutcome.LIMITED);
      first.hangUp();
      gateway.awaitNobody(a);
      try (Client third = new Client(gateway)) {
        assertThat(third.line()).isEqualTo("220 a");
      }
    }
  }

  @Test
  void probe_takesOutWhoFailsAndBringsBackWhoReturns() throws Exception {
    try (PoolGateway gateway = new PoolGateway(WATCHED, a, b)) {
      a.die();
      gateway.awaitState(a, Health.State.DOWN);
      for (int i = 0; i < 4; i++) {
        try (Client client = new Client(gateway)) {
          assertThat(client.line()).isEqualTo("220 b");
        }
      }
      assertThat(gateway.all(ServerAttemptFailed.class)).isEmpty();

      a.comeBack();
      gateway.awaitState(a, Health.State.UP);
      assertThat(greetings(gateway, 4)).contains("220 a", "220 b");
      assertThat(gateway.all(PoolServerChanged.class))
          .extracting(PoolServerChanged::server, PoolServerChanged::state)
          .startsWith(tuple(a.address(), ServerState.DOWN), tuple(a.address(), ServerState.UP));
      assertThat(gateway.all(ProbeFailed.class))
          .allSatisfy(failed -> assertThat(failed.reason()).isEqualTo("it can't be connected to"));
    }
  }

  @Test
  void probe_takesOutWhoHangs() throws Exception {
    try (PoolGateway gateway = new PoolGateway(WATCHED, a, b)) {
      a.now(Manner.SILENT);
      gateway.awaitState(a, Health.State.DOWN);
      assertThat(gateway.await(ProbeFailed.class, 1).get(0).reason())
          .isEqualTo("it did not answer in time");
      assertThat(greetings(gateway, 3)).containsOnly("220 b");
    }
  }

  @Test
  void probe_withLogin_logsInAsksForAPortAndLeaves(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "pässword\nrest\n");
    String login =
        "slow-start: 0s, health: {every: 100ms, passive: true, login: {user: probe, password-file: '"
            + file
            + "'}}";
    try (PoolGateway gateway = new PoolGateway(login, a)) {
      Awaitility.await().atMost(PoolGateway.PATIENCE).until(() -> a.commands().contains("QUIT"));
      assertThat(a.commands()).startsWith("USER probe", "PASS pässword", "PASV", "QUIT");
      assertThat(gateway.all(ProbeFailed.class)).isEmpty();
    }
  }

  @Test
  void sessionsThatFail_takeAServerOutBeforeTheNextProbe() throws Exception {
    a.die();
    String slow = "slow-start: 0s, health: {every: 1h, fall: 2}";
    try (PoolGateway gateway = new PoolGateway(slow, a, b)) {
      assertThat(greetings(gateway, 6)).containsOnly("220 b");
      assertThat(gateway.all(ServerAttemptFailed.class)).hasSize(2);
      assertThat(gateway.view(a).state()).isEqualTo(Health.State.DOWN);
      PoolServerChanged changed = gateway.all(PoolServerChanged.class).get(0);
      assertThat(changed.reason()).isEqualTo("a session: it refused the connection");
    }
  }

  @Test
  void drained_getsNoNewSessions_keepsItsOwn_andIsTakenBack() throws Exception {
    try (PoolGateway gateway = new PoolGateway(UNWATCHED, a, b);
        Client old = new Client(gateway)) {
      assertThat(old.line()).isEqualTo("220 a");
      assertThat(gateway.drain(a, true)).isTrue();
      assertThat(greetings(gateway, 4)).containsOnly("220 b");
      assertThat(old.say("NOOP")).isEqualTo("200 ok");
      assertThat(gateway.view(a).sessions()).isEqualTo(1);

      assertThat(gateway.drain(a, true)).isTrue();
      assertThat(gateway.drain(a, false)).isTrue();
      assertThat(greetings(gateway, 4)).contains("220 a");
      assertThat(gateway.all(PoolServerChanged.class))
          .extracting(PoolServerChanged::state)
          .containsExactly(ServerState.DRAINED, ServerState.RESUMED);
    }
  }

  @Test
  void byUser_theGatewayGreets_andTheUserSaysWhichServer() throws Exception {
    String users =
        "choose: user, users: [{user: \"a-*\", server: \"%s\"}, {user: bob, server: \"%s\"}], "
            + UNWATCHED;
    try (PoolGateway gateway = new PoolGateway(users, a, b)) {
      try (Client client = new Client(gateway)) {
        assertThat(client.line()).startsWith("220 ");
        assertThat(a.accepted() + b.accepted()).isZero();
        assertThat(client.say("USER bob")).isEqualTo("331 password");
        assertThat(client.say("PASS x")).isEqualTo("230 b");
        assertThat(b.commands()).containsExactly("USER bob", "PASS x");
        assertThat(a.accepted()).isZero();
      }
      try (Client client = new Client(gateway)) {
        client.line();
        client.say("USER a-1");
        assertThat(client.say("PASS x")).isEqualTo("230 a");
      }
      try (Client client = new Client(gateway)) {
        client.line();
        assertThat(client.say("USER stranger"))
            .isEqualTo("421 Can't reach the FTP server: the user has no server.");
      }
      gateway.awaitNobody(a, b);
    }
  }

  @Test
  void byUser_anotherUserInTheSameSession_neverReachesTheServerOfTheFirst() throws Exception {
    String users =
        "choose: user, users: [{user: ann, server: \"%s\"}, {user: bob, server: \"%s\"}], "
            + UNWATCHED;
    try (PoolGateway gateway = new PoolGateway(users, a, b);
        Client client = new Client(gateway)) {
      client.line();
      assertThat(client.say("USER ann")).isEqualTo("331 password");
      assertThat(client.say("USER bob")).matches("[45].*");
      assertThat(a.commands()).containsExactly("USER ann");
      assertThat(b.commands()).isEmpty();
    }
  }

  @Test
  void header_goesToEachServerFirst_ofProbesWithoutAClient() throws Exception {
    String header = "proxy-protocol: {send: v1}, " + WATCHED;
    try (PoolGateway gateway = new PoolGateway(header, a);
        Client client = new Client(gateway)) {
      assertThat(client.line()).isEqualTo("220 a");
      Awaitility.await()
          .atMost(PoolGateway.PATIENCE)
          .until(() -> a.commands().contains("PROXY UNKNOWN"));
      assertThat(a.commands())
          .anyMatch(
              line -> line.startsWith("PROXY TCP4 127.0.0.1 127.0.0.1 " + client.port() + " "));
    }
  }

  /** It looks up the client's name, or does not like it: the next client may fare better. */
  @Test
  void serverThatKnowsTheClientAndDoesNotGreetIt_isNotTakenOut() throws Exception {
    String keys =
        "greeting: 200ms, proxy-protocol: {send: v1}, slow-start: 0s, health: {every: 1h, fall: 1}";
    try (PoolGateway gateway = new PoolGateway(keys, a, b)) {
      for (Manner manner : List.of(Manner.CLOSES, Manner.SILENT)) {
        a.now(manner);
        int before = gateway.all(ServerAttemptFailed.class).size();
        assertThat(greetings(gateway, 2)).containsOnly("220 b");
        assertThat(gateway.all(ServerAttemptFailed.class)).hasSizeGreaterThan(before);
        assertThat(gateway.view(a).state()).isEqualTo(Health.State.UP);
      }
      a.die();
      assertThat(greetings(gateway, 2)).containsOnly("220 b");
      assertThat(gateway.view(a).state()).isEqualTo(Health.State.DOWN);
    }
  }

  @Test
  void plainListener_triesTheNextServerToo_andGivesItsPlaceBack() throws Exception {
    a.die();
    try (PoolGateway gateway = new PoolGateway("protocol: tcp", "", UNWATCHED, a, b)) {
      try (Client client = new Client(gateway)) {
        assertThat(client.line()).isEqualTo("220 b");
        assertThat(gateway.view(b).sessions()).isEqualTo(1);
      }
      gateway.awaitNobody(a, b);
      assertThat(gateway.all(ServerAttemptFailed.class)).hasSize(1);
    }
  }

  @Test
  void clientThatLeavesWhileAServerIsSought_leavesNothingBehind() throws Exception {
    a.now(Manner.SILENT);
    try (PoolGateway gateway = new PoolGateway(UNWATCHED, a)) {
      try (Client client = new Client(gateway)) {
        Awaitility.await().until(() -> a.connections() == 1);
        assertThat(client.port()).isPositive();
      }
      gateway.awaitNobody(a);
      Awaitility.await().atMost(PoolGateway.PATIENCE).until(() -> a.connections() == 0);
      assertThat(gateway.await(SessionClosed.class, 1).get(0).outcome())
          .isEqualTo(SessionOutcome.CLIENT_CLOSED);
    }
  }

  private static List<String> greetings(PoolGateway gateway, int count) {
    return Stream.generate(() -> greeting(gateway)).limit(count).toList();
  }

  private static String greeting(PoolGateway gateway) {
    try (Client client = new Client(gateway)) {
      return String.valueOf(client.line());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Somebody who types. */
  private static final class Client implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader replies;

    Client(PoolGateway gateway) throws IOException {
      socket = new Socket(gateway.address().getAddress(), gateway.address().getPort());
      socket.setSoTimeout(20_000);
      replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    }

    int port() {
      return socket.getLocalPort();
    }

    /** The next line; null at the end. */
    @Nullable String line() throws IOException {
      return replies.readLine();
    }

    @Nullable String say(String line) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
      return line();
    }

    void hangUp() throws IOException {
      socket.close();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
