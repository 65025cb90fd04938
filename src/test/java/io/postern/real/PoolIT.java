package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.postern.testing.Closing;
import io.postern.testing.FreePorts;
import io.postern.testing.GatewayProcess;
import io.postern.testing.Needs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three real servers behind one listener of a running process, each with a file that says which one
 * it is: one is killed and returns, one hangs and wakes, one is drained.
 */
@Needs(linux = true, pythonModules = "pyftpdlib")
@Timeout(120)
class PoolIT {

  private static final String CLIENT = "127.0.0.66";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration GREETING = Duration.ofSeconds(1);

  private static final Closing CLOSING = new Closing();
  private static final InetSocketAddress ENTRANCE = FreePorts.on("127.0.0.2");
  private static final List<Member> MEMBERS = new ArrayList<>();
  private static GatewayProcess gateway;

  /** A server that can be started again. */
  private static final class Member {

    private final String name;
    private final ServedFolder folder = CLOSING.add(ServedFolder.create(Size.ONE_BYTE));
    private final InetSocketAddress address;
    private PyFtpd server;

    Member(String name, String host) throws IOException {
      this.name = name;
      this.address = FreePorts.on(host);
      Files.writeString(folder.file("who"), name);
      start();
    }

    void start() {
      server = CLOSING.add(new PyFtpd(folder, address));
    }

    String label() {
      return GatewayProcess.text(address);
    }
  }

  @BeforeAll
  static void start() throws IOException {
    for (int i = 0; i < 3; i++) {
      MEMBERS.add(new Member("server-" + i, "127.0.0." + (3 + i)));
    }
    ServedFolder home = MEMBERS.get(0).folder;
    Files.writeString(home.home().resolve("password"), "secret\n");
    gateway =
        CLOSING.add(
            GatewayProcess.configured(
                home.home(),
                """
                listeners: [{listen: "%s", pool: main}]
                pools:
                  - name: main
                    servers: [{server: "%s"}, {server: "%s"}, {server: "%s"}]
                    slow-start: 0s
                    greeting: %ds
                    health:
                      every: 500ms
                      timeout: 500ms
                      fall: 2
                      rise: 1
                      longest-back-off: 500ms
                      passive: true
                      login: {user: postern, password-file: %s}
                """
                    .formatted(
                        GatewayProcess.text(ENTRANCE),
                        MEMBERS.get(0).label(),
                        MEMBERS.get(1).label(),
                        MEMBERS.get(2).label(),
                        GREETING.toSeconds(),
                        home.home().resolve("password"))));
  }

  @AfterAll
  static void stop() {
    CLOSING.close();
  }

  @Test
  void killedServer_costsItsOwnSessionsOnly_andReturns() throws Exception {
    assertThat(visits(6)).containsOnly("server-0", "server-1", "server-2");
    Member killed = MEMBERS.get(0);
    try (TypedSession own = sessionOn(killed);
        TypedSession other = sessionOn(MEMBERS.get(1))) {
      killed.server.signal("KILL");
      // At once: no probe has seen it yet, and every session is tried elsewhere.
      assertThat(visits(6)).containsOnly("server-1", "server-2");
      assertThat(own.reply()).startsWith("421 ");
      assertThat(retrieved(other)).isEqualTo("server-1");
    }
    awaitState(killed, "down");
    assertThat(visits(6)).containsOnly("server-1", "server-2");
    assertThat(metric("postern_pool_server_up", killed)).isZero();
    // The sessions may have told that it is down before its first probe failed.
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> metric("postern_pool_probe_failures_total", killed) > 0);

    killed.start();
    awaitState(killed, "up");
    assertThat(visits(6)).contains("server-0");
    assertThat(metric("postern_pool_server_up", killed)).isEqualTo(1);
  }

  @Test
  void hungServer_isPassedOverWithinItsGreeting_takenOutByAProbe_andComesBackWhenItWakes()
      throws Exception {
    Member hung = MEMBERS.get(1);
    hung.server.signal("STOP");
    try {
      long began = System.nanoTime();
      assertThat(visits(3)).containsOnly("server-0", "server-2");
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .as("at most the greeting of the hung one, for those that met it")
          .isLessThan(GREETING.multipliedBy(3).plusSeconds(5));
      awaitState(hung, "down");
      assertThat(visits(6)).containsOnly("server-0", "server-2");
    } finally {
      hung.server.signal("CONT");
    }
    awaitState(hung, "up");
    assertThat(visits(6)).contains("server-1");
  }

  @Test
  void drainedServer_keepsItsSessions_getsNoNewOnes_andIsTakenBack() throws Exception {
    Member drained = MEMBERS.get(2);
    String path = "/pools/main/" + drained.label();
    try (TypedSession old = sessionOn(drained)) {
      assertThat(gateway.post(path + "/drain").statusCode()).isEqualTo(200);
      assertThat(visits(4)).doesNotContain("server-2");
      assertThat(view(drained).get("drained").asBoolean()).isTrue();
      assertThat(view(drained).get("sessions").asInt()).isEqualTo(1);
      assertThat(metric("postern_pool_server_drained", drained)).isEqualTo(1);
      assertThat(retrieved(old)).isEqualTo("server-2");
    }
    Awaitility.await().atMost(PATIENCE).until(() -> view(drained).get("sessions").asInt() == 0);
    assertThat(gateway.post(path + "/resume").statusCode()).isEqualTo(200);
    assertThat(visits(6)).contains("server-2");
    assertThat(gateway.post("/pools/main/127.0.0.9:21/drain").statusCode()).isEqualTo(404);
  }

  /** Whole sessions, one after the other; what each has found. */
  private static List<String> visits(int count) throws IOException {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      try (TypedSession session = loggedIn()) {
        found.add(retrieved(session));
      }
    }
    return found;
  }

  private static TypedSession loggedIn() throws IOException {
    TypedSession session = new TypedSession(CLIENT, ENTRANCE);
    assertThat(session.reply()).startsWith("220 ");
    assertThat(session.command("USER postern")).startsWith("331 ");
    assertThat(session.command("PASS secret")).startsWith("230 ");
    return session;
  }

  /** A session that is on one of them: as many are tried as there are in turn. */
  private static TypedSession sessionOn(Member wanted) throws IOException {
    for (int i = 0; i < 2 * MEMBERS.size(); i++) {
      TypedSession session = loggedIn();
      if (retrieved(session).equals(wanted.name)) {
        return session;
      }
      session.close();
    }
    throw new AssertionError("no session came to " + wanted.name);
  }

  /** What the session's server says that it is: over a data connection of its own. */
  private static String retrieved(TypedSession session) throws IOException {
    String entering = session.command("PASV");
    try (Socket data = session.secondWindow(entering)) {
      assertThat(session.command("RETR files/who")).startsWith("1");
      byte[] content = data.getInputStream().readAllBytes();
      assertThat(session.reply()).startsWith("226 ");
      return new String(content, StandardCharsets.US_ASCII);
    }
  }

  private static void awaitState(Member member, String state) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> view(member).get("state").asText().equals(state));
  }

  private static JsonNode view(Member member) throws IOException {
    JsonNode pools = new ObjectMapper().readTree(gateway.get("/pools").body());
    return StreamSupport.stream(pools.get(0).get("servers").spliterator(), false)
        .filter(server -> server.get("server").asText().equals(member.label()))
        .findFirst()
        .orElseThrow();
  }

  private static double metric(String name, Member member) {
    return gateway.metrics().sum(name, "pool=\"main\"", "server=\"" + member.label() + "\"");
  }
}
