package io.postern.net;

import static io.postern.net.LimitedGateway.ANN;
import static io.postern.net.LimitedGateway.BOB;
import static io.postern.net.LimitedGateway.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.policy.Quotas;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client meets at each limit of a rule, over sockets. */
class RuleLimitsTest {

  private static final String EVERYTHING =
      "sessions: 9, sessions-per-user: 9, sessions-per-client: 9,"
          + " transfers: 9, transfers-per-user: 9, transfers-per-client: 9";

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
  void sessionsPerUser_rein_givesThePlaceBack() throws Exception {
    gateway.rules(1, "sessions-per-user: 1");
    try (TypingClient one = gateway.enter(ANN, "ann")) {
      assertThat(one.type("REIN")).startsWith("200 ");

      try (TypingClient other = gateway.enter(BOB, "ann")) {
        assertThat(other.type("NOOP")).startsWith("200 ");
      }
    }
    gateway.awaitNothingHeld();
  }

  @ParameterizedTest
  @CsvSource({
    "sessions, 127.0.0.12, true",
    "sessions-per-client, 127.0.0.11, true",
    "sessions-per-client, 127.0.0.12, false",
  })
  void sessions_aboveTheLimit_are421AndEachPlaceComesBack(
      String limit, String client, boolean refused) throws Exception {
    gateway.rules(1, limit + ": 2");
    for (int round = 0; round < 5; round++) {
      try (TypingClient one = gateway.connect(ANN);
          TypingClient other = gateway.connect(ANN);
          TypingClient another = gateway.knock(address(client))) {
        assertThat(another.reply())
            .startsWith(refused ? "421 Too many sessions; try again later." : "220 ");
        if (refused) {
          assertThat(another.reply()).isEqualTo("end");
        }
        assertThat(one.type("NOOP")).startsWith("200 ");
        assertThat(other.type("QUIT")).startsWith("221 ");
      }
      gateway.awaitNothingHeld();
    }
    assertThat(gateway.limitsHit())
        .hasSize(refused ? 5 : 0)
        .allMatch(hit -> hit.equals("RULE_SESSIONS rule limits: " + limit));
  }

  @Test
  void sessionsPerUser_aboveTheLimit_are421InPlaceOf230() throws Exception {
    gateway.rules(1, "sessions-per-user: 1");
    for (int round = 0; round < 5; round++) {
      try (TypingClient one = gateway.enter(ANN, "ann");
          TypingClient other = gateway.connect(BOB);
          TypingClient another = gateway.enter(BOB, "bob")) {
        assertThat(other.login("ANN", "right"))
            .isEqualTo("421 Too many sessions of this user; try again later.");
        assertThat(other.reply()).isEqualTo("end");
        assertThat(one.type("NOOP")).startsWith("200 ");
        assertThat(another.type("NOOP")).startsWith("200 ");
      }
      gateway.awaitNothingHeld();
    }
  }

  @Test
  void sessionsPerUser_loginAnew_givesTheFirstPlaceBack() throws Exception {
    gateway.rules(1, "sessions-per-user: 1");
    try (TypingClient one = gateway.enter(ANN, "ann")) {
      assertThat(one.login("bob", "right")).startsWith("230 ");

      try (TypingClient other = gateway.enter(BOB, "ann");
          TypingClient another = gateway.connect(BOB)) {
        assertThat(another.login("bob", "right")).startsWith("421 ");
        assertThat(other.type("NOOP")).startsWith("200 ");
      }
    }
    gateway.awaitNothingHeld();
  }

  @ParameterizedTest
  @CsvSource({
    "transfers, 127.0.0.12, bob, true",
    "transfers-per-client, 127.0.0.11, bob, true",
    "transfers-per-client, 127.0.0.12, ann, false",
    "transfers-per-user, 127.0.0.12, ANN, true",
    "transfers-per-user, 127.0.0.11, bob, false",
  })
  void transfers_aboveTheLimit_are450UntilAnotherEnds(
      String limit, String client, String user, boolean refused) throws Exception {
    gateway.rules(1, limit + ": 1");
    try (TypingClient one = gateway.enter(ANN, "ann");
        TypingClient other = gateway.enter(address(client), user)) {
      for (int round = 0; round < 3; round++) {
        try (Socket first = one.transfer("STOR a")) {
          if (refused) {
            assertRefused(other);
          } else {
            complete(other);
          }
          first.getOutputStream().write(1);
        }
        assertThat(one.reply()).startsWith("226 ");
        complete(other);
      }
    }
    gateway.awaitNothingHeld();
    assertThat(gateway.limitsHit())
        .hasSize(refused ? 3 : 0)
        .allMatch(hit -> hit.equals("RULE_TRANSFERS rule limits: " + limit));
  }

  @ParameterizedTest
  @CsvSource({
    "0, true, true",
    "99999, true, true",
    "100000, true, true",
    "100001, true, false",
    "5000000, true, false",
    "100000, false, true",
    "100001, false, false",
    "5000000, false, false",
  })
  void uploadBytes_above_are552AndNeverReachTheServer(int bytes, boolean passive, boolean fits)
      throws Exception {
    gateway.rules(1, "upload-bytes: 100000");
    try (TypingClient ann = gateway.enter(ANN, "ann")) {
      assertThat(upload(ann, bytes, passive)).as("all was taken").isEqualTo(fits);

      assertThat(ann.reply()).isEqualTo(fits ? "226 done" : "552 The file is larger than allowed.");
      long arrived = gateway.server().uploaded();
      assertThat(arrived).isBetween(fits ? bytes : 0L, 100_000L);
      assertThat(ann.type("NOOP")).startsWith("200 ");
      assertThat(upload(ann, 100_000, true)).as("the next one").isTrue();
      assertThat(ann.reply()).isEqualTo("226 done");
    }
    gateway.awaitNothingHeld();
    assertThat(gateway.limitsHit()).hasSize(fits ? 0 : 1);
  }

  /** The data connection is there already, and the first transfer never used it. */
  @Test
  void uploadBytes_afterATransferThatTheServerRefused_areLimitedAllTheSame() throws Exception {
    gateway.rules(1, "upload-bytes: 100000");
    try (TypingClient ann = gateway.enter(ANN, "ann")) {
      Socket data = ann.passive();
      assertThat(ann.type("LIST /none")).startsWith("550 ");
      assertThat(ann.type("STOR a")).startsWith("150 ");
      assertThat(sent(data, 5_000_000)).as("all was taken").isFalse();
      assertThat(ann.reply()).isEqualTo("552 The file is larger than allowed.");
    }
    gateway.awaitNothingHeld();
  }

  @Test
  void uploadBytes_limitNoDownload() throws Exception {
    gateway.rules(1, "upload-bytes: 1000");
    try (TypingClient ann = gateway.enter(ANN, "ann");
        Socket data = ann.transfer("RETR 200000")) {
      assertThat(data.getInputStream().readAllBytes()).hasSize(200_000);
      assertThat(ann.reply()).startsWith("226 ");
    }
  }

  @Test
  void commandsPerSecond_above_are450AndTheServerSeesNone() throws Exception {
    gateway.rules(1, "{verb: noop}", "commands-per-second: 5");
    try (TypingClient ann = gateway.connect(ANN)) {
      long began = System.nanoTime();
      ann.send("NOOP\r\n".repeat(60) + "PWD\r\n");
      int taken = 0;
      for (int i = 0; i < 60; i++) {
        String reply = ann.reply();
        assertThat(reply).matches("200 ok|450 Too many commands; slow down and try again\\.");
        taken += reply.startsWith("200") ? 1 : 0;
      }
      double seconds = (System.nanoTime() - began) / 1e9;

      assertThat(ann.reply()).as("what the rule does not match").startsWith("200 ");
      assertThat(taken).isBetween(5, (int) (5 + 5 * seconds) + 1).isLessThan(60);
      Awaitility.await().until(() -> ann.type("NOOP").startsWith("200 "));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sessions", "sessions-per-client"})
  void sessions_areCountedOnAfterAReload(String limit) throws Exception {
    gateway.rules(1, limit + ": 2");
    try (TypingClient one = gateway.connect(ANN);
        TypingClient other = gateway.connect(ANN)) {
      gateway.rules(2, limit + ": 2");
      assertRefusedAtTheDoor();
      gateway.rules(3, limit + ": 3");
      gateway.assertWelcome(ANN);
      gateway.rules(4, limit + ": 1");
      assertRefusedAtTheDoor();
      assertThat(one.type("NOOP")).startsWith("200 ");
      assertThat(other.type("NOOP")).startsWith("200 ");
      gateway.noRules();
    }
    gateway.awaitNothingHeld();
  }

  @Test
  void transfers_areCountedOnAfterAReload() throws Exception {
    gateway.rules(1, "transfers: 1");
    try (TypingClient one = gateway.enter(ANN, "ann");
        TypingClient other = gateway.enter(BOB, "bob")) {
      try (Socket first = one.transfer("STOR a")) {
        gateway.rules(2, "transfers: 1");
        assertRefused(other);
        gateway.noRules();
        complete(other);
        gateway.rules(3, "transfers: 1");
        assertRefused(other);
        first.shutdownOutput();
        assertThat(one.reply()).startsWith("226 ");
      }
      complete(other);
    }
    gateway.awaitNothingHeld();
  }

  /** Where a client is when it goes. */
  enum Stage {
    CONNECTED,
    NAMED,
    LOGGED_IN,
    ANNOUNCED,
    DATA_CONNECTED,
    TRANSFER_ASKED,
    UPLOADING,
    DOWNLOADING
  }

  @ParameterizedTest
  @EnumSource
  void placesComeBack_whereverTheClientIsReset(Stage stage) throws Exception {
    gateway.rules(1, EVERYTHING);
    for (int round = 0; round < 3; round++) {
      TypingClient ann = gateway.connect(ANN);
      try (Socket data = go(ann, stage)) {
        assertThat(gateway.places().count()).isPositive();
        data.setSoLinger(true, 0);
        ann.reset();
      }
      gateway.awaitNothingHeld();
    }
  }

  /** One that asked for a transfer may still mean it: it has until timeouts.data-connect. */
  @ParameterizedTest
  @EnumSource
  void placesComeBack_whereverTheClientCloses(Stage stage) throws Exception {
    gateway.rules(1, EVERYTHING);
    TypingClient ann = gateway.connect(ANN);
    try (ann;
        Socket data = go(ann, stage)) {
      assertThat(data.isClosed()).isFalse();
      assertThat(gateway.places().count()).isPositive();
    }
    gateway.awaitNothingHeld();
  }

  @Test
  void transfer_thatOutlivesItsControlChannel_keepsItsPlace() throws Exception {
    gateway.rules(1, "transfers: 1");
    try (TypingClient other = gateway.enter(BOB, "bob")) {
      TypingClient ann = gateway.enter(ANN, "ann");
      try (Socket data = ann.transfer("STOR a")) {
        ann.close();
        assertRefused(other);
        data.getOutputStream().write(1);
        assertRefused(other);
      }
      Awaitility.await().until(() -> gateway.places().count(Quotas.Kind.TRANSFER) == 0);
      complete(other);
    }
  }

  private Socket go(TypingClient client, Stage stage) throws IOException {
    if (stage.compareTo(Stage.NAMED) >= 0) {
      assertThat(client.type("USER ann")).startsWith("331 ");
    }
    if (stage.compareTo(Stage.LOGGED_IN) >= 0) {
      assertThat(client.type("PASS right")).startsWith("230 ");
    }
    return switch (stage) {
      case ANNOUNCED -> {
        assertThat(client.type("PASV")).startsWith("227 ");
        yield new Socket();
      }
      case DATA_CONNECTED -> client.passive();
      case TRANSFER_ASKED -> {
        assertThat(client.type("PASV")).startsWith("227 ");
        assertThat(client.type("STOR a")).startsWith("150 ");
        yield new Socket();
      }
      case UPLOADING -> uploading(client);
      case DOWNLOADING -> client.transfer("RETR 100000000");
      default -> new Socket();
    };
  }

  private static Socket uploading(TypingClient client) throws IOException {
    Socket data = client.transfer("STOR a");
    data.getOutputStream().write(new byte[100_000]);
    return data;
  }

  /** Sends so many bytes; says whether all were taken. */
  private static boolean upload(TypingClient client, int bytes, boolean passive)
      throws IOException {
    if (passive) {
      return sent(client.transfer("STOR a"), bytes);
    }
    try (ServerSocket listener = client.active()) {
      assertThat(client.type("STOR a")).startsWith("150 ");
      return sent(listener.accept(), bytes);
    }
  }

  private static boolean sent(Socket data, int bytes) throws IOException {
    try (data) {
      OutputStream out = data.getOutputStream();
      out.write(new byte[bytes]);
      data.shutdownOutput();
      return data.getInputStream().read() < 0;
    } catch (SocketException e) {
      return false; // It was reset.
    }
  }

  private static void complete(TypingClient client) throws IOException {
    try (Socket data = client.transfer("STOR b")) {
      data.getOutputStream().write(new byte[10]);
    }
    assertThat(client.reply()).startsWith("226 ");
  }

  private static void assertRefused(TypingClient client) {
    assertThat(client.type("PASV")).startsWith("227 ");
    assertThat(client.type("STOR b")).isEqualTo("450 Too many transfers at once; try again later.");
  }

  private void assertRefusedAtTheDoor() {
    try (TypingClient client = gateway.knock(ANN)) {
      assertThat(client.reply()).startsWith("421 Too many sessions");
      assertThat(client.reply()).isEqualTo("end");
    }
  }
}
