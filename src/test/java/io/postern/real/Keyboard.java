package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.postern.testing.Closing;
import io.postern.testing.FreePorts;
import io.postern.testing.GatewayProcess;
import io.postern.testing.Metrics;
import io.postern.testing.Program;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A gateway with rules, in front of a server and of a pool of two, and the commands of an operator,
 * which are processes of their own.
 */
final class Keyboard implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long FILE_BYTES = 200L << 20;

  private final Closing closing = new Closing();
  private final InetSocketAddress entrance = FreePorts.on("127.0.0.2");
  private final InetSocketAddress pooled = FreePorts.on("127.0.0.2");
  private final InetSocketAddress admin = FreePorts.on("127.0.0.1");
  private final ServedFolder served = closing.add(ServedFolder.create(Size.ONE_BYTE));
  private final ApacheFtp server = closing.add(new ApacheFtp(served, FreePorts.on("127.0.0.3")));
  private final ApacheFtp other = closing.add(new ApacheFtp(served, FreePorts.on("127.0.0.4")));
  private GatewayProcess gateway;
  private int runs;

  /** What a command printed, and how it ended. */
  record Told(int code, String text) {}

  Keyboard() throws IOException {
    rules("default: allow\n");
    Files.writeString(
        file("postern.yaml"),
        """
        listeners:
          - {listen: "%s", server: "%s"}
          - {name: pooled, listen: "%s", pool: main}
        pools:
          - {name: main, slow-start: 0s, servers: [{server: "%s"}, {server: "%s"}]}
        rules: {file: %s, check-every: 1d}
        audit: {file: %s}
        """
            .formatted(
                GatewayProcess.text(entrance),
                GatewayProcess.text(server.address()),
                GatewayProcess.text(pooled),
                GatewayProcess.text(server.address()),
                GatewayProcess.text(other.address()),
                file("rules.yaml"),
                file("audit.jsonl")));
    gateway = launched();
    closing.add(() -> gateway.close());
  }

  private GatewayProcess launched() {
    return GatewayProcess.start(
        served.home(), List.of(), admin, "--config", file("postern.yaml").toString());
  }

  /** Stops the gateway. */
  void stopGateway() {
    gateway.close();
  }

  /** Starts it again, with the same settings. */
  void startGateway() {
    gateway = launched();
  }

  GatewayProcess gateway() {
    return gateway;
  }

  /** The server behind the listener, and the first of the pool. */
  ApacheFtp server() {
    return server;
  }

  /** The second of the pool. */
  ApacheFtp other() {
    return other;
  }

  /** A file beside the settings. */
  Path file(String name) {
    return served.home().resolve(name);
  }

  /** Writes the rules anew; nobody but {@code postern reload} reads them again. */
  void rules(String yaml) throws IOException {
    Files.writeString(file("rules.yaml"), yaml);
  }

  String audit() throws IOException {
    return Files.readString(file("audit.jsonl"));
  }

  /** The words of a command. */
  List<String> words(String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                Path.of(System.getProperty("postern.jar", "target/postern.jar"))
                    .toAbsolutePath()
                    .toString()));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--admin", GatewayProcess.text(admin)));
    return words;
  }

  /** Runs a command. */
  Told postern(String... arguments) {
    try (Program program = Program.start(file("command-" + runs++ + ".log"), words(arguments))) {
      int code = program.awaitExit(PATIENCE);
      return new Told(code, program.output().strip());
    }
  }

  /** What {@code postern sessions} says, of all or of some. */
  JsonNode sessions(String... which) throws IOException {
    List<String> words = new ArrayList<>(List.of("sessions", "--json"));
    words.addAll(List.of(which));
    Told told = postern(words.toArray(String[]::new));
    assertThat(told.code()).as(told.text()).isZero();
    return new ObjectMapper().readTree(told.text());
  }

  /** A real client that takes some minutes for a file. */
  Program download(String name) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(served.file(name).toFile(), "rw")) {
      file.setLength(FILE_BYTES);
    }
    return closing.add(
        Program.start(
            file("curl.log"),
            List.of(
                "curl",
                "--silent",
                "--show-error",
                "--limit-rate",
                "2M",
                "--user",
                server.user() + ":" + server.password(),
                "--output",
                "/dev/null",
                "ftp://" + GatewayProcess.text(entrance) + "/files/" + name)));
  }

  /** Waits until the only session carries a file. */
  void awaitTransfer() {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> new ObjectMapper().readTree(gateway.get("/sessions").body()),
            all ->
                all.get("total").asInt() == 1
                    && all.get("sessions").get(0).at("/data/0/bytesToClient").asLong() > 0);
  }

  /** Waits until nobody is there, and nothing is open for anybody. */
  void awaitNobody() {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Metrics now = gateway.metrics();
              assertThat(now.sum("postern_data_ports_in_use")).isZero();
              assertThat(now.sum("postern_data_connections_running")).isZero();
              assertThat(now.sum("postern_pinholes_waiting")).isZero();
              assertThat(now.sum("postern_sessions_active")).isZero();
            });
  }

  /** A client that types, from this address. */
  TypedSession client(String from) throws IOException {
    return new TypedSession(from, entrance);
  }

  /** The same at the pool's listener. */
  TypedSession poolClient(String from) throws IOException {
    return new TypedSession(from, pooled);
  }

  String greeting(String from) throws IOException {
    try (TypedSession session = client(from)) {
      return session.reply();
    }
  }

  void login(TypedSession session) throws IOException {
    assertThat(session.reply()).startsWith("220 ");
    assertThat(session.command("USER " + server.user())).startsWith("331 ");
    assertThat(session.command("PASS " + server.password())).startsWith("230 ");
  }

  @Override
  public void close() {
    closing.close();
  }
}
