package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.LoadedSettings;
import io.postern.config.RulesFile;
import io.postern.config.SettingsOptions;
import io.postern.event.GatewayEvent;
import io.postern.event.GatewayEvent.ClientBanned;
import io.postern.event.GatewayEvent.SessionClosed;
import io.postern.event.GatewayEvent.SessionOpened;
import io.postern.event.GatewayEvent.SessionRejected;
import io.postern.event.Limit;
import io.postern.ftp.AddressLiteral;
import io.postern.pinhole.PinholeTable;
import io.postern.policy.Policy;
import io.postern.quota.Tally;
import io.postern.session.Rulebook;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What rules count across sessions, with clients and a server that are sockets on loopback. */
class QuotasTest {

  private static final InetAddress ANN = address("127.0.0.11");
  private static final InetAddress BOB = address("127.0.0.12");
  private static final String AT_THE_DOOR = "421 Too many failed logins; try again later.";

  private final Queue<GatewayEvent> events = new ConcurrentLinkedQueue<>();
  private final AtomicLong clock = new AtomicLong();
  private final Tally tally = new Tally(100, clock::get);
  private LoginServer server;
  private Listeners listeners;
  private volatile Policy policy = Policy.lenient();

  @BeforeEach
  void start() throws Exception {
    server = new LoginServer();
    LoadedSettings settings =
        SettingsOptions.parse(
            Map.of(
                SettingsOptions.TO,
                "127.0.0.1:" + server.port(),
                SettingsOptions.LISTEN,
                "127.0.0.1:0"));
    listeners =
        Listeners.start(
            settings.settings().net(),
            new PinholeTable(10, events::add, System::nanoTime),
            new Rulebook(() -> policy, tally),
            events::add);
  }

  @AfterEach
  void stop() throws Exception {
    listeners.close();
    server.close();
  }

  @Test
  void failedLogins_tooMany_banTheClientAndNobodyElse() throws Exception {
    rules(1, "failed-logins: {attempts: 3, within: 10m, ban: 1h}");
    try (TypingClient ann = connect(ANN)) {
      assertThat(ann.login("ann", "wrong")).startsWith("530 ");
      assertThat(ann.login("ann", "wrong")).startsWith("530 ");
      assertThat(ann.login("ann", "wrong")).startsWith("530 ");
      assertThat(ann.reply()).startsWith("421 ");
      assertThat(ann.reply()).isEqualTo("end");
    }
    ClientBanned banned = await(ClientBanned.class);
    assertThat(banned.rule()).isEqualTo("limits");
    assertThat(banned.ban()).isEqualTo(Duration.ofHours(1));
    assertThat(banned.session().client().address()).isEqualTo(ANN);
    int served = server.sessions();

    assertTurnedAway(ANN);

    SessionRejected rejected = await(SessionRejected.class);
    assertThat(rejected.limit()).isEqualTo(Limit.BANNED);
    assertThat(rejected.client().address()).isEqualTo(ANN);
    assertThat(count(SessionOpened.class)).isEqualTo(1);
    assertThat(server.sessions()).isEqualTo(served);
    assertWelcome(BOB);
  }

  @Test
  void failedLogins_inSeveralSessions_countTogether() throws Exception {
    rules(1, "failed-logins: {attempts: 2, within: 10m, ban: 1h}");
    try (TypingClient one = connect(ANN);
        TypingClient other = connect(ANN)) {
      assertThat(one.login("ann", "wrong")).startsWith("530 ");
      assertThat(other.login("bob", "wrong")).startsWith("530 ");
      assertThat(other.reply()).startsWith("421 ");

      assertThat(one.login("eve", "wrong")).startsWith("530 ");
      assertThat(one.reply()).startsWith("421 ");
    }
  }

  @Test
  void ban_survivesAReloadAndEndsByTheClock() throws Exception {
    rules(1, "failed-logins: {attempts: 1, within: 10m, ban: 1h}");
    ban(ANN);

    rules(2, "sessions: 100");
    assertTurnedAway(ANN);
    policy = Policy.lenient();
    assertTurnedAway(ANN);

    clock.addAndGet(Duration.ofHours(1).toNanos());
    assertWelcome(ANN);
  }

  @Test
  void ban_lifted_letsTheClientIn() throws Exception {
    rules(1, "failed-logins: {attempts: 1, within: 10m, ban: 1h}");
    ban(ANN);

    assertThat(tally.bans().lift(ANN)).isTrue();

    assertWelcome(ANN);
  }

  @Test
  void login_thatSucceeds_forgetsTheFailures() throws Exception {
    rules(1, "failed-logins: {attempts: 2, within: 10m, ban: 1h}");
    for (int i = 0; i < 3; i++) {
      try (TypingClient ann = connect(ANN)) {
        assertThat(ann.login("ann", "wrong")).startsWith("530 ");
        assertThat(ann.login("ann", "right")).startsWith("230 ");
      }
    }
  }

  @Test
  void sessionsPerClient_aboveTheLimit_are421AndEachPlaceComesBack() throws Exception {
    rules(1, "sessions-per-client: 2");
    for (int round = 0; round < 5; round++) {
      try (TypingClient one = connect(ANN);
          TypingClient other = connect(ANN);
          TypingClient tooMuch = new TypingClient(ANN, listening())) {
        assertThat(tooMuch.reply()).startsWith("421 Too many sessions");
        assertWelcome(BOB);
        assertThat(one.type("NOOP")).startsWith("200 ");
        assertThat(other.type("QUIT")).startsWith("221 ");
      }
      awaitNoSession();
    }
  }

  @Test
  void sessionsPerUser_aboveTheLimit_are421InPlaceOf230() throws Exception {
    rules(1, "sessions-per-user: 1");
    for (int round = 0; round < 5; round++) {
      try (TypingClient one = connect(ANN);
          TypingClient other = connect(BOB);
          TypingClient another = connect(BOB)) {
        assertThat(one.login("ann", "right")).startsWith("230 ");
        assertThat(other.login("ANN", "right")).startsWith("421 ");
        assertThat(other.reply()).isEqualTo("end");
        assertThat(another.login("bob", "right")).startsWith("230 ");
      }
      awaitNoSession();
    }
  }

  /** A rule that only limits, in force from the next command. */
  private void rules(long generation, String limit) throws Exception {
    String text =
        """
        default: allow
        rules:
          - id: limits
            then:
              limit: {%s}
        """
            .formatted(limit);
    policy =
        Policy.of(
            generation,
            false,
            Map.of(),
            RulesFile.parse("rules.yaml", text.getBytes(StandardCharsets.UTF_8), Path.of(""))
                .rules());
  }

  private void ban(InetAddress client) {
    try (TypingClient typing = connect(client)) {
      assertThat(typing.login("ann", "wrong")).startsWith("530 ");
      assertThat(typing.reply()).startsWith("421 ");
    }
  }

  private void assertTurnedAway(InetAddress client) {
    try (TypingClient typing = new TypingClient(client, listening())) {
      assertThat(typing.reply()).isEqualTo(AT_THE_DOOR);
      assertThat(typing.reply()).isEqualTo("end");
    }
  }

  private void assertWelcome(InetAddress client) {
    try (TypingClient typing = connect(client)) {
      assertThat(typing.type("QUIT")).startsWith("221 ");
    }
  }

  private TypingClient connect(InetAddress client) {
    TypingClient typing = new TypingClient(client, listening());
    assertThat(typing.reply()).startsWith("220 ");
    return typing;
  }

  private InetSocketAddress listening() {
    return listeners.listening().get(0).toSocketAddress();
  }

  private <E extends GatewayEvent> E await(Class<E> kind) {
    Awaitility.await().until(() -> count(kind) > 0);
    return kind.cast(events.stream().filter(kind::isInstance).findFirst().orElseThrow());
  }

  private void awaitNoSession() {
    Awaitility.await().until(() -> count(SessionClosed.class) == count(SessionOpened.class));
  }

  private long count(Class<? extends GatewayEvent> kind) {
    return List.copyOf(events).stream().filter(kind::isInstance).count();
  }

  private static InetAddress address(String literal) {
    return AddressLiteral.parse(literal).orElseThrow();
  }
}
