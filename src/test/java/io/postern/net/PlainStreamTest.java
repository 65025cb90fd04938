package io.postern.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.event.DataEnd;
import io.postern.event.GatewayEvent.LimitHit;
import io.postern.event.GatewayEvent.NotSsh;
import io.postern.event.GatewayEvent.SessionClosed;
import io.postern.event.GatewayEvent.SessionRejected;
import io.postern.event.GatewayEvent.Stopping;
import io.postern.event.GatewayEvent.StreamEnded;
import io.postern.event.Limit;
import io.postern.event.SessionOutcome;
import io.postern.policy.Limits;
import io.postern.testing.Aside;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How streams of listeners that are no FTP end, wait and are cut off, with sockets on loopback. */
class PlainStreamTest {

  private static final byte[] BANNER = "SSH-2.0-test_1\r\n".getBytes(US_ASCII);

  private static final Limits.FailedLogins FAILED_ONCE =
      new Limits.FailedLogins(1, Duration.ofMinutes(1), Duration.ofMinutes(1));

  /** What two kernels may hold on the way, and the relay's own buffer, many times over. */
  private static final long BOUND_BYTES = 32L << 20;

  private RawServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RawServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void server_goesOnAfterTheClientHasEndedItsHalf() throws Exception {
    byte[] answer = random(1 << 20);
    try (FrontGateway gateway = gateway("");
        Socket client = RawServer.connect(gateway);
        Socket leg = server.accept()) {
      client.getOutputStream().write(7);
      client.shutdownOutput();
      assertThat(leg.getInputStream().readAllBytes()).containsExactly(7);
      leg.getOutputStream().write(answer, 0, 1000);
      assertThat(RawServer.read(client, 1000)).hasSize(1000);
      leg.getOutputStream().write(answer, 1000, answer.length - 1000);
      leg.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).hasSize(answer.length - 1000);
      assertThat(gateway.await(StreamEnded.class).stats().end()).isEqualTo(DataEnd.COMPLETED);
    }
  }

  @Test
  void header_withEverythingBehindIt_losesNothing() throws Exception {
    byte[] header = "PROXY TCP4 203.0.113.7 192.0.2.1 54321 80\r\n".getBytes(US_ASCII);
    byte[] request = random(300_000);
    String proxied = "protocol: tcp, proxy-protocol: {from: [127.0.0.1]}";
    try (FrontGateway gateway = new FrontGateway(server.port(), proxied, "")) {
      for (int i = 0; i < 20; i++) {
        try (Socket client = RawServer.connect(gateway)) {
          client.getOutputStream().write(header, 0, i);
          client.getOutputStream().flush();
          byte[] rest = Arrays.copyOfRange(header, i, header.length + request.length);
          System.arraycopy(request, 0, rest, header.length - i, request.length);
          client.getOutputStream().write(rest);
          client.shutdownOutput();
          try (Socket leg = server.accept()) {
            assertThat(Arrays.equals(leg.getInputStream().readAllBytes(), request)).isTrue();
            leg.getOutputStream().write(request);
          }
          assertThat(Arrays.equals(client.getInputStream().readAllBytes(), request)).isTrue();
        }
      }
      assertThat(gateway.await(StreamEnded.class, 20))
          .allSatisfy(ended -> assertThat(ended.stats().bytesToServer()).isEqualTo(300_000));
    }
  }

  @Test
  void reader_thatStops_stopsTheWriter_andGetsEverythingLater() throws Exception {
    AtomicLong written = new AtomicLong();
    try (FrontGateway gateway = gateway("");
        Socket client = RawServer.connect(gateway);
        Socket leg = server.accept()) {
      CompletableFuture<Void> writing = Aside.run(() -> pour(leg, 3 * BOUND_BYTES, written));
      awaitStandstill(written);
      assertThat(written.get()).isBetween(1L << 16, BOUND_BYTES);

      assertThat(countPattern(client.getInputStream())).isEqualTo(3 * BOUND_BYTES);
      writing.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void reader_thatStopsForTooLong_isCutOff() throws Exception {
    try (FrontGateway gateway = gateway("timeouts: {data-stall: 200ms}");
        Socket client = RawServer.connect(gateway);
        Socket leg = server.accept()) {
      assertThatThrownBy(() -> writeForEver(leg)).isInstanceOf(SocketException.class);
      assertThat(gateway.await(LimitHit.class).limit()).isEqualTo(Limit.DATA_STALL_TIMEOUT);
      assertThat(gateway.await(StreamEnded.class).stats().end()).isEqualTo(DataEnd.STALLED);
      assertThat(gateway.await(SessionClosed.class).outcome()).isEqualTo(SessionOutcome.TIMED_OUT);
      assertThatThrownBy(() -> client.getInputStream().readAllBytes())
          .hasMessageContaining("reset");
    }
  }

  @Test
  void silence_ofBothSides_endsTheStream() throws Exception {
    try (FrontGateway gateway = gateway("timeouts: {data-idle: 200ms}");
        Socket client = RawServer.connect(gateway);
        Socket leg = server.accept()) {
      assertReset(client);
      assertReset(leg);
      assertThat(gateway.await(LimitHit.class).limit()).isEqualTo(Limit.DATA_IDLE_TIMEOUT);
      assertThat(gateway.await(StreamEnded.class).stats().end()).isEqualTo(DataEnd.IDLE);
    }
  }

  @Test
  void reset_ofEitherSide_reachesTheOther() throws Exception {
    try (FrontGateway gateway = gateway("")) {
      try (Socket client = RawServer.connect(gateway);
          Socket leg = server.accept()) {
        client.getOutputStream().write(1);
        assertThat(RawServer.read(leg, 1)).containsExactly(1);
        reset(client);
        assertReset(leg);
      }
      try (Socket client = RawServer.connect(gateway);
          Socket leg = server.accept()) {
        leg.getOutputStream().write(1);
        assertThat(RawServer.read(client, 1)).containsExactly(1);
        reset(leg);
        assertReset(client);
      }
      assertThat(gateway.await(StreamEnded.class, 2))
          .extracting(ended -> ended.stats().end())
          .containsExactly(DataEnd.CLIENT_RESET, DataEnd.SERVER_RESET);
    }
  }

  @Test
  void stop_waitsForAStreamThatEndsInTime() throws Exception {
    FrontGateway gateway = gateway("timeouts: {stop: 20s}");
    try (gateway;
        Socket client = RawServer.connect(gateway);
        Socket leg = server.accept()) {
      leg.getOutputStream().write(1);
      assertThat(RawServer.read(client, 1)).containsExactly(1);
      CompletableFuture<Void> closing = Aside.run(gateway::close);
      gateway.await(Stopping.class);

      leg.getOutputStream().write(random(100_000));
      leg.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).hasSize(100_000);
      client.shutdownOutput();
      closing.get(15, TimeUnit.SECONDS);
      assertThat(gateway.await(StreamEnded.class).stats().end()).isEqualTo(DataEnd.COMPLETED);
    }
  }

  @Test
  void stop_cutsOffWhatDoesNotEndInTime() throws Exception {
    FrontGateway gateway = gateway("timeouts: {stop: 100ms}");
    try (gateway;
        Socket client = RawServer.connect(gateway);
        Socket leg = server.accept()) {
      leg.getOutputStream().write(1);
      assertThat(RawServer.read(client, 1)).containsExactly(1);
      gateway.close();
      assertReset(client);
      assertReset(leg);
      assertThat(gateway.await(StreamEnded.class).stats().end()).isEqualTo(DataEnd.ABORTED);
      assertThat(gateway.await(SessionClosed.class).outcome()).isEqualTo(SessionOutcome.STOPPED);
    }
  }

  @Test
  void uploadLimit_ofARule_endsTheStream_andPassesNoMore() throws Exception {
    try (FrontGateway gateway = gateway("")) {
      gateway.rules(
          """
          default: allow
          rules:
            - {id: small, then: {limit: {upload-bytes: 100KB}}}
          """);
      try (Socket client = RawServer.connect(gateway);
          Socket leg = server.accept()) {
        leg.getOutputStream().write(new byte[300_000]);
        assertThat(RawServer.read(client, 300_000)).hasSize(300_000);
        CompletableFuture<Long> got = Aside.call(() -> countUntilAnyEnd(leg));
        assertThatThrownBy(() -> writeForEver(client)).isInstanceOf(SocketException.class);
        assertThat(got.get(20, TimeUnit.SECONDS)).isLessThanOrEqualTo(100_000);
      }
      assertThat(gateway.await(LimitHit.class).limit()).isEqualTo(Limit.RULE_UPLOAD_BYTES);
      assertThat(gateway.await(StreamEnded.class).stats().end()).isEqualTo(DataEnd.TOO_LARGE);
    }
  }

  @Test
  void banned_client_isClosedWithoutAWord() throws Exception {
    try (FrontGateway gateway = gateway("")) {
      Limits once = new Limits("guess", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Optional.of(FAILED_ONCE));
      InetAddress here = InetAddress.getLoopbackAddress();
      assertThat(gateway.tally().loginFailed(List.of(once), here, "ann", System.nanoTime()))
          .isPresent();
      try (Socket client = RawServer.connect(gateway)) {
        assertThat(client.getInputStream().readAllBytes()).isEmpty();
      }
      assertThat(gateway.await(SessionRejected.class).limit()).isEqualTo(Limit.BANNED);
    }
  }

  @Test
  void ssh_serverThatOnlyTalks_isCutOff() throws Exception {
    try (FrontGateway gateway =
            new FrontGateway(server.port(), "protocol: ssh", "timeouts: {greeting: 20s}");
        Socket client = RawServer.connect(gateway);
        Socket leg = server.accept()) {
      CompletableFuture<byte[]> got = Aside.call(() -> allOf(client));
      leg.getOutputStream().write("words\r\n".repeat(2000).getBytes(US_ASCII));
      assertThat(gateway.await(NotSsh.class).reason()).contains("1024 lines");
      assertThat(got.get(20, TimeUnit.SECONDS).length).isLessThanOrEqualTo(1025 * 7);
    }
  }

  @Test
  void ssh_clientThatIsRefused_readsWhatTheServerHadSaid() throws Exception {
    try (FrontGateway gateway =
        new FrontGateway(server.port(), "protocol: ssh", "timeouts: {greeting: 20s}")) {
      for (int i = 0; i < 20; i++) {
        try (Socket client = RawServer.connect(gateway);
            Socket leg = server.accept()) {
          leg.getOutputStream().write(BANNER);
          assertThat(RawServer.read(client, 1)).isEqualTo("S".getBytes(US_ASCII));
          client.getOutputStream().write("x".repeat(100_000).getBytes(US_ASCII));
          assertThat(client.getInputStream().readAllBytes()).hasSize(BANNER.length - 1);
        }
      }
    }
  }

  private FrontGateway gateway(String rest) throws Exception {
    return new FrontGateway(server.port(), "protocol: tcp", rest);
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private static void assertReset(Socket socket) {
    assertThatThrownBy(() -> socket.getInputStream().readAllBytes()).hasMessageContaining("reset");
  }

  private static void writeForEver(Socket to) throws IOException {
    byte[] block = new byte[64 << 10];
    while (!to.isClosed()) {
      to.getOutputStream().write(block);
    }
  }

  private static void pour(Socket to, long bytes, AtomicLong written) {
    try {
      byte[] block = new byte[64 << 10];
      for (int i = 0; i < block.length; i++) {
        block[i] = (byte) i;
      }
      while (written.get() < bytes) {
        to.getOutputStream().write(block);
        written.addAndGet(block.length);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until nothing more was written for a while. */
  private static void awaitStandstill(AtomicLong written) {
    AtomicLong before = new AtomicLong(-1);
    Awaitility.await()
        .pollInterval(Duration.ofMillis(300))
        .until(() -> before.getAndSet(written.get()) == written.get() && written.get() > 0);
  }

  /** How many bytes come, each of which is the one that must come. */
  private static long countPattern(InputStream from) throws IOException {
    byte[] buffer = new byte[64 << 10];
    long count = 0;
    for (int n = from.read(buffer); n > 0; n = from.read(buffer)) {
      for (int i = 0; i < n; i++) {
        if (buffer[i] != (byte) (count + i)) {
          throw new IOException("a wrong byte at " + (count + i));
        }
      }
      count += n;
    }
    return count;
  }

  private static long countUntilAnyEnd(Socket from) {
    long count = 0;
    try {
      while (from.getInputStream().read() >= 0) {
        count++;
      }
    } catch (IOException e) {
      // A reset is an end too.
    }
    return count;
  }

  private static byte[] allOf(Socket from) {
    try {
      return from.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }
}
