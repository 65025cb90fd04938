package io.postern.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.DataEnd;
import io.postern.event.GatewayEvent.LimitHit;
import io.postern.event.GatewayEvent.NotSsh;
import io.postern.event.GatewayEvent.RuleApplied;
import io.postern.event.GatewayEvent.SessionClosed;
import io.postern.event.GatewayEvent.SessionRejected;
import io.postern.event.GatewayEvent.StreamEnded;
import io.postern.event.Limit;
import io.postern.event.SessionOutcome;
import io.postern.testing.Aside;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners for TCP, HTTP and SSH, with sockets on loopback. */
class PlainListenerTest {

  private static final byte[] BANNER = "SSH-2.0-test_1\r\n".getBytes(US_ASCII);
  private static final int MANY = 8 << 20;

  private RawServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RawServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "http"})
  void bytes_bothWaysAtOnce_areExactAndCounted(String protocol) throws Exception {
    try (FrontGateway gateway = gateway("protocol: " + protocol);
        Socket client = RawServer.connect(gateway);
        Socket leg = server.accept()) {
      assertCarries(client, leg, new byte[0], new byte[0]);

      StreamEnded ended = gateway.await(StreamEnded.class);
      assertThat(ended.protocol()).isEqualTo(protocol);
      assertThat(ended.stats().end()).isEqualTo(DataEnd.COMPLETED);
      assertThat(ended.stats().bytesToServer()).isEqualTo(MANY);
      assertThat(ended.stats().bytesToClient()).isEqualTo(MANY);
      SessionClosed closed = gateway.await(SessionClosed.class);
      assertThat(closed.outcome()).isEqualTo(SessionOutcome.CLIENT_CLOSED);
      awaitNobody(gateway);
    }
  }

  @Test
  void client_thatSendsAllAndEndsItsHalfAtOnce_losesNothing() throws Exception {
    try (FrontGateway gateway = gateway("protocol: tcp")) {
      for (int i = 0; i < 20; i++) {
        byte[] request = random(i, 100_000);
        try (Socket client = RawServer.connect(gateway)) {
          client.getOutputStream().write(request);
          client.shutdownOutput();
          try (Socket leg = server.accept()) {
            assertThat(leg.getInputStream().readAllBytes()).isEqualTo(request);
            leg.getOutputStream().write(request);
          }
          assertThat(client.getInputStream().readAllBytes()).isEqualTo(request);
        }
      }
      assertThat(gateway.await(StreamEnded.class, 20))
          .allSatisfy(ended -> assertThat(ended.stats().bytesToServer()).isEqualTo(100_000));
    }
  }

  @Test
  void ssh_bannersAndAllBehindThem_areExact() throws Exception {
    byte[] greeting = "Authorized use only\r\nSSH-2.0-server\r\n".getBytes(US_ASCII);
    try (FrontGateway gateway = gateway("protocol: ssh");
        Socket client = RawServer.connect(gateway);
        Socket leg = server.accept()) {
      assertCarries(client, leg, BANNER, greeting);
      StreamEnded ended = gateway.await(StreamEnded.class);
      assertThat(ended.protocol()).isEqualTo("ssh");
      assertThat(ended.stats().bytesToServer()).isEqualTo(BANNER.length + MANY);
      assertThat(ended.stats().bytesToClient()).isEqualTo(greeting.length + MANY);
    }
  }

  @Test
  void ssh_eachSideMayWaitForTheOther() throws Exception {
    try (FrontGateway gateway = gateway("protocol: ssh")) {
      try (Socket client = RawServer.connect(gateway);
          Socket leg = server.accept()) {
        leg.getOutputStream().write(BANNER);
        assertThat(RawServer.read(client, BANNER.length)).isEqualTo(BANNER);
        client.getOutputStream().write(BANNER);
        assertThat(RawServer.read(leg, BANNER.length)).isEqualTo(BANNER);
      }
      try (Socket client = RawServer.connect(gateway);
          Socket leg = server.accept()) {
        client.getOutputStream().write(BANNER);
        assertThat(RawServer.read(leg, BANNER.length)).isEqualTo(BANNER);
        leg.getOutputStream().write(BANNER);
        assertThat(RawServer.read(client, BANNER.length)).isEqualTo(BANNER);
      }
    }
  }

  @Test
  void ssh_splitAtEveryByte_passes() throws Exception {
    byte[] text = "SSH-2.0-x\r\nbehind".getBytes(US_ASCII);
    try (FrontGateway gateway = gateway("protocol: ssh")) {
      for (int split = 1; split < text.length; split++) {
        try (Socket client = RawServer.connect(gateway);
            Socket leg = server.accept()) {
          client.setTcpNoDelay(true);
          client.getOutputStream().write(text, 0, split);
          leg.getOutputStream().write(BANNER);
          assertThat(RawServer.read(client, BANNER.length)).isEqualTo(BANNER);
          client.getOutputStream().write(text, split, text.length - split);
          assertThat(RawServer.read(leg, text.length)).isEqualTo(text);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "USER ann\r\n", "\r\nSSH-2.0-x\r\n"})
  void ssh_clientOfSomethingElse_isRefusedAndNothingReachesTheServer(String text) throws Exception {
    try (FrontGateway gateway = gateway("protocol: ssh");
        Socket client = RawServer.connect(gateway);
        Socket leg = server.accept()) {
      client.getOutputStream().write(text.getBytes(US_ASCII));

      assertThat(leg.getInputStream().readAllBytes()).isEmpty();
      assertThat(gateway.await(NotSsh.class).side()).isEqualTo("client");
      SessionClosed closed = gateway.await(SessionClosed.class);
      assertThat(closed.outcome()).isEqualTo(SessionOutcome.REFUSED);
      awaitNobody(gateway);
    }
  }

  @Test
  void ssh_serverOfSomethingElse_isRefused() throws Exception {
    try (FrontGateway gateway = gateway("protocol: ssh");
        Socket client = RawServer.connect(gateway);
        Socket leg = server.accept()) {
      client.getOutputStream().write(BANNER);
      leg.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n".getBytes(US_ASCII));
      leg.getOutputStream().write("x".repeat(300).getBytes(US_ASCII));

      assertThat(client.getInputStream().readAllBytes()).isEmpty();
      assertThat(gateway.await(NotSsh.class).side()).isEqualTo("server");
    }
  }

  @Test
  void ssh_silence_isTimedOut() throws Exception {
    try (FrontGateway gateway =
            new FrontGateway(server.port(), "protocol: ssh", "timeouts: {greeting: 50ms}");
        Socket client = RawServer.connect(gateway);
        Socket leg = server.accept()) {
      leg.getOutputStream().write(BANNER);

      assertThat(client.getInputStream().readAllBytes()).isEqualTo(BANNER);
      assertThat(gateway.await(LimitHit.class).limit()).isEqualTo(Limit.GREETING_TIMEOUT);
      assertThat(gateway.await(SessionClosed.class).outcome()).isEqualTo(SessionOutcome.TIMED_OUT);
    }
  }

  @Test
  void rules_thatDenyConnect_closeBeforeTheServerIsReached() throws Exception {
    try (FrontGateway gateway = gateway("protocol: tcp")) {
      gateway.rules(
          """
          default: allow
          rules:
            - {id: nobody, when: {client: 127.0.0.0/8, verb: connect}, then: deny}
          """);
      try (Socket client = RawServer.connect(gateway)) {
        assertThat(client.getInputStream().readAllBytes()).isEmpty();
      }
      assertThat(gateway.await(RuleApplied.class).rule()).isEqualTo("nobody");
      assertThat(gateway.await(SessionClosed.class).reason()).contains("nobody");
      awaitNobody(gateway);
    }
  }

  @Test
  void limits_ofSessionsAndOfRules_hold() throws Exception {
    try (FrontGateway gateway =
        new FrontGateway(server.port(), "protocol: tcp", "limits: {sessions-per-client: 2}")) {
      gateway.rules(
          """
          default: allow
          rules:
            - {id: one, then: {limit: {sessions: 1}}}
          """);
      try (Socket first = RawServer.connect(gateway);
          Socket leg = server.accept()) {
        assertThat(leg.isConnected()).isTrue();
        try (Socket second = RawServer.connect(gateway)) {
          assertThat(second.getInputStream().readAllBytes()).isEmpty();
        }
        assertThat(gateway.await(LimitHit.class).limit()).isEqualTo(Limit.RULE_SESSIONS);
        assertThat(first.isClosed()).isFalse();
      }
      awaitNobody(gateway);
      try (Socket next = RawServer.connect(gateway);
          Socket leg = server.accept()) {
        next.getOutputStream().write(1);
        assertThat(leg.getInputStream().read()).isEqualTo(1);
      }
    }
  }

  @Test
  void door_full_closesWithoutAWord() throws Exception {
    try (FrontGateway gateway =
            new FrontGateway(server.port(), "protocol: tcp", "limits: {sessions: 1}");
        Socket first = RawServer.connect(gateway);
        Socket leg = server.accept();
        Socket second = RawServer.connect(gateway)) {
      assertThat(second.getInputStream().readAllBytes()).isEmpty();
      assertThat(gateway.await(SessionRejected.class).limit()).isEqualTo(Limit.SESSIONS);
      first.getOutputStream().write(7);
      assertThat(leg.getInputStream().read()).isEqualTo(7);
    }
  }

  @Test
  void rate_ofARule_slowsTheStream() throws Exception {
    try (FrontGateway gateway = gateway("protocol: tcp")) {
      gateway.rules(
          """
          default: allow
          rules:
            - {id: slow, then: {limit: {bytes-per-second: 200KB}}}
          """);
      try (Socket client = RawServer.connect(gateway);
          Socket leg = server.accept()) {
        long began = System.nanoTime();
        client.getOutputStream().write(new byte[300_000]);
        RawServer.read(leg, 300_000);
        assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(400));
      }
    }
  }

  @Test
  void server_thatIsNotThere_isTold() throws Exception {
    int port = server.port();
    server.close();
    try (FrontGateway gateway = new FrontGateway(port, "protocol: tcp", "");
        Socket client = RawServer.connect(gateway)) {
      assertThat(client.getInputStream().readAllBytes()).isEmpty();
      assertThat(gateway.await(SessionClosed.class).outcome())
          .isEqualTo(SessionOutcome.UNREACHABLE);
    }
  }

  @Test
  void header_goesInAndOut_withSshBehindIt() throws Exception {
    String proxied = "protocol: ssh, proxy-protocol: {from: [127.0.0.1], send: v1}";
    byte[] header = "PROXY TCP4 203.0.113.7 192.0.2.1 54321 22\r\n".getBytes(US_ASCII);
    try (FrontGateway gateway = gateway(proxied);
        Socket client = RawServer.connect(gateway)) {
      byte[] both = new byte[header.length + BANNER.length];
      System.arraycopy(header, 0, both, 0, header.length);
      System.arraycopy(BANNER, 0, both, header.length, BANNER.length);
      client.getOutputStream().write(both);
      try (Socket leg = server.accept()) {
        assertThat(RawServer.read(leg, both.length)).isEqualTo(both);
        leg.getOutputStream().write(BANNER);
        assertThat(RawServer.read(client, BANNER.length)).isEqualTo(BANNER);
      }
      // The server's end alone is no end: a client may go on to send.
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(gateway.all(SessionClosed.class)).isEmpty();
      client.shutdownOutput();
      assertThat(gateway.await(SessionClosed.class).session().client().toString())
          .isEqualTo("203.0.113.7:54321");
    }
  }

  @Test
  void refusedClientThatStays_keepsItsPlaceAsLongAsIsSet() throws Exception {
    for (String refused : List.of("1h", "10ms")) {
      try (FrontGateway gateway =
          new FrontGateway(
              server.port(), "protocol: tcp", "timeouts: {refused: %s}".formatted(refused))) {
        gateway.rules("default: deny\n");
        try (Socket client = RawServer.connect(gateway)) {
          assertThat(client.getInputStream().readAllBytes()).isEmpty();
          if (refused.equals("1h")) {
            assertThat(gateway.sessions()).isEqualTo(1);
          } else {
            awaitNobody(gateway);
          }
        }
        awaitNobody(gateway);
      }
    }
  }

  @Test
  void serverThatSaysTooMuchBeforeItsIdentification_isRefusedAsIsSet() throws Exception {
    try (FrontGateway gateway =
            new FrontGateway(server.port(), "protocol: ssh", "limits: {ssh-lines: 1}");
        Socket client = RawServer.connect(gateway);
        Socket leg = server.accept()) {
      client.getOutputStream().write(BANNER);
      leg.getOutputStream().write("one\r\ntwo\r\n".getBytes(US_ASCII));
      assertThat(gateway.await(NotSsh.class).reason()).contains("more than 1 lines");
    }
  }

  private FrontGateway gateway(String keys) throws Exception {
    return new FrontGateway(server.port(), keys, "");
  }

  private static void awaitNobody(FrontGateway gateway) {
    Awaitility.await().untilAsserted(() -> assertThat(gateway.sessions()).isZero());
  }

  /** Both sides send, each what must come first and then much, and end; both get it all. */
  private static void assertCarries(Socket client, Socket leg, byte[] first, byte[] second)
      throws Exception {
    byte[] up = random(1, MANY);
    byte[] down = random(2, MANY);
    CompletableFuture<Void> sent =
        CompletableFuture.allOf(
            Aside.run(() -> send(client, first, up)), Aside.run(() -> send(leg, second, down)));
    CompletableFuture<byte[]> got = Aside.call(() -> all(leg));
    byte[] back = all(client);
    sent.get(20, TimeUnit.SECONDS);
    assertThat(equal(back, second, down)).isTrue();
    assertThat(equal(got.get(20, TimeUnit.SECONDS), first, up)).isTrue();
  }

  private static boolean equal(byte[] all, byte[] first, byte[] rest) {
    return java.util.Arrays.equals(all, 0, first.length, first, 0, first.length)
        && java.util.Arrays.equals(all, first.length, all.length, rest, 0, rest.length);
  }

  private static void send(Socket to, byte[] first, byte[] rest) {
    try {
      to.getOutputStream().write(first);
      to.getOutputStream().write(rest);
      to.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] all(Socket from) {
    try {
      return from.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] random(long seed, int count) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
