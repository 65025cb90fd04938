package io.postern.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 2,000 sessions at once through the gateway, spread over three servers as each choice says. */
@Timeout(60)
class SpreadTest {

  private static final int SESSIONS = 2_000;
  private static final String LIMITS = "limits: {sessions: 5000, sessions-per-client: 5000}";
  private static final String UNWATCHED = "slow-start: 0s, health: {every: off}";

  private final PoolServer a = new PoolServer("a");
  private final PoolServer b = new PoolServer("b");
  private final PoolServer c = new PoolServer("c");
  private final List<Socket> open = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    hangUp();
    Stream.of(a, b, c).forEach(PoolServer::close);
  }

  @Test
  void roundRobin_givesEachItsThird() throws Exception {
    try (PoolGateway gateway = gateway("choose: round-robin")) {
      Map<String, Integer> spread = spread(gateway, false);

      assertThat(spread.values()).containsExactlyInAnyOrder(667, 667, 666);
      assertThat(gateway.view(a).sessions() + gateway.view(b).sessions()).isBetween(1333, 1334);
      hangUp();
      gateway.awaitNobody(a, b, c);
    }
  }

  @Test
  void roundRobin_withWeights_givesEachItsPart() throws Exception {
    String weighed =
        "servers: [{server: \"%s\", weight: 2}, {server: \"%s\"}, {server: \"%s\"}], " + UNWATCHED;
    try (PoolGateway gateway = new PoolGateway("", LIMITS, weighed, List.of(), a, b, c)) {
      assertThat(spread(gateway, false)).isEqualTo(Map.of("a", 1000, "b", 500, "c", 500));
    }
  }

  @Test
  void leastConnections_evensOutWhatOthersLeft() throws Exception {
    try (PoolGateway gateway = gateway("choose: least-connections")) {
      assertThat(gateway.drain(a, true)).isTrue();
      assertThat(spread(gateway, false, 600)).isEqualTo(Map.of("b", 300, "c", 300));
      assertThat(gateway.drain(a, false)).isTrue();

      Map<String, Integer> rest = spread(gateway, false, SESSIONS - 600);

      assertThat(rest.getOrDefault("a", 0)).isBetween(666, 667);
      assertThat(Stream.of(a, b, c).map(server -> gateway.view(server).sessions()))
          .allSatisfy(sessions -> assertThat(sessions).isBetween(666, 667));
    }
  }

  @Test
  void sourceHash_givesEachClientTheSameAgain_andOnlyMovesThoseOfWhoLeaves() throws Exception {
    try (PoolGateway gateway = gateway("choose: source-hash")) {
      Map<String, Integer> first = spread(gateway, true);
      List<String> homes = List.copyOf(greetings);
      assertThat(first.values()).hasSize(3).allSatisfy(n -> assertThat(n).isBetween(560, 780));
      hangUp();
      gateway.awaitNobody(a, b, c);
      assertThat(gateway.drain(c, true)).isTrue();

      spread(gateway, true);

      for (int i = 0; i < SESSIONS; i++) {
        if (!homes.get(i).equals("c")) {
          assertThat(greetings.get(i)).as("client %d", i).isEqualTo(homes.get(i));
        }
      }
      assertThat(greetings).doesNotContain("c");
    }
  }

  @Test
  void user_goesWhereTheTableSays() throws Exception {
    String users =
        "choose: user, users: [{user: \"a-*\", server: \"%s\"}, {user: \"/b-[0-9]+/\", server:"
            + " \"%s\"}, {user: \"*\", server: \"%s\"}], "
            + UNWATCHED;
    try (PoolGateway gateway = new PoolGateway("", LIMITS, users, a, b, c)) {
      for (int i = 0; i < SESSIONS; i++) {
        String user = List.of("a-", "b-", "somebody").get(i % 3) + i;
        Socket client = connect(gateway, InetAddress.getLoopbackAddress());
        assertThat(line(client)).startsWith("220 ");
        client.getOutputStream().write(("USER " + user + "\r\nPASS x\r\n").getBytes(US_ASCII));
      }
      for (int i = 0; i < SESSIONS; i++) {
        assertThat(line(open.get(i))).isEqualTo("331 password");
        assertThat(line(open.get(i))).isEqualTo("230 " + List.of("a", "b", "c").get(i % 3));
      }
    }
  }

  /** The names of the servers that have greeted, in the order of the clients. */
  private final List<String> greetings = new ArrayList<>();

  private PoolGateway gateway(String choice) throws Exception {
    return new PoolGateway("", LIMITS, choice + ", " + UNWATCHED, a, b, c);
  }

  private Map<String, Integer> spread(PoolGateway gateway, boolean manyAddresses)
      throws IOException {
    return spread(gateway, manyAddresses, SESSIONS);
  }

  /** As many sessions at once; how many each server has greeted. */
  private Map<String, Integer> spread(PoolGateway gateway, boolean manyAddresses, int sessions)
      throws IOException {
    int before = open.size();
    greetings.clear();
    for (int i = 0; i < sessions; i++) {
      byte[] address = {127, 1, (byte) (manyAddresses ? i / 250 : 0), (byte) (1 + i % 250)};
      connect(gateway, InetAddress.getByAddress(address));
    }
    Map<String, Integer> counts = new HashMap<>();
    for (Socket client : open.subList(before, open.size())) {
      String greeting = line(client);
      assertThat(greeting).startsWith("220 ");
      greetings.add(greeting.substring(4));
      counts.merge(greeting.substring(4), 1, Integer::sum);
    }
    return counts;
  }

  private Socket connect(PoolGateway gateway, InetAddress from) throws IOException {
    Socket socket = new Socket();
    open.add(socket);
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(gateway.address());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private void hangUp() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }

  private static String line(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = socket.getInputStream().read();
        b >= 0 && b != '\n';
        b = socket.getInputStream().read()) {
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }
}
