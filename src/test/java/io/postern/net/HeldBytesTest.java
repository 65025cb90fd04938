package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.GatewayEvent.LimitHit;
import io.postern.event.GatewayEvent.SessionOpened;
import io.postern.event.Limit;
import io.postern.ftp.Network;
import io.postern.testing.Aside;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that each keep what they may, and together more than there is room for. */
class HeldBytesTest {

  private static final String LIMITS = "limits: {held-bytes: 100KiB}";
  private static final String CLOSED =
      "421 The gateway has too much to keep; closing the control connection.";

  /** Below the limit of a security line; it takes 64 KiB, of which 56 are counted. */
  private static final String UNFINISHED = "ADAT " + "x".repeat(40 * 1024 - 5);

  private static final long COUNTED = 56 * 1024;

  /** Of a line of 10 KiB, which takes 16. */
  private static final long LITTLE = 8 * 1024;

  private final List<CompletableFuture<Void>> servers = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();
  private RawServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RawServer();
  }

  @AfterEach
  void stop() throws Exception {
    servers.forEach(CompletableFuture::join);
    server.close();
  }

  @Test
  void share_countsWhatIsAboveItsFreePart_untilItIsReleased() {
    HeldBytes all = new HeldBytes(100);
    HeldBytes.Share one = share(all, "192.0.2.1", "one");
    HeldBytes.Share two = share(all, "192.0.2.2", "two");
    one.holds(10);
    assertThat(one.counted()).isZero();
    one.holds(70);
    two.holds(50);
    assertThat(all.taken()).isEqualTo(100);
    one.holds(30);
    assertThat(all.taken()).isEqualTo(60);
    one.release();
    one.release();
    one.holds(1_000);
    assertThat(all.taken()).isEqualTo(40);
    two.release();
    assertThat(all.taken()).isZero();
    assertThat(closed).isEmpty();
  }

  @Test
  void makeRoom_closesTheHeaviestSessionsOfTheHeaviestClient() {
    HeldBytes all = new HeldBytes(100);
    HeldBytes.Share alone = share(all, "192.0.2.1", "alone");
    List<HeldBytes.Share> many = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      many.add(share(all, "192.0.2.2", "many-" + i));
      many.get(i).holds(20 + i);
    }
    assertThat(all.taken()).isEqualTo(60);

    alone.holds(55);

    assertThat(closed).as("105 are 18 too many").containsExactly("many-4", "many-3");
    assertThat(all.taken()).isEqualTo(78);
    many.forEach(HeldBytes.Share::release);
    assertThat(all.taken()).isEqualTo(45);
  }

  @Test
  void unfinishedLines_endTheSessionsOfWhoHoldsMost_andNobodyElses() throws Exception {
    try (FrontGateway gateway = new FrontGateway(server.port(), "", LIMITS);
        TypingClient one = greeted(gateway, "127.0.0.2");
        TypingClient two = greeted(gateway, "127.0.0.2");
        TypingClient other = greeted(gateway, "127.0.0.3")) {
      one.send("ADAT " + "x".repeat(10 * 1024));
      awaitHeld(gateway, LITTLE);
      two.send(UNFINISHED);
      awaitHeld(gateway, LITTLE + COUNTED);

      other.send(UNFINISHED);
      assertThat(two.reply()).isEqualTo(CLOSED);
      LimitHit limit = gateway.await(LimitHit.class);
      assertThat(limit.limit()).isEqualTo(Limit.HELD_BYTES);
      assertThat(limit.session().client().address()).isEqualTo(InetAddress.getByName("127.0.0.2"));
      awaitHeld(gateway, LITTLE + COUNTED);

      other.send("\r\n");
      assertThat(other.reply()).isEqualTo("503 No security exchange is in progress.");
      awaitHeld(gateway, LITTLE);
      one.send("\r\n");
      assertThat(one.reply()).isEqualTo("503 No security exchange is in progress.");
    }
  }

  @Test
  void waitingCommandsAndUnfinishedReplies_areCountedToo_andAKickGivesThemBack() throws Exception {
    try (FrontGateway gateway = new FrontGateway(server.port(), "", LIMITS);
        TypingClient client =
            new TypingClient(InetAddress.getLoopbackAddress(), gateway.address());
        Socket leg = server.accept()) {
      say(leg, "220 ready\r\n");
      assertThat(client.reply()).isEqualTo("220 ready");
      for (int i = 0; i < 8; i++) {
        client.send("RETR " + "x".repeat(4 * 1024 - 5) + "\r\n");
      }
      // Line, argument and 256 for each.
      awaitHeld(gateway, 8 * (4096 + 4091 + 256) - 8 * 1024);
      say(leg, "550-" + "x".repeat(20 * 1024 - 4));
      Awaitility.await().until(() -> gateway.heldBytes() > 70 * 1024);

      gateway.kick(gateway.await(SessionOpened.class).session().id());
      assertThat(client.reply()).startsWith("421 ");
      awaitHeld(gateway, 0);
    }
  }

  @Test
  void repliesThatTheClientDoesNotTake_areCountedToo() throws Exception {
    try (FrontGateway gateway =
            new FrontGateway(server.port(), "", "limits: {held-bytes: 256KiB}");
        TypingClient client = greeted(gateway, "127.0.0.2")) {
      // Each is answered with 512 KiB; the sockets between take some MiB of them.
      for (int i = 0; i < 99 && gateway.all(LimitHit.class).isEmpty(); i++) {
        client.send("STAT big\r\n");
      }
      assertThat(gateway.await(LimitHit.class, 1).get(0).limit()).isEqualTo(Limit.HELD_BYTES);
    }
  }

  private HeldBytes.Share share(HeldBytes all, String client, String name) {
    return all.share(Network.parse(client).orElseThrow(), 10, () -> closed.add(name));
  }

  private TypingClient greeted(FrontGateway gateway, String from) throws Exception {
    TypingClient client = new TypingClient(InetAddress.getByName(from), gateway.address());
    Socket leg = server.accept();
    say(leg, "220 ready\r\n");
    servers.add(Aside.run(() -> answerAll(leg)));
    assertThat(client.reply()).isEqualTo("220 ready");
    return client;
  }

  /** Answers every line with 512 KiB, until the connection ends. */
  private static void answerAll(Socket leg) {
    String reply = "213-" + "x".repeat(512 * 1024) + "\r\n213 end\r\n";
    try (leg) {
      for (int b = leg.getInputStream().read(); b >= 0; b = leg.getInputStream().read()) {
        if (b == '\n') {
          say(leg, reply);
        }
      }
    } catch (IOException e) {
      // The gateway closes while it is being told: so it should.
    }
  }

  private static void say(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void awaitHeld(FrontGateway gateway, long bytes) {
    Awaitility.await().untilAsserted(() -> assertThat(gateway.heldBytes()).isEqualTo(bytes));
  }
}
