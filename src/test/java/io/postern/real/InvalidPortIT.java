package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.FreePorts;
import io.postern.testing.GatewayProcess;
import io.postern.testing.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** "500 Invalid PORT command": what becomes of addresses that the server could not reach. */
@Needs(linux = true)
class InvalidPortIT {

  private static final byte[] FILE = "the file".getBytes(StandardCharsets.US_ASCII);
  private static final String CLIENT = "127.0.0.5";
  private static final int TIMEOUT_MILLIS = 20_000;

  @TempDir private Path work;

  @Test
  void port_ofTheClientsOwnAddress_reachesTheServerAsTheGateways() throws IOException {
    try (ScriptedServer server = server("200 PORT command successful");
        Through gateway = new Through(server, work);
        TypedSession session = gateway.login();
        ServerSocket data = new ServerSocket(0, 1, InetAddress.getByName(CLIENT))) {
      data.setSoTimeout(TIMEOUT_MILLIS);
      assertThat(session.command("PORT " + argument(CLIENT, data.getLocalPort())))
          .startsWith("200 ");

      assertThat(session.command("RETR file")).startsWith("150 ");
      try (Socket accepted = data.accept()) {
        assertThat(accepted.getInputStream().readAllBytes()).isEqualTo(FILE);
      }
      assertThat(session.reply()).startsWith("226 ");
      assertThat(server.seen())
          .filteredOn(line -> line.startsWith("PORT "))
          .singleElement()
          .asString()
          .startsWith("PORT 127,0,0,1,")
          .isNotEqualTo("PORT " + argument(CLIENT, data.getLocalPort()));
    }
  }

  @Test
  void port_ofAPrivateAddressThatIsNotTheClients_isRefusedAndNeverReachesTheServer()
      throws IOException {
    try (ScriptedServer server = server("200 PORT command successful");
        Through gateway = new Through(server, work);
        TypedSession session = gateway.login()) {
      assertThat(session.command("PORT 192,168,1,10,200,13")).startsWith("500 ");
      assertThat(session.command("NOOP")).startsWith("200 ");
      assertThat(server.seen()).noneMatch(line -> line.startsWith("PORT"));
      assertThat(gateway.process.metrics().sum("postern_pinholes_opened_total")).isZero();
    }
  }

  @Test
  void port_thatTheServerRefuses_leavesNoPinhole() throws IOException {
    try (ScriptedServer server = server("500 Invalid PORT command");
        Through gateway = new Through(server, work);
        TypedSession session = gateway.login()) {
      assertThat(session.command("PORT " + argument(CLIENT, 51_213)))
          .isEqualTo("500 Invalid PORT command");
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> {
                assertThat(
                        gateway
                            .process
                            .metrics()
                            .sum("postern_pinholes_closed_total", "end=\"rejected\""))
                    .isEqualTo(1);
                assertThat(gateway.process.metrics().sum("postern_pinholes_waiting")).isZero();
              });
    }
  }

  private static ScriptedServer server(String port) {
    return new ScriptedServer(
        "127.0.0.3", new ScriptedServer.Script(port, "150 Here it is", "226 Done"), FILE);
  }

  private static String argument(String address, int port) {
    return "%s,%d,%d".formatted(address.replace('.', ','), port >> 8, port & 255);
  }

  /** The gateway in front of a server, and sessions through it. */
  private static final class Through implements AutoCloseable {

    private final InetSocketAddress entrance = FreePorts.on("127.0.0.2");
    private final GatewayProcess process;

    Through(ScriptedServer server, Path work) {
      process =
          GatewayProcess.start(
              work,
              "--to",
              GatewayProcess.text(server.address()),
              "--listen",
              GatewayProcess.text(entrance));
    }

    TypedSession login() throws IOException {
      TypedSession session = new TypedSession(CLIENT, entrance);
      assertThat(session.reply()).startsWith("220 ");
      assertThat(session.command("USER postern")).startsWith("331 ");
      assertThat(session.command("PASS secret")).startsWith("230 ");
      return session;
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
