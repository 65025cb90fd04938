package io.postern.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.postern.event.GatewayEvent;
import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Network;
import io.postern.quota.Tally;
import io.postern.testing.FullSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is answered on the admin port, and what an operator can do there. */
class AdminAccessTest {

  private static final int BANS = 100;

  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final String SECRET = "0123456789abcdef";
  private static final int TIMEOUT_MILLIS = 10_000;

  private final SampleSessions sessions = new SampleSessions();
  private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
  private final Tally tally = new Tally(BANS, System::nanoTime);
  private final Views views =
      new Views(
          type -> "things 1\n",
          Optional::empty,
          () -> Optional.of(new Reload(Map.of("rules", 1L), List.of())),
          tally.bans(),
          ServerPools.NONE,
          sessions,
          events::add,
          "1.2.3");

  @ParameterizedTest
  @CsvSource({
    "/metrics, '', 401",
    "/metrics, 'Authorization: Bearer 0123456789abcdef', 200",
    "/metrics, 'Authorization: bearer 0123456789abcdef', 200",
    "/metrics, 'Authorization: Bearer 0123456789abcdeF', 401",
    "/metrics, 'Authorization: Bearer 0123456789abcdef0', 401",
    "/metrics, 'Authorization: Bearer', 401",
    "/metrics, 'Authorization: Basic 0123456789abcdef', 401",
    "/metrics, 'Authorization: 0123456789abcdef', 401",
    "/sessions, '', 401",
    "/bans, '', 401",
    "/, '', 401",
    "/nowhere, '', 401",
    "/healthz?x=1, '', 200",
    "/readyz, '', 200"
  })
  void token_isWantedOfAllButHealth(String path, String field, int status) throws IOException {
    try (AdminServer server = AdminServer.start(LOOPBACK, Optional.of(new Token(SECRET)), views)) {
      String answer = get(server, path, field);
      assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
      assertThat(answer.contains("www-authenticate: Bearer")).isEqualTo(status == 401);
    }
  }

  /** Whoever sends none has forgotten it; whoever sends a wrong one may be guessing. */
  @Test
  void wrongToken_isToldOf_aMissingOneIsNot() throws IOException {
    try (AdminServer server = AdminServer.start(LOOPBACK, Optional.of(new Token(SECRET)), views)) {
      get(server, "/metrics", "");
      get(server, "/metrics", "Authorization: Bearer " + SECRET);
      get(server, "/healthz", "Authorization: Bearer guess");
      assertThat(events).isEmpty();

      get(server, "/metrics", "Authorization: Bearer guess");
      post(server, "/sessions/s1/kick", "Postern-Admin: 1\r\nAuthorization: Basic guess");
    }
    assertThat(events)
        .hasSize(2)
        .allSatisfy(
            event ->
                assertThat(((GatewayEvent.AdminRefused) event).client())
                    .satisfies(client -> assertThat(client.address().isLoopbackAddress()).isTrue()))
        .extracting(event -> ((GatewayEvent.AdminRefused) event).untold())
        .containsExactly(1, 0);
  }

  @Test
  void token_isWantedOfChangesToo_whoeverAsks() throws IOException {
    try (AdminServer server = AdminServer.start(LOOPBACK, Optional.of(new Token(SECRET)), views)) {
      assertThat(post(server, "/sessions/s1/kick", "Postern-Admin: 1")).startsWith("HTTP/1.1 401 ");
      assertThat(sessions.asked).isEmpty();

      assertThat(
              post(
                  server,
                  "/sessions/s1/kick",
                  "Postern-Admin: 1\r\nAuthorization: Bearer " + SECRET))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'Origin: http://evil.example', 403",
    "'Origin: null', 403",
    "'Sec-Fetch-Site: cross-site', 403",
    "'Sec-Fetch-Site: same-site', 403",
    "'Sec-Fetch-Site: same-origin', 403",
    "'Sec-Fetch-Site: none', 200",
    "'X: y', 200"
  })
  void read_ofAWebPage_isRefused_whatIsTypedIsNot(String field, int status) throws IOException {
    try (AdminServer server = AdminServer.start(LOOPBACK, views)) {
      assertThat(get(server, "/sessions", field)).startsWith("HTTP/1.1 " + status + " ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'X: y', 403",
    "'Content-Type: text/plain', 403",
    "'Content-Type: application/x-www-form-urlencoded', 403",
    "'Content-Type: application/json', 200",
    "'Content-Type: Application/JSON; charset=utf-8', 200",
    "'Postern-Admin: 1', 200",
    "'Postern-Admin: 1\r\nSec-Fetch-Site: none', 403",
    "'Postern-Admin: 1\r\nSec-Fetch-Site: same-origin', 403",
    "'Postern-Admin: 1\r\nOrigin: null', 403"
  })
  void post_needsWhatNoFormSends(String fields, int status) throws IOException {
    try (AdminServer server = AdminServer.start(LOOPBACK, views)) {
      assertThat(post(server, "/sessions/s1/kick", fields)).startsWith("HTTP/1.1 " + status + " ");
      assertThat(sessions.asked).hasSize(status == 200 ? 1 : 0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/sessions", "/bans", "/pools", "/gateway", "/reload", "/sessions/s1/kick"})
  void metricsPort_hasNothingButMetricsAndHealth(String path) throws IOException {
    try (AdminServer server = AdminServer.startMetrics(LOOPBACK, views)) {
      assertThat(get(server, path, "X: y")).startsWith("HTTP/1.1 404 ");
      assertThat(post(server, path, "Postern-Admin: 1")).startsWith("HTTP/1.1 405 ");
      assertThat(get(server, "/metrics", "X: y"))
          .startsWith("HTTP/1.1 200 ")
          .endsWith("things 1\n");
      assertThat(get(server, "/healthz", "X: y")).startsWith("HTTP/1.1 200 ");
      assertThat(get(server, "/readyz", "X: y")).startsWith("HTTP/1.1 200 ");
      assertThat(get(server, "/", "X: y")).doesNotContain("kick");
      assertThat(sessions.asked).isEmpty();
    }
  }

  @Test
  void sessions_areListedWithAllThatIsKnown() throws IOException {
    try (AdminServer server = AdminServer.start(LOOPBACK, views)) {
      String answer = get(server, "/sessions?most=5", "X: y");
      JsonNode all = new ObjectMapper().readTree(body(answer));
      assertThat(all.get("total").asInt()).isEqualTo(3);
      assertThat(all.get("silent").asInt()).isEqualTo(1);
      assertThat(all.get("drained").asBoolean()).isFalse();
      assertThat(all.get("sessions").get(0))
          .isEqualTo(
              new ObjectMapper()
                  .readTree(
                      """
                      {"id": "s1", "listener": "ftp", "protocol": "ftp", "client": "192.0.2.10:40000",
                       "server": "198.51.100.7:21", "user": "anna", "since": "2026-11-22T09:30:00Z",
                       "state": "open", "tls": "both", "commands": 9, "verb": "RETR",
                       "argument": "a.bin", "waitingMs": 1500,
                       "data": [{"id": 7, "state": "connected", "mode": "passive", "listening": [],
                         "verb": "RETR", "path": "a\\u001b[2J\\"b\\u202e.bin", "direction": "download",
                         "bytesToServer": 0, "bytesToClient": 3000000, "lastedMs": 2000,
                         "bytesPerSecond": 1500000}]}
                      """));
      assertThat(body(answer)).as("nothing that moves a cursor").matches("[\\n -~]*");
      JsonNode idle = all.get("sessions").get(1);
      assertThat(idle.has("server") || idle.has("user") || idle.has("verb")).isFalse();
      assertThat(idle.get("data").get(0).get("listening").get(0).asText())
          .isEqualTo("192.0.2.1:50005");
    }
    assertThat(sessions.asked).containsExactly("list 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "10001", "x", "9999999999", "%zz"})
  void sessions_tooManyWanted_isA400(String most) throws IOException {
    try (AdminServer server = AdminServer.start(LOOPBACK, views)) {
      String answer = get(server, "/sessions?most=" + most, "X: y");
      assertThat(answer.startsWith("HTTP/1.1 400 ") || most.equals("%zz")).isTrue();
      assertThat(answer).doesNotContain("500 ");
    }
  }

  @Test
  void sessions_ofAClientOrAUser_areAskedFor() throws IOException {
    try (AdminServer server = AdminServer.start(LOOPBACK, views)) {
      get(server, "/sessions?client=192.0.2.0%2F24&user=anna%20b", "X: y");
      get(server, "/sessions?client=2001:db8::7&most=9", "X: y");
      assertThat(get(server, "/sessions?client=example.com", "X: y"))
          .startsWith("HTTP/1.1 400 ")
          .contains("client is an address, or a network");
    }
    assertThat(sessions.asked)
        .containsExactly("list 1000 from 192.0.2.0/24 of anna b", "list 9 from 2001:db8::7/128");
  }

  @ParameterizedTest
  @CsvSource({
    "a%C2%9B2Jb, a 2Jb",
    "txt.%E2%80%AEexe, txt. exe",
    "a%E2%80%A8b%0D%0Ac, a b c",
    "%20%1B%20, ''"
  })
  void reason_hasNothingThatMovesACursorOrTurnsALineRound(String sent, String kept)
      throws IOException {
    try (AdminServer server = AdminServer.start(LOOPBACK, views)) {
      post(server, "/sessions/s1/kick?reason=" + sent, "Postern-Admin: 1");
    }
    assertThat(events).containsExactly(new GatewayEvent.OperatorActed("kick", "s1", kept));
  }

  @Test
  void reason_thatIsTooLong_isCutBetweenCharacters() throws IOException {
    try (AdminServer server = AdminServer.start(LOOPBACK, views)) {
      String long250 = "x" + "%F0%9F%94%92".repeat(249);
      post(server, "/sessions/s1/kick?reason=" + long250, "Postern-Admin: 1");
    }
    assertThat(events)
        .containsExactly(
            new GatewayEvent.OperatorActed("kick", "s1", "x" + "\ud83d\udd12".repeat(199)));
  }

  @Test
  void kick_isDoneWithItsReason_andTold() throws IOException {
    try (AdminServer server = AdminServer.start(LOOPBACK, views)) {
      post(server, "/sessions/s1/kick?reason=ticket%204711%0d%0aX", "Postern-Admin: 1");
      assertThat(post(server, "/sessions/s9/kick", "Postern-Admin: 1")).startsWith("HTTP/1.1 404 ");
    }
    assertThat(sessions.asked)
        .containsExactly(
            "kick s1: an operator ended it: ticket 4711 X", "kick s9: an operator ended it");
    assertThat(events)
        .containsExactly(new GatewayEvent.OperatorActed("kick", "s1", "ticket 4711 X"));
  }

  @Test
  void ban_isInForce_andKicksIfAsked() throws IOException {
    InetAddress client = AddressLiteral.parse("192.0.2.66").orElseThrow();
    try (AdminServer server = AdminServer.start(LOOPBACK, views)) {
      String answer =
          post(server, "/bans/192.0.2.66?seconds=600&kick=true&reason=worm", "Postern-Admin: 1");
      assertThat(body(answer))
          .isEqualTo("{\"address\":\"192.0.2.66\",\"secondsLeft\":600,\"kicked\":2}\n");
      assertThat(tally.banned(client)).isPresent();
      assertThat(body(get(server, "/bans", "X: y"))).contains("\"rule\":\"(operator)\"");

      // A shorter one takes its place: an operator knows.
      post(server, "/bans/192.0.2.66?seconds=5", "Postern-Admin: 1");
      assertThat(tally.banned(client).orElseThrow().toSeconds()).isLessThanOrEqualTo(5);
    }
    assertThat(events)
        .containsExactly(
            new GatewayEvent.OperatorActed(
                "ban", "192.0.2.66", "for 600s, 2 sessions kicked: worm"),
            new GatewayEvent.OperatorActed("ban", "192.0.2.66", "for 5s"));
  }

  @Test
  void ban_thatHasNoPlace_isRefused_andNobodyIsKicked() throws IOException {
    for (int i = 0; i < BANS; i++) {
      InetAddress other = AddressLiteral.parse("10.0." + i / 250 + "." + i % 250).orElseThrow();
      assertThat(tally.bans().ban(Network.ofClient(other), Duration.ofHours(1))).isTrue();
    }
    try (AdminServer server = AdminServer.start(LOOPBACK, views)) {
      assertThat(post(server, "/bans/192.0.2.66?kick=true", "Postern-Admin: 1"))
          .startsWith("HTTP/1.1 507 ")
          .contains("not banned: ");
    }
    assertThat(tally.banned(AddressLiteral.parse("192.0.2.66").orElseThrow())).isEmpty();
    assertThat(sessions.asked).isEmpty();
    assertThat(events).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "192.0.2.0/24",
        "192.0.2.66?seconds=0",
        "192.0.2.66?seconds=-5",
        "192.0.2.66?seconds=99999999"
      })
  void ban_thatIsNone_isA400(String client) throws IOException {
    try (AdminServer server = AdminServer.start(LOOPBACK, views)) {
      assertThat(post(server, "/bans/" + client, "Postern-Admin: 1")).startsWith("HTTP/1.1 400 ");
    }
    assertThat(tally.bans().size()).isZero();
    assertThat(events).isEmpty();
  }

  @Test
  void gateway_isDrainedAndTakenBack() throws IOException {
    try (AdminServer server = AdminServer.start(LOOPBACK, views)) {
      post(server, "/gateway/drain", "Postern-Admin: 1");
      post(server, "/gateway/drain", "Postern-Admin: 1");
      assertThat(body(get(server, "/gateway", "X: y")))
          .isEqualTo("{\"version\":\"1.2.3\",\"drained\":true}\n");
      post(server, "/gateway/resume", "Postern-Admin: 1");
      assertThat(sessions.drained()).isFalse();
      assertThat(get(server, "/gateway/drain", "X: y")).startsWith("HTTP/1.1 405 ");
    }
    assertThat(events)
        .containsExactly(
            new GatewayEvent.OperatorActed("drain", "gateway", ""),
            new GatewayEvent.OperatorActed("resume", "gateway", ""));
  }

  @Test
  void gateway_thatStarts_doesNotSayThatItIsDrained() throws IOException {
    sessions.starting = true;
    try (AdminServer server = AdminServer.start(LOOPBACK, views)) {
      assertThat(post(server, "/gateway/drain", "Postern-Admin: 1"))
          .startsWith("HTTP/1.1 503 ")
          .contains("still starting");
      assertThat(post(server, "/gateway/resume", "Postern-Admin: 1")).startsWith("HTTP/1.1 200 ");
    }
    assertThat(events).isEmpty();
  }

  @Test
  void socket_isPrivate_answers_andIsGoneAfterwards(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("admin.sock");
    try (AdminServer server = onSocket(path)) {
      assertThat(server.place()).isEqualTo("unix:" + path);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
      assertThat(entries(folder)).containsExactlyInAnyOrder("admin.sock", ".admin.sock.lock");
      assertThat(ask(path, "POST /sessions/s1/kick")).startsWith("HTTP/1.1 200 ");
    }
    assertThat(entries(folder)).containsExactly(".admin.sock.lock");
  }

  @Test
  void socket_thatADeadProcessLeft_isReplaced(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("admin.sock");
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();
    try (AdminServer server = onSocket(path)) {
      assertThat(server.place()).isEqualTo("unix:" + path);
      assertThat(ask(path, "GET /healthz")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void socket_ofAnother_isLeftAlone(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("admin.sock");
    try (AdminServer first = onSocket(path)) {
      assertThat(first.address()).isEmpty();
      assertThatThrownBy(() -> onSocket(path))
          .hasMessage("can't listen on unix:%s (admin): another gateway uses it", path);
      assertThat(ask(path, "GET /healthz")).startsWith("HTTP/1.1 200 ");
    }
    try (ServerSocketChannel alive = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      alive.bind(UnixDomainSocketAddress.of(path));
      assertThatThrownBy(() -> onSocket(path))
          .hasMessageContaining("another process listens there");
      assertThat(path).exists();
    }
  }

  @Test
  void socket_whereAFileIs_isNotMade_andTheFileStays(@TempDir Path folder) throws IOException {
    Path path = Files.writeString(folder.resolve("admin.sock"), "precious");
    assertThatThrownBy(() -> onSocket(path)).hasMessageContaining("a file that is no socket");
    assertThat(path).hasContent("precious");
    Path link = Files.createSymbolicLink(folder.resolve("link.sock"), path);
    assertThatThrownBy(() -> onSocket(link)).hasMessageContaining("a file that is no socket");
    assertThat(path).hasContent("precious");
  }

  @Test
  void socket_whereNoneCanBe_saysWhy(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> onSocket(folder.resolve("none/admin.sock")))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "can't listen on unix:%s (admin): the folder does not exist",
            folder.resolve("none/admin.sock"));
    assertThat(AdminServer.reason(new AccessDeniedException("/run/postern/.admin.sock.lock")))
        .isEqualTo("permission denied; the gateway's user must be able to write to the folder");
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> onSocket(file.resolve("admin.sock")))
        .hasMessageEndingWith("Not a directory");
  }

  @Test
  void socket_ofTheLongestName_isMade(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("x".repeat(106 - folder.toString().length() - 1));
    assertThat(path.toString()).hasSize(106);
    try (AdminServer server = onSocket(path)) {
      assertThat(server.place()).isEqualTo("unix:" + path);
      assertThat(ask(path, "GET /healthz")).startsWith("HTTP/1.1 200 ");
    }
    Path deep =
        Files.createDirectories(folder.resolve("y".repeat(96 - folder.toString().length())));
    try (AdminServer server = onSocket(deep.resolve("a"))) {
      assertThat(server.place()).endsWith("/a");
    }
  }

  @Test
  @Timeout(20)
  void socket_ofAnotherThatIsTooBusyToAnswer_isLeftAlone(@TempDir Path folder) throws IOException {
    try (FullSocket busy = FullSocket.at(folder.resolve("admin.sock"))) {
      assertThatThrownBy(() -> onSocket(busy.path()))
          .hasMessageContaining("another process listens there");
    }
  }

  @Test
  void socket_thatSomebodyReplaced_isNotRemoved(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("admin.sock");
    AdminServer server = onSocket(path);
    Files.delete(path);
    Files.writeString(path, "another's");
    server.close();
    assertThat(path).hasContent("another's");
  }

  private AdminServer onSocket(Path path) throws IOException {
    return AdminServer.startOnSocket(
        path, PosixFilePermissions.fromString("rw-------"), Optional.empty(), views);
  }

  private static List<String> entries(Path folder) throws IOException {
    try (var all = Files.list(folder)) {
      return all.map(each -> each.getFileName().toString()).toList();
    }
  }

  private static String ask(Path path, String line) throws IOException {
    String request =
        line + " HTTP/1.1\r\nHost: localhost\r\nPostern-Admin: 1\r\nConnection: close\r\n\r\n";
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      channel.write(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
      ByteBuffer answer = ByteBuffer.allocate(1 << 16);
      while (channel.read(answer) >= 0) {
        assertThat(answer.hasRemaining()).isTrue();
      }
      return new String(answer.array(), 0, answer.position(), ISO_8859_1);
    }
  }

  private static String get(AdminServer server, String path, String fields) throws IOException {
    return raw(server, "GET " + path, fields);
  }

  private static String post(AdminServer server, String path, String fields) throws IOException {
    return raw(server, "POST " + path, fields);
  }

  private static String raw(AdminServer server, String line, String fields) throws IOException {
    String given = fields.isEmpty() ? "" : fields + "\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.local().getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      String request =
          line + " HTTP/1.1\r\nHost: localhost\r\n" + given + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }
}
