package io.postern.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The gateway as a user runs it: {@code java -jar postern.jar run --config FILE}. */
final class GatewayProcess implements AutoCloseable {

  private static final int FIRST_DATA_PORT = 50_000;
  private static final int LAST_DATA_PORT = 50_999;

  private final Child child;
  private final Path folder;
  private final int port;

  private GatewayProcess(Child child, Path folder, int port) {
    this.child = child;
    this.folder = folder;
    this.port = port;
  }

  /** Starts it in front of a server. It listens some time later. */
  static GatewayProcess start(Options options, List<String> place, String server)
      throws IOException {
    int port = freePort();
    return start(options, place, port, configuration(port, server));
  }

  /**
   * Starts it with a configuration. It listens some time later.
   *
   * @param port where its first listener is
   * @param configuration the text of the file
   */
  static GatewayProcess start(Options options, List<String> place, int port, String configuration)
      throws IOException {
    Path folder = Files.createTempDirectory("postern-bench");
    Path file = Files.writeString(folder.resolve("postern.yaml"), configuration);
    List<String> command = new ArrayList<>();
    command.add(Child.javaCommand());
    command.addAll(options.jvm());
    command.addAll(List.of("-jar", options.jar().toString(), "run", "--config", file.toString()));
    return new GatewayProcess(Child.start(place, command, log(folder)), folder, port);
  }

  /** Defaults, but for one client that opens all the sessions there are. */
  private static String configuration(int port, String server) throws IOException {
    return """
    listeners:
      - name: bench
        listen: "*:%d"
        server: %s
        data-ports: %d-%d
    limits:
      sessions: 20000
      sessions-per-client: 20000
    admin:
      listen: 127.0.0.1:%d
    """
        .formatted(port, server, FIRST_DATA_PORT, LAST_DATA_PORT, freePort());
  }

  /** A free port outside the range of pinholes, which no listener may be in. */
  static int freePort() throws IOException {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        int port = socket.getLocalPort();
        if (port < FIRST_DATA_PORT || port > LAST_DATA_PORT) {
          return port;
        }
      }
    }
  }

  /** Where it listens. */
  int port() {
    return port;
  }

  /** Fails, with what it printed, if it has ended. */
  void check() throws IOException {
    if (!child.alive()) {
      throw new IOException("the gateway ended:\n" + Files.readString(log(folder)));
    }
  }

  /** Its memory in RAM. */
  long residentBytes() throws IOException {
    return child.residentBytes();
  }

  /** The processor time that it has used. */
  double cpuSeconds() throws IOException {
    return child.cpuSeconds();
  }

  private static Path log(Path folder) {
    return folder.resolve("gateway.log");
  }

  @Override
  public void close() throws IOException {
    child.close();
    Files.deleteIfExists(log(folder));
    Files.deleteIfExists(folder.resolve("postern.yaml"));
    Files.deleteIfExists(folder);
  }
}
