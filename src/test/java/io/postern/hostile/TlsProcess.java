package io.postern.hostile;

import io.postern.testing.ControlSocket;
import io.postern.testing.FreePorts;
import io.postern.testing.GatewayProcess;
import io.postern.testing.TlsVisit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;

/**
 * The gateway as a process, with listeners of several TLS stances, each in front of a server that
 * the test plays.
 */
final class TlsProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int BACKLOG = 1024;

  private final Path audit;
  private final Map<String, InetSocketAddress> listeners = new LinkedHashMap<>();
  private final Map<String, ServerSocket> servers = new LinkedHashMap<>();
  private final List<Greeter> greeters = new ArrayList<>();
  private final GatewayProcess gateway;

  /**
   * Starts it, and waits until it is ready.
   *
   * @param folder of its own, for its files
   * @param general settings but for listeners, admin and audit; YAML
   * @param stances the section {@code tls} of each listener, by its name; YAML in braces
   */
  TlsProcess(Path folder, String general, Map<String, String> stances) throws IOException {
    audit = folder.resolve("audit.jsonl");
    StringBuilder yaml = new StringBuilder(general);
    yaml.append("\naudit: {file: ").append(audit).append("}\nlisteners:\n");
    for (Map.Entry<String, String> stance : stances.entrySet()) {
      yaml.append(listener(stance.getKey(), stance.getValue()));
    }
    gateway = GatewayProcess.configured(folder, yaml.toString());
  }

  private String listener(String name, String tls) throws IOException {
    InetSocketAddress at = FreePorts.on("127.0.0.1");
    ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    server.setSoTimeout((int) PATIENCE.toMillis());
    listeners.put(name, at);
    servers.put(name, server);
    return "  - {name: %s, listen: \"%s\", server: \"127.0.0.1:%d\", tls: %s}\n"
        .formatted(name, GatewayProcess.text(at), server.getLocalPort(), tls);
  }

  GatewayProcess gateway() {
    return gateway;
  }

  /** Where clients connect to. */
  InetSocketAddress listener(String name) {
    return Objects.requireNonNull(listeners.get(name));
  }

  /** Greets all sessions of that listener, of which nobody wants the server's end. */
  void greetAll(String name) throws IOException {
    greeters.add(new Greeter(server(name)));
  }

  private ServerSocket server(String name) {
    return Objects.requireNonNull(servers.get(name));
  }

  /** Both ends of a new session; nobody must connect to that listener meanwhile. */
  TlsVisit visit(String name) throws IOException {
    return new TlsVisit(new ControlSocket(connect(name)), serverOf(name));
  }

  /** The same; the client trusts and shows what this context says. */
  TlsVisit visit(String name, SSLContext context) throws IOException {
    return new TlsVisit(new ControlSocket(connect(name), context), serverOf(name));
  }

  private Socket connect(String name) throws IOException {
    Socket socket = new Socket();
    socket.connect(listener(name), (int) PATIENCE.toMillis());
    return socket;
  }

  private ControlSocket serverOf(String name) throws IOException {
    return new ControlSocket(server(name).accept());
  }

  /** Waits for a line of the audit log with all of these parts. */
  void awaitAudit(String... parts) {
    Awaitility.await("audit line " + String.join(" ", parts))
        .atMost(PATIENCE)
        .until(() -> Files.readAllLines(audit).stream().anyMatch(line -> has(line, parts)));
  }

  private static boolean has(String line, String... parts) {
    for (String part : parts) {
      if (!line.contains(part)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    try {
      for (Greeter greeter : greeters) {
        greeter.close();
      }
      for (ServerSocket server : servers.values()) {
        server.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      gateway.close();
    }
  }
}
