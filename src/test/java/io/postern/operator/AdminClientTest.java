package io.postern.operator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.postern.testing.Aside;
import io.postern.testing.FullSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong between an operator's command and the gateway, in one clear line each. */
class AdminClientTest {

  @Test
  void nobodyListens_saysSo() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    AdminFault fault =
        fault(client(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)), "/sessions");
    assertThat(fault.kind()).isEqualTo(AdminFault.Kind.UNREACHABLE);
    assertThat(fault)
        .hasMessage(
            "the gateway at GATE can't be asked: nothing listens there; does it run, and is this its"
                + " admin.listen (--admin, --config)?");
  }

  @Test
  void noSocket_saysSo(@TempDir Path folder) {
    AdminFault fault =
        fault(client(UnixDomainSocketAddress.of(folder.resolve("admin.sock"))), "/sessions");
    assertThat(fault).hasMessageContaining("there is no such socket; does it run");
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 401 Unauthorized', 'no', UNREACHABLE, it wants a token; give --token-file",
    "'HTTP/1.1 404 Not Found', 'no such page; / lists them', UNREACHABLE, 'it does not know /sessions: it is of"
        + " another version than this command, 1.2.3'",
    "'HTTP/1.1 404 Not Found', 'no such session', REFUSED, no such session",
    "'HTTP/1.1 405 Not Allowed', 'only GET', UNREACHABLE, 'it does not know /sessions'",
    "'HTTP/1.1 403 Forbidden', 'only from this host', UNREACHABLE, 'it answers 403: only from this host'",
    "'HTTP/1.1 500 Fault', 'failed; the log says why', UNREACHABLE, 'it answers 500: failed'",
    "'HTTP/1.1 400 Bad', 'not an address', REFUSED, not an address",
    "'HTTP/1.1 409 Conflict', 'there is nothing to read again', REFUSED, there is nothing",
    "'HTTP/1.1 414 URI Too Long', 'request line too long', REFUSED, request line too long",
    "'HTTP/1.1 503 Unavailable', 'the gateway is still starting', REFUSED, the gateway is still starting",
    "'HTTP/1.1 507 Full', 'not banned: too many', REFUSED, 'not banned: too many'",
    "'220 ftp.example.com ready', '', UNREACHABLE, the answer is not HTTP"
  })
  void answerThatIsNo_isOneClearLine(
      String status, String body, AdminFault.Kind kind, String message) throws Exception {
    AdminFault fault =
        against(status + "\r\nX: y\r\n\r\n" + body, client -> fault(client, "/sessions?most=5"));
    assertThat(fault.kind()).isEqualTo(kind);
    assertThat(fault).hasMessageContaining(message);
  }

  @Test
  void answerThatIsCutOff_isNotTaken() throws Exception {
    String half = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"total\"";
    AdminFault fault = against(half, client -> fault(client, "/sessions"));
    assertThat(fault).hasMessageContaining("the answer was cut off");
  }

  @Test
  void noAnswer_isGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      AdminClient client =
          new AdminClient(
              silent.getLocalSocketAddress(),
              "GATE",
              Optional.empty(),
              "1.2.3",
              Duration.ofMillis(200));
      assertThat(fault(client, "/sessions")).hasMessageContaining("no answer within");
    }
  }

  @Test
  @Timeout(20)
  void socketWhoseQueueIsFull_isGivenUp(@TempDir Path folder) throws Exception {
    try (FullSocket busy = FullSocket.at(folder.resolve("admin.sock"))) {
      AdminClient client =
          new AdminClient(
              UnixDomainSocketAddress.of(busy.path()),
              "GATE",
              Optional.empty(),
              "1.2.3",
              Duration.ofMillis(200));
      assertThat(fault(client, "/sessions")).hasMessageContaining("no answer within");
    }
  }

  @Test
  void reason_isAsMuchAsTheGatewayKeeps() {
    assertThat(AdminClient.reason("it is & was")).isEqualTo("it%20is%20%26%20was");
    assertThat(AdminClient.reason("\ud83d\udd12".repeat(5_000)))
        .isEqualTo("%F0%9F%94%92".repeat(200));
  }

  @Test
  void terminalText_ofAnAnswer_isClean() throws Exception {
    AdminFault fault =
        against("HTTP/1.1 400 Bad\r\n\r\n\u001b[2Jbad", client -> fault(client, "/bans"));
    assertThat(fault).hasMessage("?[2Jbad");
  }

  private static AdminClient client(SocketAddress address) {
    return new AdminClient(address, "GATE", Optional.empty(), "1.2.3");
  }

  private static AdminFault fault(AdminClient client, String path) {
    return catchThrowableOfType(AdminFault.class, () -> client.get(path));
  }

  private interface Asking {
    AdminFault of(AdminClient client);
  }

  private static AdminFault against(String answer, Asking asking) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var served = Aside.run(() -> serve(server, answer));
      AdminFault fault = asking.of(client(server.getLocalSocketAddress()));
      served.get();
      return fault;
    }
  }

  private static void serve(ServerSocket server, String answer) {
    try (Socket socket = server.accept()) {
      int last = 0;
      for (int c = socket.getInputStream().read(); c >= 0; c = socket.getInputStream().read()) {
        last = (last << 8) | c;
        if (last == 0x0d0a0d0a) {
          break;
        }
      }
      socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
