package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.testing.Needs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Too much of everything: memory and descriptors are bounded, and others are served. */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "sysctl", "curl"})
class FloodIT {

  private static final String CONFIGURATION =
      """
      listeners:
        - name: ftp
          listen: "*:2121"
          server: 198.51.100.5
      limits: {sessions-per-client: 5000}
      timeouts: {linger: 1s, drain: 1s}
      """;

  private static final int IDLE_SESSIONS = 2000;
  private static final long FILE_BYTES = 256L << 20;
  private static final Duration FLOOD = Duration.ofSeconds(5);
  private static final int CONNECT_MILLIS = 200;

  /** 8 readers × 256 MiB wait at the server; what is above this would be a part of that. */
  private static final long MEMORY_BYTES = 64L << 20;

  private static final long BUFFER_BYTES = 32L << 20;

  /** All of it is there from the start: what grows later are buffers, not garbage that waits. */
  private static final List<String> HEAP = List.of("-Xms192m", "-Xmx192m", "-XX:+AlwaysPreTouch");

  @TempDir static Path folder;

  private static FirewallLab lab;
  private static HostGateway gateway;
  private static Footprint start;

  @BeforeAll
  static void start() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("big").toFile(), "rw")) {
      file.setLength(FILE_BYTES);
    }
    lab = new FirewallLab();
    lab.own(new EmbeddedServer(lab.server(), FirewallLab.SERVER, folder));
    gateway = lab.own(new HostGateway(lab.gateway(), CONFIGURATION, List.of(), HEAP));
    download();
    start = Footprint.atRest(gateway);
  }

  @AfterAll
  static void stop() throws IOException {
    lab.close();
  }

  @AfterEach
  void everythingIsReleased() {
    start.awaitAgain(gateway, Duration.ofSeconds(20));
  }

  @Test
  void idleSessions_harmNoTransfer() throws Exception {
    Duration alone = download();
    try (Crowd crowd = Crowd.connect(lab.client(), FirewallLab.listener(), IDLE_SESSIONS)) {
      crowd.all("USER anonymous", 331);
      crowd.all("PASS guest", 230);
      assertThat(gateway.metric("postern_sessions_active")).isEqualTo(IDLE_SESSIONS);

      // Generous, as other programs may have the processors; a linear cost would be far above.
      assertThat(download()).isLessThan(alone.multipliedBy(4).plusSeconds(1));

      crowd.all("NOOP", 200);
    }
  }

  @Test
  void slowReaders_boundTheMemory_andLoseNothing() throws Exception {
    long before = gateway.residentBytes();
    List<RawClient> clients = new ArrayList<>();
    List<RawConnection> readers = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        RawClient client = login();
        clients.add(client);
        InetSocketAddress pinhole = RawClient.passive(client.command("PASV", 227));
        readers.add(RawConnection.connect(lab.client(), pinhole, 4096));
        client.command("RETR big", 150);
      }
      await("bounded memory while nobody reads")
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(4))
          .untilAsserted(() -> assertBounded(before));

      assertThat(readers.get(0).count()).isEqualTo(FILE_BYTES);
      clients.get(0).control().reply(226);
      assertBounded(before);
    } finally {
      for (RawConnection reader : readers) {
        reader.reset();
      }
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void setUpFloodInOneSession_keepsOnePinhole() throws Exception {
    try (RawClient client = login()) {
      for (int i = 0; i < 300; i++) {
        client.command("PASV", 227);
        if (i % 30 == 0) {
          Footprint now = Footprint.of(gateway);
          assertThat(now.pinholes()).isEqualTo(1);
          assertThat(now.ports()).isEqualTo(1);
          assertThat(now.listeners()).isEqualTo(start.listeners() + 1);
        }
      }
      transfer(client);
    }
  }

  @Test
  void setUpFloodInManySessions_keepsOnePinholeEach() throws Exception {
    int sessions = 200;
    try (Crowd crowd = Crowd.connect(lab.client(), FirewallLab.listener(), sessions)) {
      crowd.all("USER anonymous", 331);
      crowd.all("PASS guest", 230);
      for (int i = 0; i < 5; i++) {
        List<String> replies = crowd.all("PASV", 227);
        assertThat(replies).doesNotHaveDuplicates();
        assertThat(Footprint.of(gateway).pinholes()).isEqualTo(sessions);
        assertThat(gateway.listeners()).isEqualTo(start.listeners() + sessions);
      }
    }
  }

  @Test
  void connectionFloodOnTheListener_leavesNothing() throws Exception {
    lab.client().call(() -> knock(FirewallLab.listener(), 2000));

    try (RawClient client = login()) {
      transfer(client);
    }
  }

  @Test
  void connectionFloodOnADataPort_leavesThePinhole() throws Exception {
    try (RawClient client = login()) {
      InetSocketAddress pinhole = RawClient.passive(client.command("PASV", 227));
      int admitted = lab.stranger().call(() -> knock(pinhole, 2000));
      assertThat(admitted).as("connections that met the pinhole").isPositive();

      client.control().send("RETR big");
      try (RawConnection data = client.data(pinhole)) {
        client.control().reply(150);
        assertThat(data.count()).isEqualTo(FILE_BYTES);
      }
      client.control().reply(226);
    }
  }

  private static void assertBounded(long residentBefore) throws Exception {
    assertThat(gateway.metric("postern_buffer_bytes")).isBetween(1.0, (double) BUFFER_BYTES);
    assertThat(gateway.residentBytes()).isLessThan(residentBefore + MEMORY_BYTES);
  }

  /** Connects and dies at once, by FIN and RST in turn; how many of them the kernel completed. */
  private static int knock(InetSocketAddress to, int times) throws IOException {
    int completed = 0;
    long deadline = System.nanoTime() + FLOOD.toNanos();
    for (int i = 0; i < times && System.nanoTime() < deadline; i++) {
      try (Socket socket = new Socket()) {
        socket.connect(to, CONNECT_MILLIS);
        completed++;
        if (i % 2 == 0) {
          socket.setSoLinger(true, 0);
        }
      } catch (SocketException e) {
        // Reset before it could be closed: that is how a stranger is refused.
      } catch (SocketTimeoutException e) {
        // The kernel's queue of the port is full; it takes the next one.
      }
    }
    return completed;
  }

  private static RawClient login() throws Exception {
    return new RawClient(lab.client(), FirewallLab.listener()).login("anonymous", "guest");
  }

  private static void transfer(RawClient client) throws Exception {
    InetSocketAddress pinhole = RawClient.passive(client.command("PASV", 227));
    client.control().send("RETR big");
    try (RawConnection data = client.data(pinhole)) {
      client.control().reply(150);
      assertThat(data.count()).isEqualTo(FILE_BYTES);
    }
    client.control().reply(226);
  }

  /** Downloads the big file with curl; how long it took. */
  private static Duration download() {
    long began = System.nanoTime();
    String said =
        lab.client()
            .run(
                "curl",
                "-sS",
                "-o",
                "/dev/null",
                "-w",
                "%{size_download}",
                "--max-time",
                "30",
                "ftp://192.0.2.1:2121/big")
            .orFail();
    assertThat(said.trim()).isEqualTo(Long.toString(FILE_BYTES));
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
