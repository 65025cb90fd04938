package io.postern.pinhole.relay;

import static io.postern.ftp.Protection.CLEAR;
import static io.postern.ftp.Protection.PRIVATE;
import static io.postern.pinhole.relay.Peers.BALANCER;
import static io.postern.pinhole.relay.Peers.CLIENT;
import static io.postern.pinhole.relay.Peers.GATEWAY;
import static io.postern.pinhole.relay.Peers.SERVER;
import static io.postern.pinhole.relay.Peers.STRANGER;
import static io.postern.pinhole.relay.Peers.assertReset;
import static io.postern.pinhole.relay.Peers.endpoint;
import static io.postern.pinhole.relay.Peers.freePort;
import static io.postern.pinhole.relay.Peers.turnedAway;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.postern.event.BlockReason;
import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Network;
import io.postern.ftp.Protection;
import io.postern.ftp.Verb;
import io.postern.pinhole.Listening;
import io.postern.pinhole.PinholeBackend.Opening;
import io.postern.relay.RelaySettings;
import io.postern.relay.Traffic;
import io.postern.relay.Transport;
import io.postern.testing.TlsSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Data connections between sides of different modes: both connect to the gateway, or the gateway
 * connects to both. With real sockets: the gateway is 127.0.0.1, the others have their own.
 */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class JoinedDataTest {

  private static final String PROTOCOL = "TLSv1.3";

  private final Heard heard = new Heard();
  private final TestTls tls = new TestTls(PROTOCOL);
  private final List<AutoCloseable> open = new ArrayList<>();
  private ServerSocket client;
  private ServerSocket server;
  private EventLoopGroup group;
  private EventLoop loop;
  private Transport transport;

  static Stream<Transport> transports() {
    return Peers.transports();
  }

  static Stream<Arguments> transportsAndSides() {
    return transports().flatMap(t -> Stream.of(true, false).map(side -> Arguments.of(t, side)));
  }

  @BeforeEach
  void listen() throws IOException {
    client = listening(CLIENT);
    server = listening(SERVER);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @ParameterizedTest
  @MethodSource("transportsAndSides")
  void twoThatConnect_areJoinedWhoeverIsFirst_andNothingIsLost(
      Transport transport, boolean clientFirst) throws Exception {
    use(transport);
    openForBoth(false);
    Listening at = heard.next(Heard.Opened.class).where();
    Socket first = clientFirst ? connect(CLIENT, ofClient(at)) : connect(SERVER, ofServer(at));
    first.getOutputStream().write(new byte[20_000]);
    first.shutdownOutput();
    settle();
    assertThat(heard.calls).isEmpty();
    Socket second = clientFirst ? connect(SERVER, ofServer(at)) : connect(CLIENT, ofClient(at));
    assertThat(heard.next(Heard.Accepted.class).peer().address()).isEqualTo(CLIENT);
    heard.next(Heard.Connected.class);
    assertThat(second.getInputStream().readAllBytes()).hasSize(20_000);
    second.getOutputStream().write(new byte[7]);
    second.close();
    assertThat(first.getInputStream().readAllBytes()).hasSize(7);
    first.close();
    assertThat(heard.next(DataStats.class))
        .returns(DataEnd.COMPLETED, DataStats::end)
        .returns(clientFirst ? 20_000L : 7L, DataStats::bytesToServer)
        .returns(clientFirst ? 7L : 20_000L, DataStats::bytesToClient);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void strangers_areResetAtBothPorts_alsoTheOtherSide(Transport transport) throws Exception {
    use(transport);
    openForBoth(false);
    Listening at = heard.next(Heard.Opened.class).where();
    for (Endpoint port : List.of(ofClient(at), ofServer(at))) {
      turnedAway(STRANGER, port);
      assertBlocked(STRANGER, port);
    }
    turnedAway(CLIENT, ofServer(at));
    assertBlocked(CLIENT, ofServer(at));
    turnedAway(SERVER, ofClient(at));
    assertBlocked(SERVER, ofClient(at));
    Socket first = connect(CLIENT, ofClient(at));
    settle();
    turnedAway(STRANGER, ofServer(at));
    assertBlocked(STRANGER, ofServer(at));
    Socket second = connect(SERVER, ofServer(at));
    heard.next(Heard.Accepted.class);
    heard.next(Heard.Connected.class);
    turnedAway(STRANGER, ofClient(at));
    turnedAway(SERVER, ofServer(at));
    second.getOutputStream().write(new byte[300_000]);
    second.close();
    assertThat(first.getInputStream().readAllBytes()).hasSize(300_000);
    first.close();
  }

  private void assertBlocked(InetAddress who, Endpoint at) throws InterruptedException {
    Heard.Blocked blocked = heard.next(Heard.Blocked.class);
    assertThat(blocked.stranger().address()).isEqualTo(who);
    assertThat(blocked.at()).isEqualTo(at);
    assertThat(blocked.reason()).isEqualTo(BlockReason.STRANGER);
  }

  /** The client's end is that of a balancer, the server's its own, though both are one host. */
  @ParameterizedTest
  @MethodSource("transports")
  void clientAndServerOfOneHost_behindABalancer_areKeptApart(Transport transport) throws Exception {
    use(transport);
    Expectation oneHost =
        new Expectation(
            1,
            new Expectation.Accepts(CLIENT, GATEWAY),
            new Expectation.Accepts(CLIENT, GATEWAY),
            Verb.PASV);
    List<Network> balancer = List.of(Network.ofClient(BALANCER));
    List<Endpoint> ports = List.of(freePort(), freePort());
    RelayBackend behind =
        new RelayBackend(
            loop, transport, RelaySettings.DEFAULT, new Traffic(), balancer, null, false);
    loop.submit(() -> behind.open(oneHost, ports, false, heard)).sync();
    Listening at = heard.next(Heard.Opened.class).where();
    turnedAway(BALANCER, ofServer(at));
    assertBlocked(BALANCER, ofServer(at));
    turnedAway(CLIENT, ofClient(at));
    assertBlocked(CLIENT, ofClient(at));
    Socket ofServer = connect(CLIENT, ofServer(at));
    Socket ofClient = connect(BALANCER, ofClient(at));
    heard.next(Heard.Accepted.class);
    heard.next(Heard.Connected.class);
    ofServer.getOutputStream().write(7);
    assertThat(ofClient.getInputStream().read()).isEqualTo(7);
  }

  @ParameterizedTest
  @MethodSource("transportsAndSides")
  void closeBeforeTheSecondComes_resetsTheFirst(Transport transport, boolean clientFirst)
      throws Exception {
    use(transport);
    Opening opening = openForBoth(false);
    Listening at = heard.next(Heard.Opened.class).where();
    Socket first = clientFirst ? connect(CLIENT, ofClient(at)) : connect(SERVER, ofServer(at));
    settle();
    loop.submit(opening::close).sync();
    assertReset(first);
    turnedAway(CLIENT, ofClient(at));
    turnedAway(SERVER, ofServer(at));
    settle();
    assertThat(heard.calls).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("transportsAndSides")
  void aBusyPortOfTwo_closesTheOther(Transport transport, boolean clientsIsBusy) throws Exception {
    use(transport);
    ServerSocket taken = listening(GATEWAY);
    Endpoint busy = endpoint(taken);
    Endpoint free = freePort();
    List<Endpoint> at = clientsIsBusy ? List.of(busy, free) : List.of(free, busy);
    loop.submit(() -> backend().open(bothConnect(), at, false, heard)).sync();
    assertThat(heard.next(Heard.OpenFailed.class).busy()).isEqualTo(busy);
    turnedAway(CLIENT, free);
    settle();
    assertThat(heard.calls).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("transports")
  void twoThatListen_areConnectedOnlyOnceTheTransferComes(Transport transport) throws Exception {
    use(transport);
    Opening opening = openToBoth();
    assertThat(heard.next(Heard.Opened.class).where()).isEqualTo(Listening.NOWHERE);
    client.setSoTimeout(200);
    server.setSoTimeout(200);
    assertThatThrownBy(client::accept).isInstanceOf(SocketTimeoutException.class);
    assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    client.setSoTimeout(30_000);
    server.setSoTimeout(30_000);
    protect(opening, CLEAR, CLEAR);
    assertThat(heard.next(Heard.Accepted.class).peer()).isEqualTo(endpoint(client));
    heard.next(Heard.Connected.class);
    Socket ofClient = client.accept();
    Socket ofServer = server.accept();
    ofServer.getOutputStream().write(new byte[300_000]);
    ofServer.shutdownOutput();
    assertThat(ofClient.getInputStream().readAllBytes()).hasSize(300_000);
    ofClient.close();
    assertThat(ofServer.getInputStream().read()).isEqualTo(-1);
    assertThat(heard.next(DataStats.class))
        .returns(DataEnd.COMPLETED, DataStats::end)
        .returns(300_000L, DataStats::bytesToClient);
  }

  /** The other side's queue is full: Linux drops its SYN, and the next comes a second later. */
  @ParameterizedTest
  @MethodSource("transportsAndSides")
  void aSmallFileThatEndsWhileTheOtherSideIsConnected_isNotLost(Transport transport, boolean upload)
      throws Exception {
    use(transport);
    ServerSocket slow = listening(upload ? SERVER : CLIENT, 1);
    ServerSocket quick = upload ? client : server;
    List<Socket> fillers = fill(slow);
    Opening opening = upload ? openTo(quick, slow) : openTo(slow, quick);
    heard.next(Heard.Opened.class);
    protect(opening, CLEAR, CLEAR);
    heard.next(Heard.Accepted.class);
    Socket sender = quick.accept();
    sender.getOutputStream().write(new byte[20_000]);
    sender.close();
    settle();
    assertThat(heard.calls).isEmpty();
    for (int i = 0; i < fillers.size(); i++) {
      slow.accept().close();
    }
    Socket receiver = slow.accept();
    assertThat(receiver.getInputStream().readAllBytes()).hasSize(20_000);
    receiver.close();
    heard.next(Heard.Connected.class);
    assertThat(heard.next(DataStats.class))
        .returns(DataEnd.COMPLETED, DataStats::end)
        .returns(upload ? 20_000L : 0L, DataStats::bytesToServer)
        .returns(upload ? 0L : 20_000L, DataStats::bytesToClient);
  }

  /** As a client that is told to stop: it has accepted, and the server has not yet. */
  @ParameterizedTest
  @MethodSource("transportsAndSides")
  void aResetWhileTheOtherSideIsConnected_endsBoth_andIsToldOnce(
      Transport transport, boolean clientResets) throws Exception {
    use(transport);
    ServerSocket slow = listening(clientResets ? SERVER : CLIENT, 1);
    ServerSocket quick = clientResets ? client : server;
    List<Socket> fillers = fill(slow);
    Opening opening = clientResets ? openTo(quick, slow) : openTo(slow, quick);
    heard.next(Heard.Opened.class);
    protect(opening, CLEAR, CLEAR);
    heard.next(Heard.Accepted.class);
    Socket gone = quick.accept();
    settle();
    gone.setSoLinger(true, 0);
    gone.close();
    settle();
    for (int i = 0; i < fillers.size(); i++) {
      slow.accept().close();
    }
    Socket other = slow.accept();
    other.setSoTimeout(30_000);
    assertReset(other);
    assertThat(endedBeforeOrBehindTheStart().end())
        .isEqualTo(clientResets ? DataEnd.CLIENT_RESET : DataEnd.SERVER_RESET);
    settle();
    assertThat(heard.calls).isEmpty();
  }

  /** On NIO a reset is seen by the relay only. */
  private DataStats endedBeforeOrBehindTheStart() throws InterruptedException {
    if (transport == Transport.NIO) {
      heard.next(Heard.Connected.class);
    }
    return heard.next(DataStats.class);
  }

  @ParameterizedTest
  @MethodSource("transportsAndSides")
  void oneThatCanNotBeReached_endsTheOther(Transport transport, boolean clientIsGone)
      throws Exception {
    use(transport);
    ServerSocket gone = listening(clientIsGone ? CLIENT : SERVER);
    Endpoint nobody = endpoint(gone);
    gone.close();
    Opening opening =
        clientIsGone ? openTo(nobody, endpoint(server)) : openTo(endpoint(client), nobody);
    heard.next(Heard.Opened.class);
    protect(opening, CLEAR, CLEAR);
    heard.next(Heard.Accepted.class);
    DataStats stats = heard.next(DataStats.class);
    assertThat(stats.end()).isEqualTo(DataEnd.UNREACHABLE);
    assertThat(stats.detail()).contains(nobody.toString(), "connection refused");
  }

  @ParameterizedTest
  @MethodSource("transports")
  void abortWhileOneIsConnected_resetsTheOther(Transport transport) throws Exception {
    use(transport);
    ServerSocket silent = listening(SERVER, 1);
    fill(silent);
    Opening opening = openTo(client, silent);
    heard.next(Heard.Opened.class);
    protect(opening, CLEAR, CLEAR);
    heard.next(Heard.Accepted.class);
    Socket ofClient = client.accept();
    loop.submit(opening::abort).sync();
    assertThat(heard.next(DataStats.class).end()).isEqualTo(DataEnd.ABORTED);
    assertReset(ofClient);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void closeBeforeTheTransfer_connectsToNobody(Transport transport) throws Exception {
    use(transport);
    Opening opening = openToBoth();
    heard.next(Heard.Opened.class);
    loop.submit(opening::close).sync();
    protect(opening, CLEAR, CLEAR);
    settle();
    assertThat(heard.calls).isEmpty();
    client.setSoTimeout(200);
    assertThatThrownBy(client::accept).isInstanceOf(SocketTimeoutException.class);
  }

  /** Whoever connects, the client is the TLS client (RFC 4217 section 7). */
  @ParameterizedTest
  @MethodSource("transportsAndSides")
  void bothSidesUnderTls(Transport transport, boolean theyConnect) throws Exception {
    use(transport);
    Opening opening = theyConnect ? openForBoth(true) : openToBoth();
    Listening at = heard.next(Heard.Opened.class).where();
    Socket ofServer = theyConnect ? connect(SERVER, ofServer(at)) : null;
    Socket ofClient = theyConnect ? connect(CLIENT, ofClient(at)) : null;
    protect(opening, PRIVATE, PRIVATE);
    heard.next(Heard.Accepted.class);
    SSLSocket clientEnd =
        TlsSocket.over(ofClient == null ? client.accept() : ofClient, true, PROTOCOL);
    SSLSocket serverEnd =
        TlsSocket.over(ofServer == null ? server.accept() : ofServer, false, PROTOCOL);
    clientEnd.setSoTimeout(30_000);
    serverEnd.setSoTimeout(30_000);
    clientEnd.startHandshake();
    serverEnd.startHandshake();
    heard.next(Heard.Connected.class);
    clientEnd.getOutputStream().write(new byte[300_000]);
    clientEnd.shutdownOutput();
    assertThat(serverEnd.getInputStream().readAllBytes()).hasSize(300_000);
    serverEnd.close();
    assertThat(clientEnd.getInputStream().read()).isEqualTo(-1);
    clientEnd.close();
    assertThat(heard.next(DataStats.class))
        .returns(DataEnd.COMPLETED, DataStats::end)
        .returns(300_000L, DataStats::bytesToServer);
  }

  /** The server in the clear has sent all and gone before the client's handshake is over. */
  @ParameterizedTest
  @MethodSource("transportsAndSides")
  void aSmallFileFromTheClear_waitsForTheHandshakeOfTheOtherSide(
      Transport transport, boolean theyConnect) throws Exception {
    use(transport);
    Opening opening = theyConnect ? openForBoth(true) : openToBoth();
    Listening at = heard.next(Heard.Opened.class).where();
    Socket ofServer = theyConnect ? connect(SERVER, ofServer(at)) : null;
    Socket ofClient = theyConnect ? connect(CLIENT, ofClient(at)) : null;
    if (ofServer != null) {
      sendAll(ofServer);
    }
    ServerSocket slow = listening(CLIENT, 1);
    List<Socket> fillers = List.of();
    if (!theyConnect) {
      loop.submit(opening::close).sync();
      fillers = fill(slow);
      opening = openTo(slow, server);
      heard.next(Heard.Opened.class);
    }
    protect(opening, PRIVATE, CLEAR);
    heard.next(Heard.Accepted.class);
    if (ofServer == null) {
      sendAll(server.accept());
      settle();
      for (Socket filler : fillers) {
        filler.close();
        slow.accept().close();
      }
    }
    SSLSocket clientEnd =
        TlsSocket.over(ofClient == null ? slow.accept() : ofClient, true, PROTOCOL);
    clientEnd.setSoTimeout(30_000);
    settle();
    clientEnd.startHandshake();
    heard.next(Heard.Connected.class);
    assertThat(clientEnd.getInputStream().readAllBytes()).hasSize(20_000);
    clientEnd.close();
    assertThat(heard.next(DataStats.class))
        .returns(DataEnd.COMPLETED, DataStats::end)
        .returns(20_000L, DataStats::bytesToClient);
  }

  private static void sendAll(Socket from) throws IOException {
    from.getOutputStream().write(new byte[20_000]);
    from.close();
  }

  private Opening openForBoth(boolean held) throws Exception {
    List<Endpoint> at = List.of(freePort(), freePort());
    return loop.submit(() -> backend().open(bothConnect(), at, held, heard)).get();
  }

  private Opening openToBoth() throws Exception {
    return openTo(client, server);
  }

  private Opening openTo(ServerSocket ofClient, ServerSocket ofServer) throws Exception {
    return openTo(endpoint(ofClient), endpoint(ofServer));
  }

  private Opening openTo(Endpoint ofClient, Endpoint ofServer) throws Exception {
    Endpoint any = new Endpoint(GATEWAY, 0);
    Expectation expectation =
        new Expectation(
            1,
            new Expectation.Connects(ofClient, any),
            new Expectation.Connects(ofServer, any),
            Verb.PORT);
    return loop.submit(() -> backend().open(expectation, List.of(), true, heard)).get();
  }

  private static Expectation bothConnect() {
    return new Expectation(
        1,
        new Expectation.Accepts(CLIENT, GATEWAY),
        new Expectation.Accepts(SERVER, GATEWAY),
        Verb.PASV);
  }

  private void protect(Opening opening, Protection ofClient, Protection ofServer) throws Exception {
    loop.submit(() -> opening.protect(ofClient, ofServer)).sync();
  }

  private RelayBackend backend() {
    RelaySettings settings =
        new RelaySettings(
            262_144, Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(20));
    return new RelayBackend(loop, transport, settings, tls);
  }

  private void use(Transport used) {
    transport = used;
    group = used.eventLoops(1);
    loop = group.next();
  }

  /** All that has come so far is seen by the event loop. */
  private void settle() throws Exception {
    for (int i = 0; i < 5; i++) {
      loop.schedule(() -> {}, 20, TimeUnit.MILLISECONDS).sync();
    }
  }

  private ServerSocket listening(InetAddress address) throws IOException {
    return listening(address, 50);
  }

  private ServerSocket listening(InetAddress address, int backlog) throws IOException {
    ServerSocket socket = Peers.listen(address, backlog);
    open.add(socket);
    return socket;
  }

  /** Fills the queue of a listener: the next SYN is dropped. */
  private List<Socket> fill(ServerSocket listener) throws IOException {
    List<Socket> fillers = Peers.fill(listener);
    open.addAll(fillers);
    return fillers;
  }

  private Socket connect(InetAddress from, Endpoint to) throws IOException {
    Socket socket = Peers.connect(from, to);
    open.add(socket);
    return socket;
  }

  private static Endpoint ofClient(Listening at) {
    return Objects.requireNonNull(at.forClient());
  }

  private static Endpoint ofServer(Listening at) {
    return Objects.requireNonNull(at.forServer());
  }
}
