package io.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.channel.epoll.Epoll;
import io.postern.relay.RelayEnd.Cause;
import io.postern.testing.Aside;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a limited relay does at its ends and with its peers' faults: no byte is lost, none added.
 */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class PacedRelayTest {

  private static final RelaySettings SETTINGS = RelaySettings.DEFAULT;
  private static final long ANY = RelayLimits.ANY;

  private Loopback loopback;
  private Socket left;
  private Socket right;
  private Relay relay;
  private final AtomicInteger ends = new AtomicInteger();
  private CompletableFuture<RelayEnd> ended = new CompletableFuture<>();

  static Stream<Transport> transports() {
    return Stream.of(Transport.values()).filter(t -> t == Transport.NIO || Epoll.isAvailable());
  }

  static Stream<Arguments> transportsAndSides() {
    return transports().flatMap(t -> Stream.of(true, false).map(left -> Arguments.of(t, left)));
  }

  @AfterEach
  void closeAll() throws IOException {
    left.close();
    right.close();
    loopback.close();
  }

  @ParameterizedTest
  @MethodSource("transportsAndSides")
  void everyByteAndTheEndOfFileArrive_thoughTheSenderCloses(Transport transport, boolean fromLeft)
      throws Exception {
    loopback = new Loopback(transport);
    for (int size : new int[] {0, 1, 19_999, 20_000, 20_001, 300_000}) {
      start(SETTINGS);
      limit(paced(1_000_000));
      Socket sender = fromLeft ? left : right;
      Socket receiver = fromLeft ? right : left;
      CompletableFuture<Void> sending = send(sender, bytes(size), true);
      assertSame(receiver.getInputStream().readAllBytes(), bytes(size));
      receiver.close();
      sending.get(30, TimeUnit.SECONDS);
      assertThat(end())
          .returns(Cause.COMPLETED, RelayEnd::cause)
          .returns((long) size, fromLeft ? RelayEnd::leftToRight : RelayEnd::rightToLeft);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aHalfThatEndsWhileTheOtherIsHeld_cutsNothingOff(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(SETTINGS);
    limit(paced(200_000));
    byte[] toRight = bytes(150_000);
    byte[] toLeft = bytes(120_000);
    CompletableFuture<Void> one = send(left, toRight, false);
    awaitHeld();
    CompletableFuture<Void> other = send(right, toLeft, false);
    CompletableFuture<byte[]> atRight = Aside.call(() -> readAll(right));
    assertSame(readAll(left), toLeft);
    assertSame(atRight.get(30, TimeUnit.SECONDS), toRight);
    one.get(30, TimeUnit.SECONDS);
    other.get(30, TimeUnit.SECONDS);
    assertThat(end().cause()).isEqualTo(Cause.COMPLETED);
    // Both directions together keep to the rate.
    assertThat(end().duration()).isGreaterThan(Duration.ofMillis(1200));
  }

  @ParameterizedTest
  @MethodSource("transports")
  void abortWhileHeld_resetsBothAndIsToldOnce(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(SETTINGS);
    Pacer pacer = pacer(1_000);
    limit(new RelayLimits(List.of(pacer), ANY, ANY));
    left.getOutputStream().write(bytes(100_000));
    awaitHeld();
    loopback.loop.submit(() -> relay.abort()).sync();
    assertReset(left);
    assertReset(right);
    RelayEnd end = end();
    assertThat(end.cause()).isEqualTo(Cause.ABORTED);
    assertThat(end.leftToRight()).isLessThan(2_000);
    // Its booking holds up nobody for longer than its turn.
    assertThat(pacer.nanosUntil(pacer.book(1, System.nanoTime()), System.nanoTime()))
        .isLessThan(TimeUnit.SECONDS.toNanos(1));
    limit(paced(1));
    loopback.loop.submit(() -> {}).sync();
    assertThat(ends).hasValue(1);
  }

  @ParameterizedTest
  @MethodSource("transportsAndSides")
  void aResetWhileHeld_endsTheRelay(Transport transport, boolean senderResets) throws Exception {
    loopback = new Loopback(transport);
    start(SETTINGS);
    limit(paced(4_000));
    left.getOutputStream().write(bytes(8_000));
    awaitHeld();
    Socket resets = senderResets ? left : right;
    resets.setSoLinger(true, 0);
    resets.close();
    assertReset(senderResets ? right : left);
    assertThat(end().cause()).isEqualTo(senderResets ? Cause.LEFT_RESET : Cause.RIGHT_RESET);
  }

  /** A turn every quarter of a second, and timeouts that are shorter. */
  @ParameterizedTest
  @MethodSource("transports")
  void whatThePaceHolds_neitherStallsNorIsIdle(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(new RelaySettings(65_536, SETTINGS.connect(), millis(180), millis(180)));
    limit(paced(1_000));
    CompletableFuture<Void> sending = send(left, bytes(1_500), true);
    assertSame(right.getInputStream().readAllBytes(), bytes(1_500));
    right.close();
    sending.get(30, TimeUnit.SECONDS);
    assertThat(end().cause()).isEqualTo(Cause.COMPLETED);
    assertThat(end().duration()).isGreaterThan(millis(1_000));
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aReceiverThatStops_stallsAPacedRelayToo(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(new RelaySettings(65_536, SETTINGS.connect(), millis(400), SETTINGS.idle()));
    limit(paced(200_000_000));
    CompletableFuture<Void> sending = send(left, bytes(64 * 1024 * 1024), true);
    assertThat(end().cause()).isEqualTo(Cause.STALLED);
    assertThatThrownBy(() -> sending.get(30, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(SocketException.class);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void silence_isIdleInAPacedRelayToo(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(new RelaySettings(65_536, SETTINGS.connect(), SETTINGS.stall(), millis(300)));
    limit(paced(1_000_000));
    left.getOutputStream().write(bytes(30_000));
    assertSame(right.getInputStream().readNBytes(30_000), bytes(30_000));
    assertThat(end().cause()).isEqualTo(Cause.IDLE);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aFastSender_isHeldBack_andLittleIsBuffered_withoutABusyLoop(Transport transport)
      throws Exception {
    loopback = new Loopback(transport);
    start(SETTINGS);
    limit(paced(100_000));
    CompletableFuture<Void> sending = send(left, bytes(64 * 1024 * 1024), true);
    awaitHeld();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long thread = loopback.loop.submit(() -> Thread.currentThread().getId()).get();
    long before = threads.getThreadCpuTime(thread);
    long until = System.nanoTime() + millis(1000).toNanos();
    await()
        .pollInterval(millis(50))
        .until(
            () -> {
              assertThat(waitingBytes()).isLessThanOrEqualTo(2_000);
              return System.nanoTime() > until;
            });
    assertThat(Duration.ofNanos(threads.getThreadCpuTime(thread) - before)).isLessThan(millis(200));
    assertThat(sending).isNotDone();
    loopback.loop.submit(() -> relay.abort()).sync();
    assertThatThrownBy(() -> sending.get(30, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(SocketException.class);
  }

  @ParameterizedTest
  @MethodSource("transportsAndSides")
  void asManyBytesAsAllowed_arrive(Transport transport, boolean fromLeft) throws Exception {
    loopback = new Loopback(transport);
    for (int size : new int[] {0, 99_999, 100_000}) {
      for (Pacer[] pacers : new Pacer[][] {{}, {pacer(1_000_000)}}) {
        start(SETTINGS);
        limit(most(100_000, fromLeft, pacers));
        Socket sender = fromLeft ? left : right;
        Socket receiver = fromLeft ? right : left;
        CompletableFuture<Void> sending = send(sender, bytes(size), true);
        assertSame(receiver.getInputStream().readAllBytes(), bytes(size));
        receiver.close();
        sending.get(30, TimeUnit.SECONDS);
        assertThat(end().cause()).isEqualTo(Cause.COMPLETED);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transportsAndSides")
  void oneByteMore_resetsBoth_andNoneAboveIsPassedOn(Transport transport, boolean fromLeft)
      throws Exception {
    loopback = new Loopback(transport);
    for (int size : new int[] {100_001, 5_000_000}) {
      for (Pacer[] pacers : new Pacer[][] {{}, {pacer(1_000_000)}}) {
        start(SETTINGS);
        limit(most(100_000, fromLeft, pacers));
        Socket sender = fromLeft ? left : right;
        Socket receiver = fromLeft ? right : left;
        CompletableFuture<Void> sending = send(sender, bytes(size), true);
        assertThat(readUntilReset(receiver)).isLessThanOrEqualTo(100_000);
        RelayEnd end = end();
        assertThat(end.cause()).isEqualTo(Cause.TOO_LARGE);
        assertThat(fromLeft ? end.leftToRight() : end.rightToLeft()).isLessThanOrEqualTo(100_000);
        sending.handle((done, fault) -> "over").get(30, TimeUnit.SECONDS);
      }
    }
  }

  /** The bytes before are with the receiver; the one that is too much comes alone. */
  @ParameterizedTest
  @MethodSource("transports")
  void theByteThatIsTooMuch_alone_resetsBoth(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(SETTINGS);
    limit(most(1_000, true));
    left.getOutputStream().write(bytes(1_000));
    assertSame(right.getInputStream().readNBytes(1_000), bytes(1_000));
    left.getOutputStream().write(1);
    assertReset(right);
    assertThat(end())
        .returns(Cause.TOO_LARGE, RelayEnd::cause)
        .returns(1_000L, RelayEnd::leftToRight);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aLimitThatIsExceededAlready_endsTheRelayAtOnce(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(SETTINGS);
    left.getOutputStream().write(bytes(1_000));
    assertSame(right.getInputStream().readNBytes(1_000), bytes(1_000));
    limit(most(999, true));
    assertThat(end().cause()).isEqualTo(Cause.TOO_LARGE);
    assertReset(left);
    assertReset(right);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void theOtherSidesBytes_areNotCounted(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(SETTINGS);
    limit(most(10, true));
    CompletableFuture<Void> sending = send(right, bytes(1_000_000), true);
    assertSame(left.getInputStream().readAllBytes(), bytes(1_000_000));
    left.close();
    sending.get(30, TimeUnit.SECONDS);
    assertThat(end().cause()).isEqualTo(Cause.COMPLETED);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void limitsThatLimitNothing_changeNothing(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(SETTINGS);
    limit(new RelayLimits(List.of(), ANY, ANY));
    CompletableFuture<Void> sending = send(left, bytes(8_000_000), true);
    assertSame(right.getInputStream().readAllBytes(), bytes(8_000_000));
    right.close();
    sending.get(30, TimeUnit.SECONDS);
    assertThat(end().cause()).isEqualTo(Cause.COMPLETED);
  }

  private void start(RelaySettings settings) throws Exception {
    Loopback.Pair one = loopback.connect();
    Loopback.Pair two = loopback.connect();
    left = one.socket();
    right = two.socket();
    ended = new CompletableFuture<>();
    relay =
        loopback
            .loop
            .submit(() -> Relay.start(one.channel(), two.channel(), settings, this::onEnd))
            .get();
  }

  private void limit(RelayLimits limits) throws Exception {
    loopback.loop.submit(() -> relay.limit(limits)).sync();
  }

  private void onEnd(RelayEnd end) {
    ends.incrementAndGet();
    ended.complete(end);
  }

  private RelayEnd end() throws Exception {
    return ended.get(30, TimeUnit.SECONDS);
  }

  private void awaitHeld() {
    await().pollInterval(millis(2)).until(() -> waitingBytes() > 0);
  }

  private long waitingBytes() throws Exception {
    return loopback
        .loop
        .submit(
            () ->
                relay instanceof EpollRelay epoll
                    ? epoll.waitingBytes()
                    : ((ChannelRelay) relay).waitingBytes())
        .get();
  }

  private static RelayLimits paced(long bytesPerSecond) {
    return new RelayLimits(List.of(pacer(bytesPerSecond)), ANY, ANY);
  }

  private static RelayLimits most(long bytes, boolean fromLeft, Pacer... pacers) {
    return new RelayLimits(List.of(pacers), fromLeft ? bytes : ANY, fromLeft ? ANY : bytes);
  }

  private static Pacer pacer(long bytesPerSecond) {
    return new Pacer(bytesPerSecond, System.nanoTime());
  }

  private static void assertSame(byte[] received, byte[] sent) {
    assertThat(received.length).as("how many bytes came").isEqualTo(sent.length);
    assertThat(Arrays.mismatch(received, sent)).as("the first byte that differs").isNegative();
  }

  private static void assertReset(Socket socket) {
    assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  /** How many bytes come before the reset; an end of file in its place is a failure. */
  private static long readUntilReset(Socket socket) throws IOException {
    long all = 0;
    byte[] chunk = new byte[65_536];
    try {
      for (int n = socket.getInputStream().read(chunk); ; ) {
        assertThat(n).as("a whole file, it seems").isPositive();
        all += n;
        n = socket.getInputStream().read(chunk);
      }
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
      return all;
    }
  }

  private static CompletableFuture<Void> send(Socket socket, byte[] bytes, boolean close) {
    return Aside.run(
        () -> {
          try {
            socket.getOutputStream().write(bytes);
            if (close) {
              socket.close();
            } else {
              socket.shutdownOutput();
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static byte[] readAll(Socket socket) {
    try {
      return socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
