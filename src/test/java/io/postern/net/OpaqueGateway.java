package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.SettingsFile;
import io.postern.event.GatewayEvent;
import io.postern.pinhole.PinholeTable;
import io.postern.policy.Policy;
import io.postern.session.Rulebook;
import io.postern.testing.ControlSocket;
import io.postern.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;

/**
 * An opaque listener with a range of two data ports, between clients and a server that the test
 * plays. Gateway and server have addresses of their own, for they use the same ports.
 */
final class OpaqueGateway implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  final InetAddress gateway;
  final InetAddress server;
  final int port;
  final Queue<GatewayEvent> events = new ConcurrentLinkedQueue<>();
  final PinholeTable pinholes;
  private final ServerSocket serverListener;
  private final Listeners listeners;

  OpaqueGateway() throws Exception {
    this("");
  }

  /** With other timeouts or limits, as {@code limits: {}} or {@code timeouts: {}} has them. */
  OpaqueGateway(String more) throws Exception {
    this("127.0.0.2", "127.0.0.3", more, Policy.lenient());
  }

  OpaqueGateway(String gateway, String server, String more, Policy policy) throws Exception {
    this.gateway = InetAddress.getByName(gateway);
    this.server = InetAddress.getByName(server);
    port = FreePorts.on(gateway).getPort();
    serverListener = new ServerSocket(0, 50, this.server);
    serverListener.setSoTimeout((int) PATIENCE.toMillis());
    NetSettings settings =
        SettingsFile.parse("postern.yaml", text(more).getBytes(StandardCharsets.UTF_8))
            .settings()
            .net();
    pinholes = new PinholeTable(settings.pinholes(), events::add, System::nanoTime);
    listeners = Listeners.start(settings, pinholes, Rulebook.of(policy), events::add);
  }

  private String text(String more) {
    return """
        listeners:
          - listen: "%s:0"
            server: "%s:%d"
            tls: {client: opaque, opaque-data-ports: %d-%d}
        %s
        """
        .formatted(
            literal(gateway),
            literal(server),
            serverListener.getLocalPort(),
            port,
            port + 1,
            withShortLinger(more));
  }

  private static String withShortLinger(String more) {
    String timeouts = "timeouts: {linger: 500ms";
    return more.startsWith("timeouts: {")
        ? more.replace("timeouts: {", timeouts + ", ")
        : more + "\n" + timeouts + "}";
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return text.contains(":") ? "[" + text + "]" : text;
  }

  /** A client that has connected. */
  ControlSocket client(String from) throws IOException {
    return new ControlSocket(socket(from, listeners.listening().get(0).toSocketAddress()));
  }

  /** A client's session that has gone blind. */
  Blind blind(String from) throws IOException {
    ControlSocket client = client(from);
    ControlSocket atServer = server(client);
    atServer.type("234 go");
    assertThat(client.line()).isEqualTo("234 go");
    return new Blind(client, atServer);
  }

  /** The server's end of a session that has said AUTH TLS. */
  ControlSocket server(ControlSocket client) throws IOException {
    ControlSocket atServer = new ControlSocket(serverListener.accept());
    atServer.type("220 ready");
    assertThat(client.line()).isEqualTo("220 ready");
    client.type("AUTH TLS");
    assertThat(atServer.line()).isEqualTo("AUTH TLS");
    return atServer;
  }

  /** Both ends of a blind session. */
  record Blind(ControlSocket client, ControlSocket server) implements AutoCloseable {

    /** Both ends of the control channel end. */
    void end() {
      client.endWithoutNotify();
      assertThat(server.line()).isEqualTo("end");
      server.endWithoutNotify();
      assertThat(client.line()).isEqualTo("end");
    }

    @Override
    public void close() throws IOException {
      client.close();
      server.close();
    }
  }

  /** Both ends of a data connection. */
  record Data(ControlSocket client, ControlSocket server) implements AutoCloseable {

    @Override
    public void close() throws IOException {
      client.close();
      server.close();
    }
  }

  /** A data connection, as the server has it too. */
  Data data(String from) throws IOException {
    try (ServerSocket atServer = listen()) {
      ControlSocket client = dial(from, port);
      return new Data(client, new ControlSocket(atServer.accept()));
    }
  }

  /** The server listens at the first port of the range. */
  ServerSocket listen() throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.bind(new InetSocketAddress(server, port), 1024);
    return socket;
  }

  /** Connects to a port of the gateway. */
  ControlSocket dial(String from, int to) throws IOException {
    return new ControlSocket(socket(from, new InetSocketAddress(gateway, to)));
  }

  /** Whether the kernel takes connections to a port of the gateway. */
  boolean isOpen(int at) {
    return !knock(gateway.getHostAddress(), at).equals("refused");
  }

  /**
   * Connects to a port of the gateway and waits until that ends.
   *
   * @return {@code refused} if nobody listens, {@code reset}, or {@code end} after the number of
   *     bytes that came
   */
  String knock(String from, int to) {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(new InetSocketAddress(gateway, to), (int) PATIENCE.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      return "end after " + socket.getInputStream().readAllBytes().length;
    } catch (ConnectException e) {
      return String.valueOf(e.getMessage()).contains("refused") ? "refused" : "reset";
    } catch (SocketException e) {
      return "reset";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Socket socket(String from, InetSocketAddress to) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(to, (int) PATIENCE.toMillis());
    return socket;
  }

  <E extends GatewayEvent> List<E> all(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The first event of a kind. */
  <E extends GatewayEvent> E await(Class<E> kind) {
    Awaitility.await().atMost(PATIENCE).until(() -> !all(kind).isEmpty());
    return all(kind).get(0);
  }

  int sessions() {
    return listeners.sessions();
  }

  /** The gateway is told to stop. */
  void stop() {
    listeners.close();
  }

  @Override
  public void close() throws IOException {
    listeners.close();
    serverListener.close();
  }
}
