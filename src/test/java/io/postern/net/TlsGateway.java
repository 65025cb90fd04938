package io.postern.net;

import io.postern.config.SettingsFile;
import io.postern.event.GatewayEvent;
import io.postern.pinhole.PinholeTable;
import io.postern.policy.Policy;
import io.postern.session.Rulebook;
import io.postern.session.TlsStance;
import io.postern.testing.ControlSocket;
import io.postern.testing.TestSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A listener with TLS between a client and a server that the test plays. */
final class TlsGateway implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SeenEvents events = new SeenEvents();
  private final ServerSocket serverListener;
  private final Listeners listeners;

  TlsGateway(TlsStance stance, TlsSource tls) throws Exception {
    serverListener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    serverListener.setSoTimeout((int) PATIENCE.toMillis());
    NetSettings settings =
        SettingsFile.parse("postern.yaml", text().getBytes(StandardCharsets.UTF_8))
            .settings()
            .net();
    listeners =
        Listeners.start(
            with(settings, stance),
            new PinholeTable(100, events, System::nanoTime),
            Rulebook.of(Policy.lenient()),
            tls,
            events);
  }

  private String text() {
    return """
        listeners: [{listen: "127.0.0.1:0", server: "127.0.0.1:%d"}]
        limits: {pending-commands: 100000}
        timeouts: {linger: 2s}
        """
        .formatted(serverListener.getLocalPort());
  }

  private static NetSettings with(NetSettings net, TlsStance stance) {
    ListenerSettings listener = net.listeners().get(0);
    return new NetSettings(
        List.of(
            new ListenerSettings(
                listener.name(),
                listener.address(),
                listener.port(),
                listener.server(),
                listener.serverPort(),
                listener.connect(),
                listener.advertise(),
                listener.advertiseToServer(),
                listener.dataPorts(),
                listener.outsidePorts(),
                listener.opaqueDataPorts(),
                listener.lines(),
                listener.tls(),
                TestSettings.with(listener.session(), stance))),
        net.relay(),
        net.tls(),
        net.sessions(),
        net.sessionsPerClient(),
        net.pinholes(),
        net.bans(),
        net.stop(),
        net.names().longest(),
        net.threads());
  }

  /** A client that has connected. */
  ControlSocket client() throws IOException {
    return client(new Socket());
  }

  /** The same over a socket of the test's own. */
  ControlSocket client(Socket socket) throws IOException {
    socket.connect(listeners.listening().get(0).toSocketAddress(), (int) PATIENCE.toMillis());
    return new ControlSocket(socket);
  }

  /** The server's end of the session that began last. */
  ControlSocket server() {
    try {
      return new ControlSocket(serverListener.accept());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server takes no connections any more. */
  void refuse() throws IOException {
    serverListener.close();
  }

  /** The first event of a kind. */
  <E extends GatewayEvent> E await(Class<E> kind) {
    return events.await(kind);
  }

  boolean has(Class<? extends GatewayEvent> kind) {
    return !events.all(kind).isEmpty();
  }

  void awaitNoSessions() {
    Awaitility.await().atMost(PATIENCE).until(() -> listeners.sessions() == 0);
  }

  @Override
  public void close() throws IOException {
    listeners.close();
    serverListener.close();
  }
}
