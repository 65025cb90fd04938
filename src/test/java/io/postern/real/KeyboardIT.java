package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.postern.testing.Closing;
import io.postern.testing.FreePorts;
import io.postern.testing.GatewayProcess;
import io.postern.testing.Metrics;
import io.postern.testing.Needs;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An operator at the keyboard of a running gateway, while a real client is in the middle of a
 * transfer. The commands are processes of their own.
 */
@Needs(linux = true, programs = "curl")
@Timeout(120)
class KeyboardIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String CLIENT = "127.0.0.66";
  private static final long FILE_BYTES = 200L << 20;

  private final Closing closing = new Closing();
  private final InetSocketAddress entrance = FreePorts.on("127.0.0.2");
  private final InetSocketAddress admin = FreePorts.on("127.0.0.1");
  private GatewayProcess gateway;
  private ApacheFtp server;
  private Path folder = Path.of("");
  private int runs;

  /** What a command printed, and how it ended. */
  private record Told(int code, String text) {}

  @BeforeEach
  void start() throws IOException {
    ServedFolder served = closing.add(ServedFolder.create(Size.ONE_BYTE));
    folder = served.home();
    try (RandomAccessFile file = new RandomAccessFile(served.file("big.bin").toFile(), "rw")) {
      file.setLength(FILE_BYTES);
    }
    server = closing.add(new ApacheFtp(served, FreePorts.on("127.0.0.3")));
    Path settings =
        Files.writeString(
            folder.resolve("postern.yaml"),
            """
            listeners: [{listen: "%s", server: "%s"}]
            audit: {file: %s}
            """
                .formatted(
                    GatewayProcess.text(entrance),
                    GatewayProcess.text(server.address()),
                    folder.resolve("audit.jsonl")));
    gateway =
        closing.add(
            GatewayProcess.start(folder, List.of(), admin, "--config", settings.toString()));
  }

  @AfterEach
  void stop() {
    closing.close();
  }

  @Test
  void aTransfer_isSeen_andKicked_andNothingOfItStays() throws Exception {
    Program curl = download();
    JsonNode session = awaitTransfer();
    JsonNode data = session.get("data").get(0);
    assertThat(session.get("user").asText()).isEqualTo(server.user());
    assertThat(session.get("client").asText()).startsWith("127.0.0.1:");
    assertThat(session.get("server").asText()).isEqualTo(GatewayProcess.text(server.address()));
    assertThat(session.get("state").asText()).isEqualTo("open");
    assertThat(data.get("verb").asText()).isEqualTo("RETR");
    assertThat(data.get("path").asText()).isEqualTo("big.bin");
    assertThat(data.get("direction").asText()).isEqualTo("download");
    assertThat(data.get("bytesToServer").asLong()).isZero();

    Told top = postern("top", "--once");
    assertThat(top.code()).isZero();
    assertThat(top.text())
        .contains("1 session, ")
        .containsPattern(session.get("id").asText() + " .* RETR .*big\\.bin .*/s .* connected");

    String id = session.get("id").asText();
    assertThat(postern("kick", id, "--reason", "ticket 4711"))
        .isEqualTo(new Told(0, "kicked " + id));
    assertThat(curl.awaitExit(PATIENCE)).isNotZero();
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(sessions().get("total").asInt()).isZero();
              Metrics now = gateway.metrics();
              assertThat(now.sum("postern_data_ports_in_use")).isZero();
              assertThat(now.sum("postern_data_connections_running")).isZero();
              assertThat(now.sum("postern_pinholes_waiting")).isZero();
              assertThat(now.sum("postern_sessions_active")).isZero();
            });
    assertThat(gateway.metrics().sum("postern_sessions_total", "outcome", "kicked")).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("audit.jsonl")))
        .containsPattern(
            "\"event\":\"operator\",\"action\":\"kick\",\"subject\":\"" + id + "\".*ticket 4711")
        .containsPattern(
            "\"event\":\"session-closed\",\"session\":\""
                + id
                + "\".*\"outcome\":\"kicked\",\"reason\":\"an operator ended it: ticket 4711\"");

    Told again = postern("kick", id);
    assertThat(again.code()).isEqualTo(4);
    assertThat(again.text()).contains("no such session");
  }

  @Test
  void aClient_isToldOfItsEnd_keptOut_andLetInAgain() throws Exception {
    try (TypedSession client = new TypedSession(CLIENT, entrance)) {
      assertThat(client.reply()).startsWith("220 ");
      client.command("USER " + server.user());
      assertThat(client.command("PASS " + server.password())).startsWith("230 ");
      assertThat(client.command("EPSV")).startsWith("229 ");
      JsonNode session = sessions().get("sessions").get(0);
      assertThat(session.get("data").get(0).get("state").asText()).isEqualTo("listening");
      assertThat(session.get("data").get(0).get("listening").get(0).asText())
          .startsWith("127.0.0.2:");

      Told ban = postern("ban", CLIENT, "--for", "1h", "--kick");
      assertThat(ban).isEqualTo(new Told(0, "banned 127.0.0.66 for 1h; sessions ended: 1"));
      assertThat(client.reply()).isEqualTo("421 The session was ended by an operator.");
    }
    assertThat(greeting(CLIENT)).startsWith("421 ");
    assertThat(postern("bans").text()).matches("127\\.0\\.0\\.66  (1h|59m\\S*)  \\(operator\\)");
    assertThat(postern("unban", CLIENT).code()).isZero();
    assertThat(postern("unban", CLIENT).code()).isEqualTo(4);
    assertThat(greeting(CLIENT)).startsWith("220 ");
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> gateway.metrics().sum("postern_data_ports_in_use") == 0);
  }

  @Test
  void aDrainedGateway_takesNobodyNew_andLeavesTheOthers() throws Exception {
    try (TypedSession before = new TypedSession(CLIENT, entrance)) {
      assertThat(before.reply()).startsWith("220 ");
      assertThat(postern("drain").code()).isZero();

      assertThat(greeting(CLIENT))
          .isEqualTo("421 The gateway takes no new sessions now; try again later.");
      assertThat(gateway.get("/readyz").statusCode()).isEqualTo(503);
      assertThat(before.command("USER " + server.user())).startsWith("331 ");
      assertThat(postern("undrain", "--json").text())
          .isEqualTo("{\"gateway\":true,\"drained\":false}");
      assertThat(greeting(CLIENT)).startsWith("220 ");
    }
    assertThat(gateway.metrics().sum("postern_sessions_rejected_total", "limit", "drained"))
        .isEqualTo(1);
  }

  private Program download() {
    return closing.add(
        Program.start(
            folder.resolve("curl.log"),
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
                "ftp://" + GatewayProcess.text(entrance) + "/files/big.bin")));
  }

  private JsonNode awaitTransfer() {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(
            this::sessions,
            all ->
                all.get("total").asInt() == 1
                    && all.get("sessions").get(0).at("/data/0/bytesToClient").asLong() > 0)
        .get("sessions")
        .get(0);
  }

  private JsonNode sessions() throws IOException {
    Told told = postern("sessions", "--json");
    assertThat(told.code()).as(told.text()).isZero();
    return new ObjectMapper().readTree(told.text());
  }

  private Told postern(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                System.getProperty("postern.jar", "target/postern.jar")));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--admin", GatewayProcess.text(admin)));
    try (Program program = Program.start(folder.resolve("command-" + runs++ + ".log"), command)) {
      int code = program.awaitExit(PATIENCE);
      return new Told(code, program.output().strip());
    }
  }

  private String greeting(String client) throws IOException {
    try (TypedSession session = new TypedSession(client, entrance)) {
      return session.reply();
    }
  }
}
