package io.postern.pinhole.relay;

import static io.postern.ftp.Protection.CLEAR;
import static io.postern.ftp.Protection.PRIVATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.ftp.DataMode;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Protection;
import io.postern.ftp.Verb;
import io.postern.pinhole.PinholeBackend.Opening;
import io.postern.relay.RelaySettings;
import io.postern.relay.Transport;
import io.postern.testing.Aside;
import io.postern.testing.TlsSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Data connections that wait for their protection, and those under TLS. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class SecureDataTest {

  private static final String PROTOCOL = "TLSv1.3";

  private final Heard heard = new Heard();
  private final TestTls tls = new TestTls(PROTOCOL);
  private EventLoopGroup group;
  private EventLoop loop;
  private ServerSocket target;
  private Transport transport;
  private Duration idle = Duration.ofSeconds(20);

  static Stream<Transport> transports() {
    return Peers.transports();
  }

  static Stream<Arguments> transportsAndModes() {
    return transports()
        .flatMap(t -> Stream.of(DataMode.values()).map(mode -> Arguments.of(t, mode)));
  }

  @BeforeEach
  void listen() throws IOException {
    target = Peers.listen(InetAddress.getLoopbackAddress(), 50);
  }

  @AfterEach
  void stop() throws IOException {
    target.close();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @ParameterizedTest
  @MethodSource("transportsAndModes")
  void aHeldOne_carriesNothingUntilItsProtectionIsKnown(Transport transport, DataMode mode)
      throws Exception {
    use(transport);
    Opening opening = open(mode);
    Socket peer = connect();
    peer.getOutputStream().write(new byte[1_000]);
    target.setSoTimeout(300);
    assertThatThrownBy(target::accept).isInstanceOf(SocketTimeoutException.class);
    target.setSoTimeout(30_000);
    protect(opening, CLEAR, CLEAR);
    // The first one counts.
    protect(opening, PRIVATE, PRIVATE);
    heard.next(Heard.Connected.class);
    Socket other = target.accept();
    assertThat(other.getInputStream().readNBytes(1_000)).hasSize(1_000);
    peer.close();
    assertThat(other.getInputStream().read()).isEqualTo(-1);
    other.close();
    assertThat(heard.next(DataStats.class).end()).isEqualTo(DataEnd.COMPLETED);
  }

  /** Whoever connects, the client is the TLS client (RFC 4217 section 7). */
  @ParameterizedTest
  @MethodSource("transportsAndModes")
  void bothSidesUnderTls_whetherItIsSaidBeforeThePeerComesOrAfter(
      Transport transport, DataMode mode) throws Exception {
    use(transport);
    for (boolean early : new boolean[] {true, false}) {
      Socket[] sides = secured(mode, early);
      Socket client = clientOf(mode, sides);
      Socket server = serverOf(mode, sides);
      server.getOutputStream().write(new byte[300_000]);
      server.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).hasSize(300_000);
      client.close();
      assertThat(server.getInputStream().read()).isEqualTo(-1);
      server.close();
      assertThat(heard.next(DataStats.class))
          .returns(DataEnd.COMPLETED, DataStats::end)
          .returns(300_000L, DataStats::bytesToClient)
          .returns(0L, DataStats::bytesToServer);
    }
  }

  @ParameterizedTest
  @MethodSource("transportsAndModes")
  void aSideThatIsCut_isToldByItsName(Transport transport, DataMode mode) throws Exception {
    use(transport);
    for (boolean byClient : new boolean[] {true, false}) {
      Socket[] raw = new Socket[2];
      Socket[] sides = secured(mode, true, raw);
      Socket sender = byClient ? clientOf(mode, sides) : serverOf(mode, sides);
      Socket receiver = byClient ? serverOf(mode, sides) : clientOf(mode, sides);
      sender.getOutputStream().write(new byte[1_000]);
      assertThat(receiver.getInputStream().readNBytes(1_000)).hasSize(1_000);
      (byClient ? clientOf(mode, raw) : serverOf(mode, raw)).shutdownOutput();
      assertThatThrownBy(() -> receiver.getInputStream().read()).isInstanceOf(IOException.class);
      assertThat(heard.next(DataStats.class))
          .returns(byClient ? DataEnd.CLIENT_TRUNCATED : DataEnd.SERVER_TRUNCATED, DataStats::end)
          .returns(byClient ? 1_000L : 0L, DataStats::bytesToServer)
          .returns("it was closed without a close_notify", DataStats::detail);
      sender.close();
      receiver.close();
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aClientWhoseSessionIsNotResumed_getsNoByteThrough(Transport transport) throws Exception {
    use(transport);
    tls.admits = false;
    Opening opening = open(DataMode.PASSIVE);
    Socket raw = connect();
    protect(opening, PRIVATE, CLEAR);
    Socket server = target.accept();
    SSLSocket client = TlsSocket.over(raw, true, PROTOCOL);
    client.setSoTimeout(30_000);
    CompletableFuture<Void> sending = Aside.run(() -> send(client));
    assertThat(heard.next(DataStats.class))
        .returns(DataEnd.NOT_RESUMED, DataStats::end)
        .returns(0L, DataStats::bytesToServer);
    assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
    sending.get(30, TimeUnit.SECONDS);
    client.close();
  }

  @ParameterizedTest
  @MethodSource("transportsAndModes")
  void aClientThatSaysNothing_orNoTls_orLeaves_failsTheHandshake(Transport transport, DataMode mode)
      throws Exception {
    use(transport);
    for (String habit : new String[] {"silent", "clear", "leaves"}) {
      Opening opening = open(mode);
      Socket peer = connect();
      protect(opening, PRIVATE, CLEAR);
      Socket other = target.accept();
      Socket[] sides = {peer, other};
      Socket client = clientOf(mode, sides);
      if (habit.equals("clear")) {
        client.getOutputStream().write(new byte[1_000]);
      } else if (habit.equals("leaves")) {
        client.shutdownOutput();
      }
      Socket server = serverOf(mode, sides);
      assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThat(heard.next(DataStats.class))
          .returns(DataEnd.TLS_FAILED, DataStats::end)
          .satisfies(stats -> assertThat(stats.detail()).startsWith("client: "));
      peer.close();
      other.close();
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aClientThatIsInTheClear_andResetsDuringTheServersHandshake_isNamed(Transport transport)
      throws Exception {
    use(transport);
    Opening opening = open(DataMode.PASSIVE);
    Socket client = connect();
    protect(opening, CLEAR, PRIVATE);
    Socket server = target.accept();
    assertThat(server.getInputStream().read()).as("a handshake record").isEqualTo(22);
    client.setSoLinger(true, 0);
    client.close();
    // NIO hears of a reset only where it reads: the handshake's deadline comes first.
    assertThat(heard.next(DataStats.class).end())
        .isEqualTo(transport == Transport.NIO ? DataEnd.TLS_FAILED : DataEnd.CLIENT_RESET);
    server.close();
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aPrivateOne_withoutTls_fails(Transport transport) throws Exception {
    use(transport);
    Opening opening =
        loop.submit(
                () ->
                    new RelayBackend(loop, this.transport, settings())
                        .open(expectation(DataMode.PASSIVE), at(), true, heard))
            .get();
    Socket client = connect();
    protect(opening, PRIVATE, CLEAR);
    assertThat(heard.next(DataStats.class).end()).isEqualTo(DataEnd.TLS_FAILED);
    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aHeldOne_thatGetsNoTransfer_isIdle(Transport transport) throws Exception {
    use(transport);
    idle = Duration.ofMillis(200);
    open(DataMode.PASSIVE);
    Socket client = connect();
    assertThat(heard.next(DataStats.class))
        .returns(DataEnd.IDLE, DataStats::end)
        .returns("no transfer came for the data connection", DataStats::detail);
    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void abortOfAHeldOne_resetsThePeer(Transport transport) throws Exception {
    use(transport);
    Opening opening = open(DataMode.PASSIVE);
    Socket client = connect();
    loop.submit(opening::abort).sync();
    assertThat(heard.next(DataStats.class).end()).isEqualTo(DataEnd.ABORTED);
    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    protect(opening, PRIVATE, PRIVATE);
    loop.submit(() -> {}).sync();
    assertThat(heard.calls).isEmpty();
  }

  private Socket[] secured(DataMode mode, boolean early) throws Exception {
    return secured(mode, early, new Socket[2]);
  }

  /** Both handshakes are over: the peer's side, then the target's. */
  private Socket[] secured(DataMode mode, boolean early, Socket[] raw) throws Exception {
    Opening opening = open(mode);
    if (early) {
      protect(opening, PRIVATE, PRIVATE);
    }
    raw[0] = connect();
    if (!early) {
      protect(opening, PRIVATE, PRIVATE);
    }
    raw[1] = target.accept();
    boolean peerIsClient = mode == DataMode.PASSIVE;
    SSLSocket peer = TlsSocket.over(raw[0], peerIsClient, PROTOCOL);
    SSLSocket other = TlsSocket.over(raw[1], !peerIsClient, PROTOCOL);
    peer.setSoTimeout(30_000);
    other.setSoTimeout(30_000);
    peer.startHandshake();
    other.startHandshake();
    heard.next(Heard.Connected.class);
    return new Socket[] {peer, other};
  }

  private static Socket clientOf(DataMode mode, Socket[] sides) {
    return sides[mode == DataMode.PASSIVE ? 0 : 1];
  }

  private static Socket serverOf(DataMode mode, Socket[] sides) {
    return sides[mode == DataMode.PASSIVE ? 1 : 0];
  }

  private void use(Transport used) {
    transport = used;
    group = used.eventLoops(1);
    loop = group.next();
  }

  private RelaySettings settings() {
    return new RelaySettings(262_144, Duration.ofSeconds(5), Duration.ofSeconds(20), idle);
  }

  private Opening open(DataMode mode) throws Exception {
    return loop.submit(
            () ->
                new RelayBackend(loop, transport, settings(), tls)
                    .open(expectation(mode), at(), true, heard))
        .get();
  }

  private static List<Endpoint> at() throws IOException {
    return List.of(Peers.freePort(InetAddress.getLoopbackAddress()));
  }

  private void protect(Opening opening, Protection client, Protection server) throws Exception {
    loop.submit(() -> opening.protect(client, server)).sync();
  }

  /** The expected peer, accepted. */
  private Socket connect() throws Exception {
    Endpoint at = heard.next(Heard.Opened.class).listening();
    Socket peer = new Socket();
    peer.connect(at.toSocketAddress(), 30_000);
    peer.setSoTimeout(30_000);
    heard.next(Heard.Accepted.class);
    return peer;
  }

  private Expectation expectation(DataMode mode) {
    InetAddress here = InetAddress.getLoopbackAddress();
    return Expectation.passedOn(
        1,
        mode,
        new Expectation.Accepts(here, here),
        new Expectation.Connects(Peers.endpoint(target), new Endpoint(here, 0)),
        Verb.PASV);
  }

  /** As much as the other side lets it. */
  private static void send(SSLSocket client) {
    try {
      client.getOutputStream().write(new byte[1_000]);
    } catch (IOException refused) {
      // That is what is tested.
    }
  }
}
