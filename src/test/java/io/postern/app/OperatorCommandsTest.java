package io.postern.app;

import static io.postern.app.Outcome.postern;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Aside;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the operator's commands ask, and what they make of the answers. */
@Timeout(30)
class OperatorCommandsTest {

  private static final String POOLS =
      """
      [{"pool": "a", "servers": [{"server": "ftp1:21"}, {"server": "ftp2:21"}]},
       {"pool": "b", "servers": [{"server": "ftp1:21"}]}]
      """;

  /**
   * What was asked, and what the command made of it.
   *
   * @param asked the request lines, without the protocol
   */
  private record Told(Outcome outcome, List<String> asked) {}

  @ParameterizedTest
  @CsvSource({
    "sessions, /sessions?most=1000",
    "sessions --most 10000 --client 192.0.2.0/24, /sessions?most=10000&client=192.0.2.0%2F24",
    "sessions --client 2001:db8::1 --user anna&x, /sessions?most=1000&client=2001%3Adb8%3A%3A1&user=anna%26x"
  })
  void sessions_asksForWhatIsWanted(String line, String path) throws Exception {
    Told told = against(line, ok("{\"total\":0,\"sessions\":[]}"));

    assertThat(told.outcome().code()).isZero();
    assertThat(told.asked()).containsExactly("GET " + path);
  }

  @Test
  void reason_ofAnyLength_isSentAsFarAsItIsKept() throws Exception {
    Told told = against("kick s1 --reason " + "x".repeat(20_000), ok("kicked"));

    assertThat(told.outcome().code()).isZero();
    assertThat(told.asked()).containsExactly("POST /sessions/s1/kick?reason=" + "x".repeat(200));
  }

  @Test
  void drain_ofSeveralServers_thatFailsInTheMiddle_tellsWhatIsDone() throws Exception {
    Told told =
        against(
            "drain ftp1", ok(POOLS), ok("drained"), "HTTP/1.1 404 Not Found\r\n\r\nno such server");

    assertThat(told.asked())
        .containsExactly(
            "GET /pools", "POST /pools/a/ftp1%3A21/drain", "POST /pools/b/ftp1%3A21/drain");
    assertThat(told.outcome().code()).isEqualTo(4);
    assertThat(told.outcome().out()).isEqualTo("drained a/ftp1:21\n");
    assertThat(told.outcome().err()).isEqualTo("postern: no such server\n");
  }

  @Test
  void ban_thatIsRefused_isANo() throws Exception {
    Told told =
        against("ban 192.0.2.66", "HTTP/1.1 507 Insufficient Storage\r\n\r\nnot banned: why");

    assertThat(told.outcome().code()).isEqualTo(4);
    assertThat(told.outcome().out()).isEmpty();
    assertThat(told.outcome().err()).isEqualTo("postern: not banned: why\n");
  }

  @Test
  void reload_ofNothing_isANo() throws Exception {
    Told told = against("reload", "HTTP/1.1 409 Conflict\r\n\r\nthere is nothing to read again");

    assertThat(told.outcome().code()).isEqualTo(4);
    assertThat(told.outcome().err()).isEqualTo("postern: there is nothing to read again\n");
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\n\r\n" + body;
  }

  /** Runs a command against an admin port that gives these answers, one to each request. */
  private static Told against(String line, String... answers) throws Exception {
    List<String> asked = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var served = Aside.run(() -> serve(server, answers, asked));
      String admin = " --admin 127.0.0.1:" + server.getLocalPort();
      Outcome outcome = postern((line + admin).split(" ", -1));
      served.get();
      return new Told(outcome, List.copyOf(asked));
    }
  }

  private static void serve(ServerSocket server, String[] answers, List<String> asked) {
    for (String answer : answers) {
      try (Socket socket = server.accept();
          Scanner request = new Scanner(socket.getInputStream(), ISO_8859_1)) {
        asked.add(request.nextLine().replace(" HTTP/1.1", ""));
        while (!request.nextLine().isEmpty()) {
          // The header fields.
        }
        socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
