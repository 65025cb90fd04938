package io.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.postern.relay.RelayEnd.Cause;
import io.postern.testing.Aside;
import io.postern.testing.TlsSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The relay with TLS on one side or both; its peers are the JDK's own sockets. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class SecureRelayTest {

  private static final RelaySettings SETTINGS = RelaySettings.DEFAULT;
  private static final String FORMS = "io.postern.relay.TlsForm#all";
  private static final String BOTH_SIDES = "io.postern.relay.TlsForm#bothSides";
  private static final int RECORD_BYTES = 16 * 1024;

  /** What a slow receiver reads at once; what it gets in all is a multiple. */
  private static final int READ_BYTES = 64 * 1024;

  private TlsForm form;
  private Loopback loopback;
  private Peer left;
  private Peer right;
  private Relay relay;
  private CompletableFuture<RelayEnd> ended = new CompletableFuture<>();

  @AfterEach
  void closeAll() throws IOException {
    left.close();
    right.close();
    loopback.close();
  }

  @ParameterizedTest
  @MethodSource(FORMS)
  void everyByteAndTheEndArrive_forEachSizeAndDirection(TlsForm form) throws Exception {
    use(form);
    int[] sizes = {0, 1, RECORD_BYTES - 1, RECORD_BYTES, RECORD_BYTES + 1, 8 * 1024 * 1024};
    for (int size : sizes) {
      sendAndCount(size, true);
      sendAndCount(size, false);
    }
  }

  private void sendAndCount(int size, boolean fromLeft) throws Exception {
    start(SETTINGS);
    byte[] sent = bytes(size);
    CompletableFuture<byte[]> answer = sendAndRead(side(fromLeft), sent);
    byte[] received = side(!fromLeft).in().readAllBytes();
    assertSame(received, sent);
    side(!fromLeft).close();
    assertThat(answer.get(30, TimeUnit.SECONDS)).isEmpty();
    RelayEnd end = end();
    assertThat(end.cause()).isEqualTo(Cause.COMPLETED);
    assertThat(fromLeft ? end.leftToRight() : end.rightToLeft()).isEqualTo(size);
    assertThat(fromLeft ? end.rightToLeft() : end.leftToRight()).isZero();
    side(fromLeft).close();
  }

  /** The whole of a small file, its close_notify and the FIN come with the end of the handshake. */
  @ParameterizedTest
  @MethodSource(FORMS)
  void whatComesBeforeTheRelayIsOpen_isNotLost(TlsForm form) throws Exception {
    use(form);
    for (boolean fromLeft : new boolean[] {true, false}) {
      CompletableFuture<Void> allowed = new CompletableFuture<>();
      start(SETTINGS, allowed);
      CompletableFuture<byte[]> answer = sendAndRead(side(fromLeft), bytes(3_000));
      if (form.isSecure(fromLeft)) {
        await().until(() -> heldBytes() == 3_000);
      }
      assertThat(relay.leftToRight() + relay.rightToLeft()).isZero();
      allowed.complete(null);
      assertSame(side(!fromLeft).in().readAllBytes(), bytes(3_000));
      side(!fromLeft).close();
      assertThat(answer.get(30, TimeUnit.SECONDS)).isEmpty();
      assertThat(end().cause()).isEqualTo(Cause.COMPLETED);
      side(fromLeft).close();
    }
  }

  @ParameterizedTest
  @MethodSource(FORMS)
  void aSenderThatEndsWithoutCloseNotify_isTruncated_andTheOtherIsReset(TlsForm form)
      throws Exception {
    use(form);
    for (boolean fromLeft : new boolean[] {true, false}) {
      for (int size : new int[] {0, 1, 100_000}) {
        if (form.isSecure(fromLeft)) {
          truncate(size, fromLeft);
        }
      }
    }
  }

  private void truncate(int size, boolean fromLeft) throws Exception {
    start(SETTINGS);
    Peer sender = side(fromLeft);
    Peer receiver = side(!fromLeft);
    sender.socket.getOutputStream().write(bytes(size));
    assertThat(receiver.in().readNBytes(size)).hasSize(size);
    sender.raw.shutdownOutput();
    assertNotWhole(receiver);
    RelayEnd end = end();
    assertThat(end.cause()).isEqualTo(fromLeft ? Cause.LEFT_TRUNCATED : Cause.RIGHT_TRUNCATED);
    assertThat(fromLeft ? end.leftToRight() : end.rightToLeft()).isEqualTo(size);
    sender.close();
    receiver.close();
  }

  /** Many clients close their data connection with no word when they have read all. */
  @ParameterizedTest
  @MethodSource(FORMS)
  void aReceiverThatJustCloses_orResets_isNoFault(TlsForm form) throws Exception {
    use(form);
    for (boolean fromLeft : new boolean[] {true, false}) {
      for (boolean byReset : new boolean[] {true, false}) {
        if (form.isSecure(!fromLeft)) {
          leave(fromLeft, byReset);
        }
      }
    }
  }

  private void leave(boolean fromLeft, boolean byReset) throws Exception {
    start(SETTINGS);
    CompletableFuture<byte[]> answer = sendAndRead(side(fromLeft), bytes(500_000));
    Peer receiver = side(!fromLeft);
    assertThat(receiver.in().readAllBytes()).hasSize(500_000);
    if (byReset) {
      receiver.raw.setSoLinger(true, 0);
    }
    receiver.raw.close();
    assertThat(answer.get(30, TimeUnit.SECONDS)).isEmpty();
    assertThat(end().cause()).isEqualTo(Cause.COMPLETED);
    side(fromLeft).close();
  }

  /** Some clients close it only after the 226, which waits for the end of the relay. */
  @ParameterizedTest
  @MethodSource(FORMS)
  void aReceiverThatDoesNotEnd_holdsNeitherTheSenderNorTheRelayForLong(TlsForm form)
      throws Exception {
    use(form);
    List<Unended> both = List.of(receiveAndStay(true), receiveAndStay(false));
    for (Unended relayed : both) {
      assertThat(relayed.answer.get(30, TimeUnit.SECONDS)).isEmpty();
      RelayEnd end = relayed.ended.get(30, TimeUnit.SECONDS);
      assertThat(end.cause()).isEqualTo(Cause.COMPLETED);
      assertThat(end.duration()).isLessThan(Duration.ofSeconds(20));
      relayed.left.close();
      relayed.right.close();
    }
  }

  /** The receiver has all, and leaves its half open. */
  private Unended receiveAndStay(boolean fromLeft) throws Exception {
    start(SETTINGS);
    CompletableFuture<byte[]> answer = sendAndRead(side(fromLeft), bytes(500_000));
    assertThat(side(!fromLeft).in().readAllBytes()).hasSize(500_000);
    return new Unended(answer, ended, left, right);
  }

  private record Unended(
      CompletableFuture<byte[]> answer, CompletableFuture<RelayEnd> ended, Peer left, Peer right) {}

  @ParameterizedTest
  @MethodSource(FORMS)
  void aReceiverThatResetsInTheMiddle_resetsTheSender(TlsForm form) throws Exception {
    use(form);
    start(SETTINGS);
    CompletableFuture<byte[]> answer = sendAndRead(left, bytes(64 * 1024 * 1024));
    assertThat(right.in().readNBytes(1_000_000)).hasSize(1_000_000);
    right.raw.setSoLinger(true, 0);
    right.raw.close();
    assertThat(end().cause()).isEqualTo(Cause.RIGHT_RESET);
    assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @MethodSource(FORMS)
  void aSenderThatResets_resetsTheReceiver(TlsForm form) throws Exception {
    use(form);
    start(SETTINGS);
    left.socket.getOutputStream().write(bytes(100_000));
    assertThat(right.in().readNBytes(100_000)).hasSize(100_000);
    left.raw.setSoLinger(true, 0);
    left.raw.close();
    assertNotWhole(right);
    assertThat(end().cause()).isEqualTo(Cause.LEFT_RESET);
  }

  @ParameterizedTest
  @MethodSource(BOTH_SIDES)
  void bytesThatAreNoRecord_resetTheReceiver(TlsForm form) throws Exception {
    use(form);
    start(SETTINGS);
    left.socket.getOutputStream().write(bytes(100_000));
    assertThat(right.in().readNBytes(100_000)).hasSize(100_000);
    left.raw.getOutputStream().write(bytes(1_000));
    assertNotWhole(right);
    assertThat(end().cause()).isEqualTo(Cause.LEFT_RESET);
  }

  @ParameterizedTest
  @MethodSource(FORMS)
  void abort_resetsBoth(TlsForm form) throws Exception {
    use(form);
    start(SETTINGS);
    left.socket.getOutputStream().write(bytes(10));
    assertThat(right.in().readNBytes(10)).hasSize(10);
    loopback.loop.submit(() -> relay.abort()).sync();
    assertThat(end()).returns(Cause.ABORTED, RelayEnd::cause).returns(10L, RelayEnd::leftToRight);
    assertNotWhole(left);
    assertNotWhole(right);
  }

  @ParameterizedTest
  @MethodSource(FORMS)
  void aSlowReceiverBehindAFastSender_holdsLittle_andGetsAll(TlsForm form) throws Exception {
    use(form);
    int bufferBytes = 65_536;
    start(new RelaySettings(bufferBytes, SETTINGS.connect(), SETTINGS.stall(), SETTINGS.idle()));
    byte[] sent = bytes(12 * 1024 * 1024);
    CompletableFuture<Void> sending = Aside.run(() -> write(left, sent));
    ByteArrayOutputStream received = new ByteArrayOutputStream(sent.length);
    long most = 0;
    while (!sending.isDone()) {
      // It reads on only when the relay holds something for it.
      long held = heldUnless(sending);
      received.writeBytes(right.in().readNBytes(READ_BYTES));
      most = Math.max(most, Math.max(held, heldBytes()));
    }
    assertThat(most).isPositive().isLessThanOrEqualTo(4L * bufferBytes);
    left.socket.shutdownOutput();
    received.writeBytes(right.in().readAllBytes());
    assertSame(received.toByteArray(), sent);
    right.close();
    assertThat(end().cause()).isEqualTo(Cause.COMPLETED);
  }

  @ParameterizedTest
  @MethodSource(BOTH_SIDES)
  void aReceiverThatStops_stalls(TlsForm form) throws Exception {
    use(form);
    start(new RelaySettings(65_536, SETTINGS.connect(), millis(300), SETTINGS.idle()));
    CompletableFuture<byte[]> answer = sendAndRead(left, bytes(64 * 1024 * 1024));
    assertThat(end().cause()).isEqualTo(Cause.STALLED);
    assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IOException.class);
    assertNotWhole(right);
  }

  @ParameterizedTest
  @MethodSource(BOTH_SIDES)
  void silence_isIdle(TlsForm form) throws Exception {
    use(form);
    start(new RelaySettings(65_536, SETTINGS.connect(), SETTINGS.stall(), millis(200)));
    assertThat(end().cause()).isEqualTo(Cause.IDLE);
    assertNotWhole(left);
    assertNotWhole(right);
  }

  @ParameterizedTest
  @MethodSource(BOTH_SIDES)
  void aPace_countsPlainBytes(TlsForm form) throws Exception {
    use(form);
    start(SETTINGS);
    Pacer pacer = new Pacer(400_000, System.nanoTime());
    limit(new RelayLimits(List.of(pacer), RelayLimits.ANY, RelayLimits.ANY));
    long from = System.nanoTime();
    CompletableFuture<byte[]> answer = sendAndRead(left, bytes(200_000));
    assertSame(right.in().readAllBytes(), bytes(200_000));
    // A tenth of a second is given on credit.
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isBetween(millis(380), millis(5_000));
    right.close();
    assertThat(answer.get(30, TimeUnit.SECONDS)).isEmpty();
    assertThat(end().cause()).isEqualTo(Cause.COMPLETED);
  }

  @ParameterizedTest
  @MethodSource(FORMS)
  void aLimitOfBytes_countsPlainBytes(TlsForm form) throws Exception {
    use(form);
    start(SETTINGS);
    limit(new RelayLimits(List.of(), 100_000, RelayLimits.ANY));
    left.socket.getOutputStream().write(bytes(100_000));
    assertThat(right.in().readNBytes(100_000)).hasSize(100_000);
    left.socket.getOutputStream().write(1);
    assertNotWhole(right);
    assertThat(end())
        .returns(Cause.TOO_LARGE, RelayEnd::cause)
        .returns(100_000L, RelayEnd::leftToRight);
  }

  /** The client never says hello: the handler's own deadline ends the relay. */
  @ParameterizedTest
  @MethodSource(FORMS)
  void aHandshakeThatNeverComes_isAReset(TlsForm form) throws Exception {
    use(form);
    Loopback.Pair one = loopback.connect();
    Loopback.Pair two = loopback.connect();
    left = new Peer(one.socket(), one.socket());
    right = new Peer(two.socket(), two.socket());
    begin(one, two, SETTINGS, new CompletableFuture<>(), 200);
    assertThat(end().cause()).isIn(Cause.LEFT_RESET, Cause.RIGHT_RESET);
    if (form.left() != form.right()) {
      // The one that never said a word may be told a reason; the other one is cut.
      assertNotWhole(form.left() ? right : left);
    }
  }

  private void use(TlsForm used) throws IOException {
    form = used;
    loopback = new Loopback(used.transport());
  }

  private void start(RelaySettings settings) throws Exception {
    start(settings, CompletableFuture.completedFuture(null));
  }

  /** Both handshakes are over; the relay opens when it is allowed. */
  private void start(RelaySettings settings, CompletableFuture<Void> allowed) throws Exception {
    ended = new CompletableFuture<>();
    Loopback.Pair one = loopback.connect();
    Loopback.Pair two = loopback.connect();
    left = peer(one.socket(), true);
    right = peer(two.socket(), false);
    begin(one, two, settings, allowed, 30_000);
    left.handshake();
    right.handshake();
  }

  private Peer peer(Socket raw, boolean ofLeft) throws IOException {
    boolean secure = form.isSecure(ofLeft);
    return new Peer(raw, secure ? TlsSocket.over(raw, ofLeft, form.protocol()) : raw);
  }

  private void begin(
      Loopback.Pair one,
      Loopback.Pair two,
      RelaySettings settings,
      CompletableFuture<Void> allowed,
      long handshakeMillis)
      throws Exception {
    relay =
        loopback
            .loop
            .submit(
                () -> {
                  CompletableFuture<?> first = secure(one.channel(), true, handshakeMillis);
                  CompletableFuture<?> second = secure(two.channel(), false, handshakeMillis);
                  Relay started =
                      Relay.start(
                          one.channel(),
                          two.channel(),
                          new Secured(form.left(), form.right()),
                          settings,
                          ended::complete);
                  CompletableFuture.allOf(first, second, allowed)
                      .thenRun(() -> loopback.loop.execute(started::open));
                  return started;
                })
            .get();
  }

  private CompletableFuture<?> secure(Channel channel, boolean ofLeft, long handshakeMillis) {
    CompletableFuture<Object> done = new CompletableFuture<>();
    if (form.isSecure(ofLeft)) {
      SslHandler handler = form.handler(ofLeft);
      handler.setHandshakeTimeoutMillis(handshakeMillis);
      handler.handshakeFuture().addListener(f -> complete(f, done));
      channel.pipeline().addFirst(handler);
    } else {
      done.complete(channel);
    }
    return done;
  }

  private static void complete(Future<?> handshake, CompletableFuture<Object> done) {
    if (handshake.isSuccess()) {
      done.complete(handshake);
    }
  }

  private void limit(RelayLimits limits) throws Exception {
    loopback.loop.submit(() -> relay.limit(limits)).sync();
  }

  private Peer side(boolean ofLeft) {
    return ofLeft ? left : right;
  }

  /** What the relay holds, as soon as it is something, or zero when all was sent. */
  private long heldUnless(CompletableFuture<Void> sent) throws Exception {
    long held = heldBytes();
    while (held == 0 && !sent.isDone()) {
      held = heldBytes();
    }
    return held;
  }

  private long heldBytes() throws Exception {
    return loopback.loop.submit(this::waitingBytes).get();
  }

  private long waitingBytes() {
    return ((ChannelRelay) relay).waitingBytes();
  }

  private RelayEnd end() throws Exception {
    return ended.get(30, TimeUnit.SECONDS);
  }

  /** Sends, ends its half, and reads what comes back to its end. */
  private static CompletableFuture<byte[]> sendAndRead(Peer peer, byte[] sent) {
    return Aside.call(
        () -> {
          write(peer, sent);
          try {
            peer.socket.shutdownOutput();
            return peer.in().readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void write(Peer peer, byte[] sent) {
    try {
      peer.socket.getOutputStream().write(sent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whatever it reads, it does not end in order. */
  private static void assertNotWhole(Peer peer) {
    assertThatThrownBy(() -> peer.in().readAllBytes()).isInstanceOf(IOException.class);
  }

  private static void assertSame(byte[] received, byte[] sent) {
    assertThat(received.length).as("how many bytes came").isEqualTo(sent.length);
    assertThat(Arrays.mismatch(received, sent)).as("the first byte that differs").isNegative();
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  /** One end: the socket, and the TLS over it if there is any. */
  private static final class Peer {

    final Socket raw;
    final Socket socket;

    Peer(Socket raw, Socket socket) {
      this.raw = raw;
      this.socket = socket;
    }

    InputStream in() throws IOException {
      return socket.getInputStream();
    }

    void handshake() throws IOException {
      if (socket instanceof SSLSocket tls) {
        tls.startHandshake();
      }
    }

    /** As most programs do it: with a close_notify. */
    void close() throws IOException {
      socket.close();
      raw.close();
    }
  }
}
