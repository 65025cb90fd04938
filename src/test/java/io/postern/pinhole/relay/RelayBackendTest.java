package io.postern.pinhole.relay;

import static io.postern.pinhole.relay.Peers.CLIENT;
import static io.postern.pinhole.relay.Peers.GATEWAY;
import static io.postern.pinhole.relay.Peers.SERVER;
import static io.postern.pinhole.relay.Peers.STRANGER;
import static io.postern.pinhole.relay.Peers.assertReset;
import static io.postern.pinhole.relay.Peers.connect;
import static io.postern.pinhole.relay.Peers.endpoint;
import static io.postern.pinhole.relay.Peers.fill;
import static io.postern.pinhole.relay.Peers.freePort;
import static io.postern.pinhole.relay.Peers.listen;
import static io.postern.pinhole.relay.Peers.turnedAway;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.postern.event.BlockReason;
import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.ftp.DataMode;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Verb;
import io.postern.pinhole.PinholeBackend.Opening;
import io.postern.pinhole.TransferLimits;
import io.postern.relay.Pacer;
import io.postern.relay.RelaySettings;
import io.postern.relay.Transport;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The relay backend with real sockets: the gateway is 127.0.0.1, the others have their own. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class RelayBackendTest {

  private final Heard heard = new Heard();
  private EventLoopGroup group;
  private EventLoop loop;
  private ServerSocket server;
  private Transport transport;

  static Stream<Transport> transports() {
    return Peers.transports();
  }

  @BeforeEach
  void startServer() throws IOException {
    server = listen(SERVER, 200);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    if (group != null) {
      group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aStrangerIsReset_andTheClientsTransferSucceeds(Transport transport) throws Exception {
    use(transport);
    open(passive());
    Endpoint at = heard.next(Heard.Opened.class).listening();
    assertThat(at.address()).isEqualTo(GATEWAY);
    for (int i = 0; i < 20; i++) {
      int port = turnedAway(STRANGER, at);
      Heard.Blocked blocked = heard.next(Heard.Blocked.class);
      assertThat(blocked.reason()).isEqualTo(BlockReason.STRANGER);
      assertThat(blocked.stranger()).isEqualTo(new Endpoint(STRANGER, port));
    }
    transfer(at);
  }

  private void transfer(Endpoint at) throws Exception {
    try (Socket client = connect(CLIENT, at)) {
      assertThat(heard.next(Heard.Accepted.class).peer()).isEqualTo(endpointOf(client));
      heard.next(Heard.Connected.class);
      Socket accepted = server.accept();
      assertThat(accepted.getInetAddress()).isEqualTo(GATEWAY);
      accepted.getOutputStream().write(new byte[300_000]);
      accepted.close();
      assertThat(client.getInputStream().readAllBytes()).hasSize(300_000);
    }
    assertThat(heard.next(DataStats.class))
        .returns(DataEnd.COMPLETED, DataStats::end)
        .returns(300_000L, DataStats::bytesToClient)
        .returns(0L, DataStats::bytesToServer)
        .satisfies(stats -> assertThat(stats.setUp()).isPositive())
        .satisfies(stats -> assertThat(stats.duration()).isGreaterThan(stats.setUp()));
  }

  @ParameterizedTest
  @MethodSource("transports")
  void anOpeningServesOnce(Transport transport) throws Exception {
    use(transport);
    open(passive());
    Endpoint at = heard.next(Heard.Opened.class).listening();
    Socket client = connect(CLIENT, at);
    heard.next(Heard.Accepted.class);
    turnedAway(CLIENT, at);
    turnedAway(STRANGER, at);
    heard.next(Heard.Connected.class);
    client.close();
    server.accept().close();
    heard.next(DataStats.class);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void activeMode_countsTheServersBytesForTheClient(Transport transport) throws Exception {
    use(transport);
    // The server connects, the "server" socket of this test is the client's data port.
    Endpoint target = endpoint(server);
    open(expectation(DataMode.ACTIVE, target, new Endpoint(GATEWAY, 20)));
    Endpoint at = heard.next(Heard.Opened.class).listening();
    Socket dataServer = connect(CLIENT, at);
    heard.next(Heard.Accepted.class);
    heard.next(Heard.Connected.class);
    Socket dataClient = server.accept();
    dataServer.getOutputStream().write(new byte[1000]);
    dataServer.close();
    assertThat(dataClient.getInputStream().readAllBytes()).hasSize(1000);
    dataClient.close();
    assertThat(heard.next(DataStats.class))
        .returns(DataEnd.COMPLETED, DataStats::end)
        .returns(1000L, DataStats::bytesToClient)
        .returns(0L, DataStats::bytesToServer);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aSourcePortThatIsTaken_isReplacedByAnyPort(Transport transport) throws Exception {
    use(transport);
    try (ServerSocket taken = new ServerSocket(0, 1, GATEWAY)) {
      Endpoint target = endpoint(server);
      Endpoint source = new Endpoint(GATEWAY, taken.getLocalPort());
      open(expectation(DataMode.ACTIVE, target, source));
      Endpoint at = heard.next(Heard.Opened.class).listening();
      Socket peer = connect(CLIENT, at);
      heard.next(Heard.Accepted.class);
      heard.next(Heard.Connected.class);
      Socket accepted = server.accept();
      assertThat(accepted.getPort()).isNotEqualTo(taken.getLocalPort());
      peer.close();
      accepted.close();
      heard.next(DataStats.class);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void closeBeforeAnyoneCame_freesThePortAndRefuses(Transport transport) throws Exception {
    use(transport);
    Opening opening = open(passive());
    Endpoint at = heard.next(Heard.Opened.class).listening();
    loop.submit(opening::close).sync();
    turnedAway(CLIENT, at);
    await().ignoreExceptions().untilAsserted(() -> new ServerSocket(at.port(), 1, GATEWAY).close());
    loop.submit(opening::abort).sync();
    loop.submit(() -> {}).sync();
    assertThat(heard.calls).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("transports")
  void closeBeforeItIsOpen_tellsNothing(Transport transport) throws Exception {
    use(transport);
    Endpoint at = freePort();
    loop.submit(() -> backend().open(passive(), List.of(at), false, heard).close()).sync();
    loop.submit(() -> {}).sync();
    assertThat(heard.calls).isEmpty();
    await().ignoreExceptions().untilAsserted(() -> new ServerSocket(at.port(), 1, GATEWAY).close());
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aBusyPort_isToldAsBusy(Transport transport) throws Exception {
    use(transport);
    try (ServerSocket taken = new ServerSocket(0, 1, GATEWAY)) {
      loop.submit(
              () ->
                  backend()
                      .open(
                          passive(),
                          List.of(Endpoint.of((InetSocketAddress) taken.getLocalSocketAddress())),
                          false,
                          heard))
          .sync();
      assertThat(heard.next(Heard.OpenFailed.class).portBusy()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void anAddressThatIsNotOurs_isAnotherFault(Transport transport) throws Exception {
    use(transport);
    InetAddress foreign = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
    Expectation expectation =
        new Expectation(
            1,
            new Expectation.Accepts(CLIENT, foreign),
            new Expectation.Connects(new Endpoint(SERVER, 1), new Endpoint(GATEWAY, 0)),
            Verb.PASV);
    loop.submit(
            () -> backend().open(expectation, List.of(new Endpoint(foreign, 50_000)), false, heard))
        .sync();
    assertThat(heard.next(Heard.OpenFailed.class).portBusy()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("transports")
  void abortOfARunningTransfer_resetsBothSides(Transport transport) throws Exception {
    use(transport);
    Opening opening = open(passive());
    Endpoint at = heard.next(Heard.Opened.class).listening();
    Socket client = connect(CLIENT, at);
    heard.next(Heard.Accepted.class);
    heard.next(Heard.Connected.class);
    Socket accepted = server.accept();
    loop.submit(opening::close).sync();
    client.getOutputStream().write(new byte[10]);
    assertThat(accepted.getInputStream().readNBytes(10)).hasSize(10);
    loop.submit(opening::abort).sync();
    assertThat(heard.next(DataStats.class))
        .returns(DataEnd.ABORTED, DataStats::end)
        .returns(10L, DataStats::bytesToServer);
    assertReset(client);
    assertReset(accepted);
  }

  /** When limits come: before the peer, and while the relay runs. */
  @ParameterizedTest
  @MethodSource("transports")
  void anUploadAboveItsLimit_isResetOnBothSides_whoeverConnected(Transport transport)
      throws Exception {
    use(transport);
    for (DataMode mode : DataMode.values()) {
      for (boolean early : new boolean[] {true, false}) {
        // The peer of an active data connection is the server: it is the other side that uploads.
        Socket[] sides = limited(mode, early, new TransferLimits(List.of(), 1_000));
        Socket client = sides[mode == DataMode.PASSIVE ? 0 : 1];
        Socket ftpServer = sides[mode == DataMode.PASSIVE ? 1 : 0];
        ftpServer.getOutputStream().write(new byte[5_000]);
        assertThat(client.getInputStream().readNBytes(5_000)).hasSize(5_000);
        client.getOutputStream().write(new byte[1_000]);
        assertThat(ftpServer.getInputStream().readNBytes(1_000)).hasSize(1_000);
        client.getOutputStream().write(0);
        assertReset(ftpServer);
        assertReset(client);
        assertThat(heard.next(DataStats.class))
            .returns(DataEnd.TOO_LARGE, DataStats::end)
            .returns(1_000L, DataStats::bytesToServer)
            .returns(5_000L, DataStats::bytesToClient)
            .returns("the client sends more than 1000 bytes", DataStats::detail);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void anUploadOfAsMuchAsAllowed_orWithoutALimit_isComplete(Transport transport) throws Exception {
    use(transport);
    for (DataMode mode : DataMode.values()) {
      for (long most : new long[] {1_000, 0}) {
        Socket[] sides = limited(mode, true, new TransferLimits(List.of(), most));
        Socket client = sides[mode == DataMode.PASSIVE ? 0 : 1];
        Socket ftpServer = sides[mode == DataMode.PASSIVE ? 1 : 0];
        client.getOutputStream().write(new byte[1_000]);
        client.close();
        assertThat(ftpServer.getInputStream().readAllBytes()).hasSize(1_000);
        ftpServer.close();
        assertThat(heard.next(DataStats.class).end()).isEqualTo(DataEnd.COMPLETED);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aPacedDownload_takesItsTime(Transport transport) throws Exception {
    use(transport);
    for (boolean early : new boolean[] {true, false}) {
      Pacer pacer = new Pacer(100_000, System.nanoTime());
      Socket[] sides = limited(DataMode.PASSIVE, early, new TransferLimits(List.of(pacer), 0));
      sides[1].getOutputStream().write(new byte[50_000]);
      sides[1].close();
      assertThat(sides[0].getInputStream().readAllBytes()).hasSize(50_000);
      sides[0].close();
      DataStats stats = heard.next(DataStats.class);
      assertThat(stats.end()).isEqualTo(DataEnd.COMPLETED);
      assertThat(stats.duration()).isGreaterThan(Duration.ofMillis(370));
    }
  }

  /** A limited data connection: the peer's socket, then the target's. */
  private Socket[] limited(DataMode mode, boolean early, TransferLimits limits) throws Exception {
    Endpoint target = endpoint(server);
    Opening opening = open(expectation(mode, target, anySource()));
    if (early) {
      loop.submit(() -> opening.limit(limits)).sync();
    }
    Socket peer = connect(CLIENT, heard.next(Heard.Opened.class).listening());
    heard.next(Heard.Accepted.class);
    heard.next(Heard.Connected.class);
    if (!early) {
      loop.submit(() -> opening.limit(limits)).sync();
    }
    Socket accepted = server.accept();
    accepted.setSoTimeout(30_000);
    return new Socket[] {peer, accepted};
  }

  @ParameterizedTest
  @MethodSource("transports")
  void abortWhileConnecting_resetsThePeer(Transport transport) throws Exception {
    use(transport);
    try (Unanswering silent = new Unanswering()) {
      Opening opening = open(expectation(DataMode.PASSIVE, silent.endpoint(), anySource()));
      Endpoint at = heard.next(Heard.Opened.class).listening();
      Socket client = connect(CLIENT, at);
      heard.next(Heard.Accepted.class);
      loop.submit(opening::abort).sync();
      assertThat(heard.next(DataStats.class).end()).isEqualTo(DataEnd.ABORTED);
      assertReset(client);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aTargetThatRefuses_resetsThePeer(Transport transport) throws Exception {
    use(transport);
    Endpoint nobody = freePort(SERVER);
    open(expectation(DataMode.PASSIVE, nobody, anySource()));
    Endpoint at = heard.next(Heard.Opened.class).listening();
    // The reset may be so quick that the connect tells it already.
    turnedAway(CLIENT, at);
    heard.next(Heard.Accepted.class);
    DataStats stats = heard.next(DataStats.class);
    assertThat(stats.end()).isEqualTo(DataEnd.UNREACHABLE);
    assertThat(stats.detail()).contains(nobody.toString(), "connection refused");
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aTargetThatDoesNotAnswer_timesOut(Transport transport) throws Exception {
    use(transport);
    try (Unanswering silent = new Unanswering()) {
      open(expectation(DataMode.PASSIVE, silent.endpoint(), anySource()));
      Endpoint at = heard.next(Heard.Opened.class).listening();
      Socket client = connect(CLIENT, at);
      heard.next(Heard.Accepted.class);
      DataStats stats = heard.next(DataStats.class);
      assertThat(stats.end()).isEqualTo(DataEnd.UNREACHABLE);
      assertThat(stats.detail()).endsWith("timed out");
      assertReset(client);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aSmallUploadThatEndsWhileTheTargetStillConnects_isNotLost(Transport transport)
      throws Exception {
    use(transport);
    for (int round = 0; round < 40; round++) {
      open(passive());
      Endpoint at = heard.next(Heard.Opened.class).listening();
      int size = 1 + round * 999;
      loop.submit(
              () -> {
                // The loop is busy while the client connects, sends all, and closes.
                Socket client = connect(CLIENT, at);
                client.getOutputStream().write(new byte[size]);
                client.close();
                return null;
              })
          .sync();
      heard.next(Heard.Accepted.class);
      heard.next(Heard.Connected.class);
      Socket accepted = server.accept();
      assertThat(accepted.getInputStream().readAllBytes()).hasSize(size);
      accepted.close();
      assertThat(heard.next(DataStats.class))
          .returns(DataEnd.COMPLETED, DataStats::end)
          .returns((long) size, DataStats::bytesToServer);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aThousandOpenings_leaveNoDescriptor(Transport transport) throws Exception {
    Assumptions.assumeTrue(new File("/proc/self/fd").isDirectory(), "no /proc/self/fd");
    use(transport);
    cycle(20);
    int before = descriptors();
    cycle(1000);
    await().atMost(Duration.ofSeconds(20)).until(() -> descriptors() <= before);
  }

  /** Every fourth is used, the others are closed at once. */
  private void cycle(int openings) throws Exception {
    for (int i = 0; i < openings; i++) {
      Opening opening = open(passive());
      Endpoint at = heard.next(Heard.Opened.class).listening();
      if (i % 4 == 0) {
        Socket client = connect(CLIENT, at);
        heard.next(Heard.Accepted.class);
        heard.next(Heard.Connected.class);
        server.accept().close();
        client.close();
        heard.next(DataStats.class);
      } else {
        loop.submit(opening::close).sync();
      }
    }
  }

  private static int descriptors() {
    String[] names = new File("/proc/self/fd").list();
    return names == null ? -1 : names.length;
  }

  private void use(Transport transport) {
    this.transport = transport;
    group = transport.eventLoops(1);
    loop = group.next();
  }

  private RelayBackend backend() {
    RelaySettings settings =
        new RelaySettings(
            262_144, Duration.ofMillis(700), Duration.ofSeconds(20), Duration.ofSeconds(20));
    return new RelayBackend(loop, transport, settings);
  }

  private Opening open(Expectation expectation) throws Exception {
    List<Endpoint> at = List.of(freePort());
    return loop.submit(() -> backend().open(expectation, at, false, heard)).get();
  }

  private Expectation passive() {
    return expectation(DataMode.PASSIVE, endpoint(server), anySource());
  }

  private static Endpoint anySource() {
    return new Endpoint(GATEWAY, 0);
  }

  private static Expectation expectation(DataMode mode, Endpoint target, Endpoint source) {
    return Expectation.passedOn(
        1,
        mode,
        new Expectation.Accepts(CLIENT, GATEWAY),
        new Expectation.Connects(target, source),
        Verb.PASV);
  }

  private static Endpoint endpointOf(Socket socket) {
    return new Endpoint(socket.getLocalAddress(), socket.getLocalPort());
  }

  /** A listener whose queue is full: Linux drops the next SYN, so a connect gets no answer. */
  private static final class Unanswering implements AutoCloseable {

    private final ServerSocket listener = listen(SERVER, 1);
    private final List<Socket> filling = fill(listener);

    Unanswering() throws IOException {}

    Endpoint endpoint() {
      return Peers.endpoint(listener);
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : filling) {
        socket.close();
      }
      listener.close();
    }
  }
}
