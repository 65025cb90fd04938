package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.FreePorts;
import io.postern.testing.GatewayProcess;
import io.postern.testing.Needs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers of all days: 125 or 150 before the data, 226 or 250 after it, each with its own text. */
@Needs(linux = true)
class ReplyOrdersIT {

  private static final byte[] FILE = "the file".getBytes(StandardCharsets.US_ASCII);

  /** One kind of server, visited in one form. */
  record Order(Form form, String before, String after) {
    @Override
    public String toString() {
      return "%s: %.3s, data, %.3s".formatted(form, before, after);
    }
  }

  static Stream<Order> orders() {
    return Stream.of(Form.PORT, Form.PASV)
        .flatMap(
            form ->
                Stream.of("125 Data connection already open; transfer starting.", "150 Here it is")
                    .flatMap(
                        before ->
                            Stream.of(
                                    "226 Closing data connection.",
                                    "250 Requested file action okay, completed.")
                                .map(after -> new Order(form, before, after))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("orders")
  void twoFilesInOneSession_arriveWithTheServersOwnReplies(Order order, @TempDir Path work)
      throws IOException {
    ScriptedServer.Script script =
        new ScriptedServer.Script("200 PORT command successful.", order.before(), order.after());
    InetSocketAddress entrance = FreePorts.on("127.0.0.2");
    try (ScriptedServer server = new ScriptedServer("127.0.0.3", script, FILE);
        GatewayProcess gateway =
            GatewayProcess.start(
                work,
                "--to",
                GatewayProcess.text(server.address()),
                "--listen",
                GatewayProcess.text(entrance))) {
      Visit visit = new Visit(entrance, "postern", "secret", order.form(), work);

      String log = new CommonsNet().retrieveTwice(visit, "a", work.resolve("a"), work.resolve("b"));

      assertThat(
              Arrays.asList(
                  Files.readAllBytes(work.resolve("a")), Files.readAllBytes(work.resolve("b"))))
          .allSatisfy(content -> assertThat(content).isEqualTo(FILE));
      assertThat(log.split("\n"))
          .containsSubsequence(
              "< " + order.before(),
              "< " + order.after(),
              "< " + order.before(),
              "< " + order.after());
      assertThat(gateway.metrics().sum("postern_pinholes_accepted_total")).isEqualTo(2);
    }
  }
}
