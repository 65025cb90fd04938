package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.GatewayEvent.LimitHit;
import io.postern.event.Limit;
import io.postern.testing.Aside;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  private static final String LIMITS = "limits: {held-bytes: 64KiB}";
  private static final String CLOSED =
      "421 The gateway has too much to keep; closing the control connection.";

  /** Held by the limit of a security line; 32 KiB of it are counted. */
  private static final String UNFINISHED = "ADAT " + "x".repeat(40 * 1024 - 5);

  private final List<CompletableFuture<Void>> servers = new ArrayList<>();
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
  void share_countsWhatIsAboveItsFreePart() {
    HeldBytes all = new HeldBytes(100);
    HeldBytes.Share one = all.share(10);
    HeldBytes.Share two = all.share(10);
    assertThat(one.holds(10)).isTrue();
    assertThat(one.counts()).isFalse();
    assertThat(one.holds(80)).isTrue();
    assertThat(two.holds(50)).as("70 and 40").isFalse();
    assertThat(one.holds(75)).as("less than before, though still too much in all").isTrue();
    assertThat(one.holds(75)).isTrue();
    assertThat(all.taken()).isEqualTo(105);
    two.release();
    two.release();
    assertThat(all.taken()).isEqualTo(65);
    one.release();
    assertThat(all.taken()).isZero();
  }

  @Test
  void unfinishedLines_aboveTheLimitTogether_endTheSessionThatGrows() throws Exception {
    try (FrontGateway gateway = new FrontGateway(server.port(), "", LIMITS);
        TypingClient one = greeted(gateway);
        TypingClient two = greeted(gateway);
        TypingClient everyday = greeted(gateway)) {
      one.send(UNFINISHED);
      awaitHeld(gateway, 32 * 1024);
      two.send(UNFINISHED);
      awaitHeld(gateway, 64 * 1024);
      try (TypingClient three = greeted(gateway)) {
        three.send(UNFINISHED);
        assertThat(three.reply()).isEqualTo(CLOSED);
        assertThat(three.reply()).isEqualTo("end");
      }
      assertThat(gateway.await(LimitHit.class, 1).get(0).limit()).isEqualTo(Limit.HELD_BYTES);
      assertThat(everyday.type("LIST")).isEqualTo("530 no");

      one.send("\r\n");
      assertThat(one.reply()).isEqualTo("503 No security exchange is in progress.");
      awaitHeld(gateway, 32 * 1024);
      try (TypingClient four = greeted(gateway)) {
        four.send(UNFINISHED);
        awaitHeld(gateway, 64 * 1024);
      }
    }
  }

  @Test
  void waitingCommandsAndUnfinishedReplies_areCountedToo() throws Exception {
    try (FrontGateway gateway = new FrontGateway(server.port(), "", LIMITS);
        TypingClient client =
            new TypingClient(InetAddress.getLoopbackAddress(), gateway.address());
        Socket leg = server.accept()) {
      say(leg, "220 ready\r\n");
      assertThat(client.reply()).isEqualTo("220 ready");
      for (int i = 0; i < 8; i++) {
        client.send("RETR " + "x".repeat(4 * 1024 - 5) + "\r\n");
      }
      awaitHeld(gateway, 24 * 1024);
      say(leg, "550-" + "x".repeat(50 * 1024));
      assertThat(client.reply()).isEqualTo(CLOSED);
      client.reset();
      awaitHeld(gateway, 0);
    }
  }

  private TypingClient greeted(FrontGateway gateway) throws Exception {
    TypingClient client = new TypingClient(InetAddress.getLoopbackAddress(), gateway.address());
    Socket leg = server.accept();
    say(leg, "220 ready\r\n");
    servers.add(Aside.run(() -> refuseAll(leg)));
    assertThat(client.reply()).isEqualTo("220 ready");
    return client;
  }

  /** Says no to every line, until the connection ends. */
  private static void refuseAll(Socket leg) {
    try (leg) {
      for (int b = leg.getInputStream().read(); b >= 0; b = leg.getInputStream().read()) {
        if (b == '\n') {
          say(leg, "530 no\r\n");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void awaitHeld(FrontGateway gateway, long bytes) {
    Awaitility.await().untilAsserted(() -> assertThat(gateway.heldBytes()).isEqualTo(bytes));
  }
}
