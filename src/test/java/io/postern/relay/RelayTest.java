package io.postern.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.postern.relay.RelayEnd.Cause;
import io.postern.testing.Aside;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The relay between real sockets: what one side sends, the other gets, byte for byte. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class RelayTest {

  private static final RelaySettings SETTINGS = RelaySettings.DEFAULT;

  private Loopback loopback;
  private Socket left;
  private Socket right;
  private Relay relay;
  private Traffic traffic = new Traffic();
  private final AtomicInteger ends = new AtomicInteger();
  private CompletableFuture<RelayEnd> ended = new CompletableFuture<>();

  static Stream<Transport> transports() {
    return Stream.of(Transport.values()).filter(t -> t == Transport.NIO || Epoll.isAvailable());
  }

  @AfterEach
  void closeAll() throws IOException {
    if (left != null) {
      left.close();
      right.close();
    }
    loopback.close();
  }

  @ParameterizedTest
  @MethodSource("transports")
  void everyByteAndTheEndOfFileArrive_forEachSizeAndDirection(Transport transport)
      throws Exception {
    loopback = new Loopback(transport);
    int[] sizes = {0, 1, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 64 * 1024 * 1024};
    for (int size : sizes) {
      sendAndCount(size, true);
      sendAndCount(size, false);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void everyByteAndTheEndOfFileArrive_inManyRoundsOfRandomSize(Transport transport)
      throws Exception {
    loopback = new Loopback(transport);
    Random random = new Random(20_261_121);
    for (int round = 0; round < 60; round++) {
      sendAndCount(random.nextInt(1 << (4 + random.nextInt(19))), random.nextBoolean());
    }
  }

  /** The sender closes at once: its end of file follows the last byte in the same moment. */
  private void sendAndCount(int size, boolean fromLeft) throws Exception {
    start(SETTINGS);
    Socket sender = fromLeft ? left : right;
    Socket receiver = fromLeft ? right : left;
    byte[] sent = bytes(size);
    CompletableFuture<Void> sending = send(sender, sent, true);
    byte[] received = receiver.getInputStream().readAllBytes();
    receiver.close();
    sending.get(30, TimeUnit.SECONDS);
    assertSame(received, sent);
    RelayEnd end = end();
    assertThat(end.cause()).isEqualTo(Cause.COMPLETED);
    assertThat(fromLeft ? end.leftToRight() : end.rightToLeft()).isEqualTo(size);
    assertThat(fromLeft ? end.rightToLeft() : end.leftToRight()).isZero();
    assertThat(traffic.toRight()).isEqualTo(end.leftToRight());
    assertThat(traffic.toLeft()).isEqualTo(end.rightToLeft());
  }

  @ParameterizedTest
  @MethodSource("transports")
  void traffic_isCountedWhileTheRelayRuns(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(SETTINGS);
    left.getOutputStream().write(bytes(100_000));
    assertThat(right.getInputStream().readNBytes(100_000)).hasSize(100_000);
    Awaitility.await().untilAsserted(() -> assertThat(traffic.toRight()).isEqualTo(100_000));
    assertThat(ended).isNotDone();
    assertThat(traffic.toLeft()).isZero();
    left.close();
    right.close();
    end();
  }

  @ParameterizedTest
  @MethodSource("transports")
  void bothDirectionsAtOnce_carryAllBytes(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    for (int round = 0; round < 10; round++) {
      start(SETTINGS);
      byte[] toRight = bytes(3_000_000 + round);
      byte[] toLeft = bytes(5_000_000 - round);
      CompletableFuture<Void> one = sendAndShut(left, toRight);
      CompletableFuture<Void> other = sendAndShut(right, toLeft);
      CompletableFuture<byte[]> atRight = Aside.call(() -> readAll(right));
      byte[] atLeft = readAll(left);
      one.get(30, TimeUnit.SECONDS);
      other.get(30, TimeUnit.SECONDS);
      assertSame(atLeft, toLeft);
      assertSame(atRight.get(30, TimeUnit.SECONDS), toRight);
      RelayEnd end = end();
      assertThat(end.cause()).isEqualTo(Cause.COMPLETED);
      assertThat(end.leftToRight()).isEqualTo(toRight.length);
      assertThat(end.rightToLeft()).isEqualTo(toLeft.length);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void anAnswerAfterTheOthersEndOfFile_arrives(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(SETTINGS);
    left.getOutputStream().write("question".getBytes(US_ASCII));
    left.shutdownOutput();
    assertThat(right.getInputStream().readAllBytes()).asString().isEqualTo("question");
    right.getOutputStream().write(bytes(1_000_000));
    right.close();
    assertThat(left.getInputStream().readAllBytes()).hasSize(1_000_000);
    assertThat(end().cause()).isEqualTo(Cause.COMPLETED);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aResetInTheMiddle_resetsTheOtherSide(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    for (boolean fromLeft : new boolean[] {true, false}) {
      start(SETTINGS);
      Socket sender = fromLeft ? left : right;
      Socket receiver = fromLeft ? right : left;
      sender.getOutputStream().write(bytes(100_000));
      assertThat(receiver.getInputStream().readNBytes(100_000)).hasSize(100_000);
      sender.setSoLinger(true, 0);
      sender.close();
      assertReset(receiver);
      assertThat(end().cause()).isEqualTo(fromLeft ? Cause.LEFT_RESET : Cause.RIGHT_RESET);
      receiver.close();
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aReceiverThatResets_resetsTheSender(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(SETTINGS);
    CompletableFuture<Void> sending = send(left, bytes(64 * 1024 * 1024), true);
    assertThat(right.getInputStream().readNBytes(1_000_000)).hasSize(1_000_000);
    right.setSoLinger(true, 0);
    right.close();
    RelayEnd end = end();
    assertThat(end.cause()).isEqualTo(Cause.RIGHT_RESET);
    assertThat(end.leftToRight()).isBetween(1_000_000L, 64L * 1024 * 1024);
    assertThatThrownBy(() -> sending.get(30, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(SocketException.class);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aResetAfterTheEndOfFile_endsTheRelay(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(SETTINGS);
    left.getOutputStream().write(1);
    left.shutdownOutput();
    assertThat(right.getInputStream().readAllBytes()).hasSize(1);
    left.setSoLinger(true, 0);
    left.close();
    if (transport == Transport.NIO) {
      // NIO hears of it only when it writes.
      right.getOutputStream().write(bytes(1_000));
    }
    assertThat(end().cause()).isEqualTo(Cause.LEFT_RESET);
    // It read the end of file already: what it learns, it learns by writing. NIO closes its socket
    // a moment later than told.
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> right.getOutputStream().write(1))
                    .isInstanceOf(SocketException.class));
  }

  @ParameterizedTest
  @MethodSource("transports")
  void anEndOfFileThatWaitedBeforeTheStart_isNotLost(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    for (int round = 0; round < 40; round++) {
      Loopback.Pair one = loopback.connect();
      Loopback.Pair two = loopback.connect();
      left = one.socket();
      right = two.socket();
      int size = round * 1000;
      loopback
          .loop
          .submit(
              () -> {
                // The loop is busy while the bytes and the FIN come: both wait in the kernel.
                left.getOutputStream().write(bytes(size));
                left.close();
                relay = Relay.start(one.channel(), two.channel(), SETTINGS, this::onEnd);
                return null;
              })
          .sync();
      assertThat(right.getInputStream().readAllBytes()).hasSize(size);
      right.close();
      assertThat(end().cause()).isEqualTo(Cause.COMPLETED);
      ended = new CompletableFuture<>();
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aReceiverThatStops_stalls(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(new RelaySettings(65_536, SETTINGS.connect(), millis(300), SETTINGS.idle()));
    CompletableFuture<Void> sending = send(left, bytes(64 * 1024 * 1024), true);
    assertThat(end().cause()).isEqualTo(Cause.STALLED);
    assertThatThrownBy(() -> sending.get(30, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(SocketException.class);
    assertThatThrownBy(() -> right.getInputStream().readAllBytes())
        .isInstanceOf(SocketException.class);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aSlowReceiver_doesNotStall(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(new RelaySettings(65_536, SETTINGS.connect(), millis(1500), SETTINGS.idle()));
    byte[] sent = bytes(12 * 1024 * 1024);
    CompletableFuture<Void> sending = send(left, sent, true);
    long bytes = 0;
    InputStream in = right.getInputStream();
    byte[] chunk = new byte[1024 * 1024];
    for (int n = in.readNBytes(chunk, 0, chunk.length); n > 0; ) {
      bytes += n;
      long until = System.nanoTime() + millis(200).toNanos();
      await().pollInterval(millis(20)).until(() -> System.nanoTime() > until);
      n = in.readNBytes(chunk, 0, chunk.length);
    }
    right.close();
    sending.get(30, TimeUnit.SECONDS);
    assertThat(bytes).isEqualTo(sent.length);
    assertThat(end().cause()).isEqualTo(Cause.COMPLETED);
  }

  /** The sender ends its half while much of what it sent is still in the kernel. */
  @ParameterizedTest
  @MethodSource("transports")
  void aSlowReceiverBehindAFastSender_holdsNoMoreThanTheBuffer(Transport transport)
      throws Exception {
    loopback = new Loopback(transport);
    int bufferBytes = 65_536;
    start(new RelaySettings(bufferBytes, SETTINGS.connect(), SETTINGS.stall(), SETTINGS.idle()));
    // The receiver has ended its half: the state in which both halves of a socket can hang up.
    right.shutdownOutput();
    assertThat(left.getInputStream().readAllBytes()).isEmpty();
    byte[] sent = bytes(24 * 1024 * 1024);
    CompletableFuture<Void> sending = send(left, sent, true);
    CompletableFuture<byte[]> receiving = Aside.call(() -> readSlowly(right));
    long most = 0;
    while (!receiving.isDone()) {
      most = Math.max(most, loopback.loop.submit(this::waitingBytes).get());
    }
    sending.get(30, TimeUnit.SECONDS);
    assertSame(receiving.get(), sent);
    assertThat(most).isPositive().isLessThanOrEqualTo(2L * bufferBytes);
    assertThat(end().cause()).isEqualTo(Cause.COMPLETED);
  }

  private long waitingBytes() {
    return relay instanceof EpollRelay epoll
        ? epoll.waitingBytes()
        : ((ChannelRelay) relay).waitingBytes();
  }

  private static byte[] readSlowly(Socket socket) {
    try {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      InputStream in = socket.getInputStream();
      byte[] chunk = new byte[256 * 1024];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        all.write(chunk, 0, n);
        LockSupport.parkNanos(1_000_000);
      }
      socket.close();
      return all.toByteArray();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Linux would report the hang-up for ever to whoever asks for levels, not edges. */
  @ParameterizedTest
  @MethodSource("transports")
  void anIdleRelay_whateverEnded_usesNoProcessor(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(new RelaySettings(65_536, SETTINGS.connect(), SETTINGS.stall(), SETTINGS.idle()));
    right.shutdownOutput();
    assertThat(left.getInputStream().readAllBytes()).isEmpty();
    // The receiver never reads: the sender's end of file stays behind its bytes in the kernel.
    CompletableFuture<Void> sending = send(left, bytes(3_000_000), true);
    await().until(() -> loopback.loop.submit(this::waitingBytes).get() > 0 || sending.isDone());
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long thread = loopback.loop.submit(() -> Thread.currentThread().getId()).get();
    long before = threads.getThreadCpuTime(thread);
    long until = System.nanoTime() + millis(1000).toNanos();
    await().pollInterval(millis(100)).until(() -> System.nanoTime() > until);
    assertThat(Duration.ofNanos(threads.getThreadCpuTime(thread) - before)).isLessThan(millis(300));
  }

  @ParameterizedTest
  @MethodSource("transports")
  void silence_isIdle(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(new RelaySettings(65_536, SETTINGS.connect(), SETTINGS.stall(), millis(200)));
    assertThat(end().cause()).isEqualTo(Cause.IDLE);
    assertReset(left);
    assertReset(right);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void abort_resetsBothAndIsToldOnce(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(SETTINGS);
    left.getOutputStream().write(bytes(10));
    assertThat(right.getInputStream().readNBytes(10)).hasSize(10);
    loopback
        .loop
        .submit(
            () -> {
              relay.abort();
              relay.abort();
              assertThat(ended).isNotDone();
              return null;
            })
        .sync();
    assertThat(end()).returns(Cause.ABORTED, RelayEnd::cause).returns(10L, RelayEnd::leftToRight);
    assertReset(left);
    assertReset(right);
    loopback.loop.submit(() -> {}).sync();
    assertThat(ends).hasValue(1);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void urgentData_doesNotBreakTheStream(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    start(SETTINGS);
    left.getOutputStream().write(bytes(1000));
    left.sendUrgentData(7);
    left.getOutputStream().write(bytes(1000));
    left.close();
    // The urgent byte is outside of the stream (RFC 959's data connections have none).
    assertThat(right.getInputStream().readAllBytes()).hasSize(2000);
    right.close();
    assertThat(end().cause()).isEqualTo(Cause.COMPLETED);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aChannelThatIsClosedAlready_isReset(Transport transport) throws Exception {
    loopback = new Loopback(transport);
    Loopback.Pair one = loopback.connect();
    Loopback.Pair two = loopback.connect();
    left = one.socket();
    right = two.socket();
    one.channel().close().sync();
    relay =
        loopback
            .loop
            .submit(() -> Relay.start(one.channel(), two.channel(), SETTINGS, this::onEnd))
            .get();
    assertThat(end().cause()).isEqualTo(Cause.LEFT_RESET);
    assertReset(right);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aResetThatSomebodyHasHeardOf_endsTheRelay() throws Exception {
    loopback = new Loopback(Transport.EPOLL);
    Loopback.Pair one = loopback.connect();
    Loopback.Pair two = loopback.connect();
    left = one.socket();
    right = two.socket();
    ReadAhead.stop(one.channel()).sync();
    ReadAhead.stop(two.channel()).sync();
    left.setSoLinger(true, 0);
    left.close();
    // The kernel tells an error once: whoever asks next hears that the socket is not connected.
    io.netty.channel.unix.Socket kernel =
        (io.netty.channel.unix.Socket) ((EpollSocketChannel) one.channel()).fd();
    await().until(() -> kernel.getSoError() != 0);
    relay =
        loopback
            .loop
            .submit(
                () ->
                    Relay.start(
                        one.channel(), two.channel(), ReadAhead.nothing(), SETTINGS, this::onEnd))
            .get();
    right.shutdownOutput();
    assertThat(end().cause()).isEqualTo(Cause.LEFT_RESET);
  }

  private void start(RelaySettings settings) throws Exception {
    Loopback.Pair one = loopback.connect();
    Loopback.Pair two = loopback.connect();
    left = one.socket();
    right = two.socket();
    ended = new CompletableFuture<>();
    traffic = new Traffic();
    relay =
        loopback
            .loop
            .submit(
                () ->
                    Relay.start(
                        one.channel(), two.channel(), settings, traffic.counting(this::onEnd)))
            .get();
  }

  private void onEnd(RelayEnd end) {
    ends.incrementAndGet();
    ended.complete(end);
  }

  private RelayEnd end() throws Exception {
    return ended.get(30, TimeUnit.SECONDS);
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

  private static CompletableFuture<Void> send(Socket socket, byte[] bytes, boolean close) {
    return Aside.run(
        () -> {
          try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            if (close) {
              socket.close();
            } else {
              socket.shutdownOutput();
            }
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  private static CompletableFuture<Void> sendAndShut(Socket socket, byte[] bytes) {
    return send(socket, bytes, false);
  }

  private static byte[] readAll(Socket socket) {
    try {
      return socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
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
