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
    Path folder = Files.createTempDirectory("postern-bench");
    Path file = Files.writeString(folder.resolve("postern.yaml"), configuration(port, server));
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
    limits:
      sessions: 20000
      sessions-per-client: 20000
    admin:
      listen: 127.0.0.1:%d
    """
        .formatted(port, server, freePort());
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
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
