package io.postern.net;

import static io.postern.net.LimitedGateway.ANN;
import static io.postern.net.LimitedGateway.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.GatewayEvent.ClientBanned;
import io.postern.event.GatewayEvent.SessionOpened;
import io.postern.event.GatewayEvent.SessionRejected;
import io.postern.event.Limit;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Failed logins and bans, with clients and a server that are sockets on loopback. */
class FailedLoginsTest {

  private static final String AT_THE_DOOR = "421 Too many failed logins; try again later.";

  private LimitedGateway gateway;

  @BeforeEach
  void start() throws Exception {
    gateway = new LimitedGateway();
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  @Test
  void failedLogins_tooMany_banTheClientAndNobodyElse() throws Exception {
    gateway.rules(1, "failed-logins: {attempts: 3, within: 10m, ban: 1h}");
    try (TypingClient ann = gateway.connect(ANN)) {
      assertThat(ann.login("ann", "wrong")).startsWith("530 ");
      assertThat(ann.login("ann", "wrong")).startsWith("530 ");
      assertThat(ann.login("ann", "wrong")).startsWith("530 ");
      assertThat(ann.reply()).startsWith("421 ");
      assertThat(ann.reply()).isEqualTo("end");
    }
    ClientBanned banned = gateway.await(ClientBanned.class);
    assertThat(banned.rule()).isEqualTo("limits");
    assertThat(banned.ban()).isEqualTo(Duration.ofHours(1));
    assertThat(banned.session().client().address()).isEqualTo(ANN);
    int served = gateway.server().sessions();

    assertTurnedAway(ANN);

    SessionRejected rejected = gateway.await(SessionRejected.class);
    assertThat(rejected.limit()).isEqualTo(Limit.BANNED);
    assertThat(rejected.client().address()).isEqualTo(ANN);
    assertThat(gateway.count(SessionOpened.class)).isEqualTo(1);
    assertThat(gateway.server().sessions()).isEqualTo(served);
    gateway.assertWelcome(BOB);
  }

  @Test
  void failedLogins_inSeveralSessions_countTogether() throws Exception {
    gateway.rules(1, "failed-logins: {attempts: 2, within: 10m, ban: 1h}");
    try (TypingClient one = gateway.connect(ANN);
        TypingClient other = gateway.connect(ANN)) {
      assertThat(one.login("ann", "wrong")).startsWith("530 ");
      assertThat(other.login("bob", "wrong")).startsWith("530 ");
      assertThat(other.reply()).startsWith("421 ");

      assertThat(one.type("USER eve")).startsWith("421 ");
      assertThat(one.reply()).isEqualTo("end");
    }
  }

  @Test
  void ban_survivesAReloadAndEndsByTheClock() throws Exception {
    gateway.rules(1, "failed-logins: {attempts: 1, within: 10m, ban: 1h}");
    ban(ANN);

    gateway.rules(2, "sessions: 100");
    assertTurnedAway(ANN);
    gateway.noRules();
    assertTurnedAway(ANN);

    gateway.pass(Duration.ofHours(1));
    gateway.assertWelcome(ANN);
  }

  @Test
  void ban_lifted_letsTheClientIn() throws Exception {
    gateway.rules(1, "failed-logins: {attempts: 1, within: 10m, ban: 1h}");
    ban(ANN);

    assertThat(gateway.tally().bans().lift(ANN)).isTrue();

    gateway.assertWelcome(ANN);
  }

  @Test
  void login_inASessionOfAClientBannedMeanwhile_neverReachesTheServer() throws Exception {
    gateway.rules(1, "failed-logins: {attempts: 1, within: 10m, ban: 1h}");
    try (TypingClient early = gateway.connect(ANN);
        TypingClient within = gateway.connect(ANN)) {
      assertThat(within.type("USER ann")).startsWith("331 ");
      ban(ANN);

      assertThat(within.type("PASS right")).startsWith("421 ");
      assertThat(within.reply()).isEqualTo("end");
      assertThat(early.type("USER ann")).startsWith("421 ");
      assertThat(gateway.server().passwords()).isEqualTo(1);
    }
  }

  @Test
  void guesses_sentAllAtOnce_endWithTheLastThatIsAllowed() throws Exception {
    gateway.rules(1, "failed-logins: {attempts: 3, within: 10m, ban: 1h}");
    try (TypingClient ann = gateway.connect(ANN)) {
      ann.send("USER ann\r\nPASS wrong\r\n".repeat(20));

      for (int i = 0; i < 3; i++) {
        assertThat(ann.reply()).startsWith("331 ");
        assertThat(ann.reply()).startsWith("530 ");
      }
      while (!ann.reply().equals("end")) {}
      assertThat(gateway.server().passwords()).isEqualTo(3);
      assertThat(gateway.tally().banned(ANN)).isPresent();
    }
  }

  @Test
  void guesses_withLoginsOfAnotherAccountBetweenThem_banAllTheSame() throws Exception {
    gateway.rules(1, "failed-logins: {attempts: 2, within: 10m, ban: 1h}");
    try (TypingClient ann = gateway.connect(ANN)) {
      assertThat(ann.login("admin", "wrong")).startsWith("530 ");
      assertThat(ann.login("anonymous", "right")).startsWith("230 ");
      assertThat(ann.login("admin", "wrong")).startsWith("530 ");
      assertThat(ann.reply()).startsWith("421 ");
    }
  }

  @Test
  void login_thatSucceeds_forgetsTheFailuresWithItsAccount() throws Exception {
    gateway.rules(1, "failed-logins: {attempts: 2, within: 10m, ban: 1h}");
    for (int i = 0; i < 3; i++) {
      try (TypingClient ann = gateway.connect(ANN)) {
        assertThat(ann.login("ann", "wrong")).startsWith("530 ");
        assertThat(ann.login("ann", "right")).startsWith("230 ");
      }
    }
  }

  private void ban(InetAddress client) {
    try (TypingClient typing = gateway.connect(client)) {
      assertThat(typing.login("ann", "wrong")).startsWith("530 ");
      assertThat(typing.reply()).startsWith("421 ");
    }
  }

  private void assertTurnedAway(InetAddress client) {
    try (TypingClient typing = gateway.knock(client)) {
      assertThat(typing.reply()).isEqualTo(AT_THE_DOOR);
      assertThat(typing.reply()).isEqualTo("end");
    }
  }
}
