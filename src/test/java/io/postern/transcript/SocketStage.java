package io.postern.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.DataEnd;
import io.postern.event.GatewayEvent;
import io.postern.event.GatewayEvent.PinholeAccepted;
import io.postern.event.GatewayEvent.PinholeClosed;
import io.postern.event.GatewayEvent.PinholePredicted;
import io.postern.event.PinholeEnd;
import io.postern.ftp.DataMode;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.net.ListenerSettings;
import io.postern.net.ListenerSettings.Address;
import io.postern.net.ListenerSettings.Advertise;
import io.postern.net.ListenerTlsSettings;
import io.postern.net.Listeners;
import io.postern.net.NetSettings;
import io.postern.net.TlsSource;
import io.postern.pinhole.PinholeTable;
import io.postern.pinhole.PortRange;
import io.postern.policy.Policy;
import io.postern.relay.RelaySettings;
import io.postern.session.Input.Side;
import io.postern.session.Rulebook;
import io.postern.testing.RealTls;
import io.postern.tls.TlsEngine;
import io.postern.tls.TlsSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The whole gateway, between a client and a server that are sockets on loopback. */
final class SocketStage implements Stage {

  /** Outside of the ports that the system gives out. */
  private static final PortRange DATA_PORTS = new PortRange(20_000, 29_999);

  private static final TlsSource TLS = RealTls.of(TlsEngine.AUTO, Duration.ofSeconds(10));

  private final Setup setup;
  private final Split split;
  private final Symbols symbols = new Symbols();
  private final InetAddress client;
  private final InetAddress gateway;
  private final InetAddress server;
  private final Optional<InetAddress> dataAddress;
  private final ServerSocket serverListener;
  private final DataPeers data;
  private final WatchedEvents events;
  private final PinholeTable pinholes;
  private final Listeners listeners;
  private final ControlPeer clientPeer;
  private @Nullable ControlPeer serverPeer;
  private @Nullable ServerSocket portThief;
  private @Nullable Thread stopping;
  private @Nullable InetSocketAddress pinhole;

  /** Raises the curtain: the gateway listens, and the client has connected. */
  SocketStage(Transcript transcript, Split split) throws IOException {
    this.setup = transcript.setup();
    this.split = split;
    boolean six = setup.ipv6();
    client = Setup.address(six ? "::1" : "127.0.0.1");
    gateway = Setup.address(six ? "::1" : "127.0.0.2");
    server = Setup.address(six ? "::1" : "127.0.0.3");
    serverListener = new ServerSocket(0, 5, server);
    serverListener.setSoTimeout(ControlPeer.DEADLINE_MILLIS);
    dataAddress = setup.text("server-data-address").map(other -> Setup.address("127.0.0.4"));
    data = new DataPeers(client, dataAddress.orElse(server));
    fillSymbols();
    events = new WatchedEvents(new PinholeInvariant(client, gateway, dataAddress.orElse(server)));
    pinholes = new PinholeTable(100, events, System::nanoTime);
    Policy policy = setup.policy(symbols);
    if (has(transcript, "refuse")) {
      serverListener.close();
    }
    listeners = Listeners.start(net(ports(transcript)), pinholes, Rulebook.of(policy), TLS, events);
    clientPeer = new ControlPeer("client", dial());
  }

  private static boolean has(Transcript transcript, String what) {
    return transcript.steps().stream()
        .anyMatch(step -> step instanceof Step.Does does && does.what().equals(what));
  }

  /** Where a pinhole has to fail, its only port is taken. */
  private PortRange ports(Transcript transcript) throws IOException {
    boolean fails =
        transcript.steps().stream()
            .anyMatch(step -> step instanceof Step.Hole h && h.words().get(0).equals("failed"));
    if (!fails) {
      return DATA_PORTS;
    }
    portThief = new ServerSocket(0);
    return new PortRange(portThief.getLocalPort(), portThief.getLocalPort());
  }

  private NetSettings net(PortRange ports) {
    Advertise advertise =
        setup
            .text("advertise")
            .map(Setup::address)
            .map(address -> new Advertise(List.of(), new Address.Literal(address)))
            .orElse(Advertise.AUTO);
    ListenerSettings listener =
        new ListenerSettings(
            "ftp",
            Optional.of(gateway),
            0,
            server.getHostAddress(),
            serverListener.getLocalPort(),
            Duration.ofSeconds(5),
            advertise,
            Advertise.AUTO,
            ports,
            Optional.empty(),
            Optional.empty(),
            setup.lines(),
            ListenerTlsSettings.DEFAULT,
            setup.session(dataAddress));
    Duration stop = Duration.ofSeconds(10);
    return new NetSettings(
        List.of(listener),
        relay(),
        TlsSettings.DEFAULT,
        10,
        10,
        100,
        100,
        stop,
        Duration.ofMinutes(1),
        1);
  }

  private RelaySettings relay() {
    RelaySettings otherwise = RelaySettings.DEFAULT;
    return new RelaySettings(
        otherwise.bufferBytes(),
        otherwise.connect(),
        otherwise.stall(),
        setup.time("data-idle", otherwise.idle()));
  }

  private void fillSymbols() {
    symbols.address("client", client);
    symbols.address("gateway", gateway);
    symbols.address("server", server);
    symbols.address("server-data", dataAddress.orElse(server));
    symbols.address("elsewhere", Setup.address("198.51.100.7"));
    symbols.port("client-port", data.clientPort());
    symbols.port("server-port", data.serverPort());
  }

  private Socket dial() throws IOException {
    Endpoint listening = listeners.listening().get(0);
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(client, 0));
    socket.connect(listening.toSocketAddress(), ControlPeer.DEADLINE_MILLIS);
    return socket;
  }

  @Override
  public Symbols symbols() {
    return symbols;
  }

  @Override
  public void connect() {
    try {
      serverPeer = new ControlPeer("server", serverListener.accept());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    GatewayEvent.ServerConnected connected =
        events.take(GatewayEvent.ServerConnected.class, any -> true);
    symbols.address("gateway-inside", connected.local().address());
  }

  @Override
  public void unreachable(boolean timedOut) {
    assertThat(serverListener.isClosed()).as("nobody listens").isTrue();
  }

  @Override
  public void send(Side side, byte[] bytes) {
    for (byte[] piece : split.pieces(bytes)) {
      if (side == Side.CLIENT) {
        events.clientSends(piece);
      } else {
        events.serverSends(piece);
      }
      peer(side).send(piece);
    }
  }

  @Override
  public void sendUrgent(byte[] bytes) {
    events.clientSends(bytes);
    clientPeer.sendUrgent(bytes);
  }

  @Override
  public void forward(List<String> words) {
    throw new UnsupportedOperationException(words + " is for the session alone");
  }

  @Override
  public void tls(List<String> words) {
    switch (words.get(0)) {
      case "start" -> {
        // That the handshake succeeds tells it.
      }
      case "stands" -> peer(side(words)).startTls(side(words) == Side.CLIENT);
      case "fails" -> peer(side(words)).send("no TLS\r\n".getBytes(StandardCharsets.US_ASCII));
      case "stop" -> peer(side(words)).endTls();
      case "blind" -> events.see("session-blind");
      default -> throw new UnsupportedOperationException(words + " is for the session alone");
    }
  }

  private static Side side(List<String> words) {
    return Side.valueOf(TranscriptParser.constant(words.get(1)));
  }

  @Override
  public void end(Side side, Ending ending) {
    peer(side).end(ending);
  }

  @Override
  public void refuseData() {
    data.refuse();
  }

  @Override
  public void stop(boolean atOnce) {
    stopping = new Thread(listeners::close, "stopping");
    stopping.start();
  }

  @Override
  public String line(Side side) {
    return peer(side).line();
  }

  @Override
  public String bytes(Side side, int count) {
    return peer(side).bytes(count);
  }

  @Override
  public void seesEnd(Side side) {
    peer(side).seesEnd();
  }

  @Override
  public Expectation opening() {
    return events.take(PinholePredicted.class, any -> true).expectation();
  }

  @Override
  public void opened(Expectation expectation) {
    Endpoint listening =
        events
            .take(
                GatewayEvent.PinholeOpened.class,
                event -> event.expectation().id() == expectation.id())
            .listening()
            .get(0);
    pinhole = listening.toSocketAddress();
    symbols.port("pinhole", listening.port());
  }

  @Override
  public void failed(Expectation expectation, String reason) {
    assertThat(gone(expectation)).isEqualTo(PinholeEnd.FAILED);
  }

  @Override
  public void stranger(Expectation expectation) {
    data.stranger(Objects.requireNonNull(pinhole));
  }

  @Override
  public void accepted(Expectation expectation) {
    data.dial(expectation.mode(), Objects.requireNonNull(pinhole));
    PinholeAccepted accepted =
        events.take(PinholeAccepted.class, event -> event.expectation().id() == expectation.id());
    boolean passive = expectation.mode() == DataMode.PASSIVE;
    assertThat(accepted.peer().address()).isEqualTo(passive ? client : dataAddress.orElse(server));
  }

  @Override
  public void ended(Expectation expectation, DataEnd end, long toServer, long toClient) {
    data.end(end, toServer, toClient);
    assertThat(gone(expectation)).isIn(PinholeEnd.USED, PinholeEnd.FAILED);
  }

  @Override
  public PinholeEnd gone(Expectation expectation) {
    return events
        .take(PinholeClosed.class, event -> event.expectation().id() == expectation.id())
        .end();
  }

  @Override
  public void aborted(Expectation expectation) {
    data.end(DataEnd.ABORTED, 0, 0);
  }

  @Override
  public void pass(Duration time) {
    // What comes of it is waited for.
  }

  @Override
  public void event(String pattern) {
    events.see(pattern);
  }

  @Override
  public String over() {
    leave();
    return events.outcome();
  }

  @Override
  public void settled() {
    String unseen = events.unseen();
    if (!unseen.isEmpty()) {
      throw new AssertionError("nobody has seen" + unseen);
    }
  }

  @Override
  public void finish() {
    leave();
    events.outcome();
    Awaitility.await()
        .atMost(Duration.ofMillis(ControlPeer.DEADLINE_MILLIS))
        .until(() -> pinholes.waiting() == 0 && pinholes.portsInUse() == 0);
    settled();
  }

  /** The client ends its half, the server sees that and closes; nothing else comes to either. */
  private void leave() {
    clientPeer.leave();
    if (serverPeer != null && !serverPeer.isClosed()) {
      serverPeer.seesEnd();
      serverPeer.close();
    }
    if (!clientPeer.isClosed()) {
      clientPeer.seesEnd();
      clientPeer.close();
    }
  }

  private ControlPeer peer(Side side) {
    return side == Side.CLIENT ? clientPeer : Objects.requireNonNull(serverPeer);
  }

  @Override
  public void close() {
    clientPeer.close();
    if (serverPeer != null) {
      serverPeer.close();
    }
    data.close();
    listeners.close();
    try {
      serverListener.close();
      if (portThief != null) {
        portThief.close();
      }
      if (stopping != null) {
        stopping.join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
