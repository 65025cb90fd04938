package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.testing.GatewayProcess;
import io.postern.testing.Metrics;
import io.postern.testing.OpenFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** {@code postern.jar} as a process on a host, with what can be seen of it from outside. */
final class HostGateway implements Closeable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final InetSocketAddress ADMIN =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9121);

  private final Host host;
  private final Path folder;
  private final GatewayProcess gateway;

  /**
   * Starts it, and waits until it is ready.
   *
   * @param configuration YAML, without {@code admin} and {@code audit}
   */
  HostGateway(Host host, String configuration) throws IOException {
    this(host, configuration, List.of());
  }

  /**
   * The same, within something that wraps it.
   *
   * @param wrapper the words before {@code java}
   */
  HostGateway(Host host, String configuration, List<String> wrapper) throws IOException {
    this(host, configuration, wrapper, GatewayProcess.HEAP);
  }

  /**
   * The same with a heap of its own.
   *
   * @param heap the options of the Java machine that say how large its heap is
   */
  HostGateway(Host host, String configuration, List<String> wrapper, List<String> heap)
      throws IOException {
    this.host = host;
    folder = Files.createTempDirectory("postern-netns-");
    Path file = Files.writeString(folder.resolve("postern.yaml"), configuration + audit());
    gateway =
        GatewayProcess.launch(
            folder, host.command(wrapper), heap, ADMIN, "--config", file.toString());
    awaitReady();
  }

  private String audit() {
    return "audit:\n  file: " + folder.resolve("audit.jsonl") + "\n";
  }

  private void awaitReady() {
    await("the gateway's readiness")
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(() -> !isAlive() || get("/readyz").startsWith("HTTP/1.1 200"));
    if (!isAlive()) {
      throw new IllegalStateException("the gateway ended: " + console());
    }
  }

  private boolean isAlive() {
    return gateway.program().isAlive();
  }

  /** What the admin port answers, with the headers. */
  String get(String path) throws Exception {
    return host.call(
        () -> {
          try (Socket socket = new Socket()) {
            socket.connect(ADMIN, 5000);
            socket.setSoTimeout(5000);
            String request =
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          }
        });
  }

  /** One scrape. */
  Metrics metrics() throws Exception {
    String response = get("/metrics");
    return Metrics.parse(response.substring(response.indexOf("\r\n\r\n") + 4));
  }

  /** The sum of all series of that name that have all of the labels, now. */
  double metric(String name, String... labels) throws Exception {
    return metrics().sum(name, labels);
  }

  /** Waits until no pinhole is open and no data connection runs. */
  void awaitNothingOpen() {
    await("all pinholes and data connections to be gone")
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                metric("postern_data_ports_in_use") == 0
                    && metric("postern_data_connections_running") == 0);
  }

  /** All that the gateway wrote to its audit log so far, one line for each event. */
  List<String> auditLines() {
    try {
      return Files.readAllLines(folder.resolve("audit.jsonl"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the gateway said on the console. */
  String console() {
    return gateway.program().output();
  }

  /** How many sockets the process holds, the listening ones included. */
  long sockets() {
    return OpenFiles.tcpSockets(pid());
  }

  /** How many sockets of the process listen. */
  long listeners() {
    return OpenFiles.tcpListeners(pid());
  }

  /** How many descriptors the process holds. */
  long descriptors() {
    return OpenFiles.descriptors(pid());
  }

  /** Resident memory. */
  long residentBytes() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid()), "status"))) {
      String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    }
  }

  private long pid() {
    return gateway.program().pid();
  }

  /** Sends SIGTERM; returns at once. */
  void terminate() {
    gateway.program().signal("TERM");
  }

  /** Sends SIGKILL; returns once it is gone. */
  void kill() {
    gateway.program().signal("KILL");
    gateway.program().awaitExit(PATIENCE);
  }

  /** The exit code, once it has ended. */
  int exitCode() {
    int code = gateway.program().awaitExit(PATIENCE);
    assertThat(console()).doesNotContain("LEAK:");
    return code;
  }

  @Override
  public void close() throws IOException {
    try {
      if (isAlive()) {
        gateway.close();
      } else {
        gateway.program().close();
      }
    } finally {
      remove();
    }
  }

  private void remove() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
