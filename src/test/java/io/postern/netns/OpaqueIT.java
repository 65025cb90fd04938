package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.testing.Needs;
import io.postern.testing.TestCertificate;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * FTPS that passes through: vsftpd ends the TLS itself, and Postern has nothing to go by but the
 * static passive range. Row A8: a scan of the server's ports through Postern finds what the
 * listener configures, for whom, and for as long.
 */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "sysctl", "vsftpd", "curl"})
class OpaqueIT {

  private static final int LISTENER = 2121;
  private static final int FIRST = 30_000;
  private static final int LAST = 30_019;
  private static final int FILE_BYTES = 20 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Set<Integer> LISTENER_ALONE = Set.of(LISTENER);
  private static final String CONFIGURATION =
      """
      listeners:
        - name: ftps
          listen: "*:2121"
          server: 198.51.100.5
          tls:
            client: opaque
            opaque-data-ports: 30000-30019
      """;
  private static final String OWN_TLS =
      """
      ssl_enable=YES
      allow_anon_ssl=YES
      force_anon_logins_ssl=YES
      force_anon_data_ssl=YES
      require_ssl_reuse=YES
      ssl_ciphers=HIGH
      rsa_cert_file=%s
      rsa_private_key_file=%s
      pasv_min_port=30000
      pasv_max_port=30019
      """;

  @TempDir static Path folder;

  private static FirewallLab lab;
  private static Vsftpd server;
  private static HostGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    TestCertificate.get().write(folder);
    lab = new FirewallLab();
    String tls = OWN_TLS.formatted(folder.resolve("chain.pem"), folder.resolve("key.pem"));
    server = lab.own(new Vsftpd(lab.server(), FirewallLab.SERVER, tls));
    gateway = lab.runGateway(CONFIGURATION);
  }

  @AfterAll
  static void stop() throws IOException {
    lab.close();
  }

  @Test
  void scan_findsTheRange_onlyForTheClientOfABlindSession() throws Exception {
    try (RawClient client = new RawClient(lab.client(), FirewallLab.listener())) {
      client.control().reply(220);
      assertThat(answering(lab.client(), FirewallLab.GATEWAY)).isEqualTo(LISTENER_ALONE);

      client.command("AUTH TLS", 234);
      assertThat(answering(lab.client(), FirewallLab.GATEWAY)).isEqualTo(listenerAndRange());
      assertThat(answering(lab.outsider(), FirewallLab.SERVER_SIDE)).isEqualTo(LISTENER_ALONE);
      assertServesOnly(client);
    }
    awaitAudit("\"event\":\"opaque-ports-closed\"", "\"ports\":\"30000-30019\"");
    assertThat(answering(lab.client(), FirewallLab.GATEWAY)).isEqualTo(LISTENER_ALONE);
    assertThat(answering(lab.stranger(), FirewallLab.GATEWAY)).isEqualTo(LISTENER_ALONE);
  }

  @Test
  void curl_seesTheServersOwnCertificate_andTransfersUnchanged() throws Exception {
    byte[] content = new byte[FILE_BYTES];
    new Random(4).nextBytes(content);
    Path up = Files.write(folder.resolve("up"), content);
    Path back = folder.resolve("back");

    curl("192.0.2.1", "-T", up.toString(), url("opaque"));
    assertThat(Sha256.of(server.files().resolve("opaque"))).isEqualTo(Sha256.of(content));
    for (String reached : List.of("192.0.2.1", "[2001:db8:1::1]")) {
      curl(reached, "-o", back.toString(), url("opaque"));
      assertThat(Sha256.of(back)).as("through %s", reached).isEqualTo(Sha256.of(content));
      Files.delete(back);
    }

    awaitAudit("\"event\":\"session-blind\"", "\"ports\":\"30000-30019\"");
    awaitAudit("\"event\":\"opaque-data-closed\"", "\"end\":\"completed\"");
    assertThat(server.log()).anyMatch(line -> line.contains("FTP command") && has(line, "EPSV"));
    assertThat(gateway.auditLines())
        .as("what the gateway saw of the commands")
        .noneMatch(line -> line.contains("opaque\"") && line.contains("\"event\":\"command\""));
    assertThat(gateway.metric("postern_opaque_data_bytes_total", "to=\"server\""))
        .isGreaterThan(FILE_BYTES);
    assertThat(gateway.metric("postern_sessions_blind_total")).isGreaterThanOrEqualTo(3);
  }

  private static boolean has(String line, String word) {
    return line.contains("\"" + word);
  }

  /** The client's connection reaches the server on the same port, a stranger's reaches nobody. */
  private static void assertServesOnly(RawClient client) throws Exception {
    try (RawListener atServer = new RawListener(lab.server(), FirewallLab.SERVER, FIRST + 7)) {
      assertThat(bytesForAStranger()).isZero();
      awaitAudit("\"event\":\"opaque-data-blocked\"", "\"stranger\":\"192.0.2.66:");
      assertThat(atServer.isDeserted()).as("the server's port after the stranger's visit").isTrue();

      try (RawConnection data =
              client.data(new InetSocketAddress(FirewallLab.GATEWAY, atServer.port()));
          RawConnection served = atServer.accept()) {
        served.send("from the server");
        assertThat(data.line()).isEqualTo("from the server");
      }
    }
  }

  private static long bytesForAStranger() throws Exception {
    return lab.stranger()
        .call(
            () -> {
              long bytes = 0;
              for (int port = FIRST; port <= LAST; port++) {
                bytes += read(new InetSocketAddress(FirewallLab.GATEWAY, port));
              }
              return bytes;
            });
  }

  /** How many bytes come before the reset that has to come. */
  private static long read(InetSocketAddress from) throws IOException {
    long bytes = 0;
    try (Socket socket = new Socket()) {
      socket.connect(from, (int) PATIENCE.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      while (socket.getInputStream().read() >= 0) {
        bytes++;
      }
    } catch (ConnectException refused) {
      throw refused;
    } catch (SocketException reset) {
      return bytes;
    }
    throw new AssertionError(from + " ended in order for a stranger");
  }

  /** Every port of the address at which the kernel answers a SYN with anything but a refusal. */
  private static Set<Integer> answering(Host host, InetAddress address) throws Exception {
    return host.call(
        () -> {
          Set<Integer> ports = new TreeSet<>();
          for (int port = 1; port <= 65_535; port++) {
            if (answers(new InetSocketAddress(address, port))) {
              ports.add(port);
            }
          }
          return ports;
        });
  }

  private static boolean answers(InetSocketAddress at) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoLinger(true, 0);
      socket.connect(at, (int) PATIENCE.toMillis());
      return true;
    } catch (ConnectException e) {
      return !String.valueOf(e.getMessage()).contains("refused");
    } catch (SocketException reset) {
      return true;
    }
  }

  private static Set<Integer> listenerAndRange() {
    Set<Integer> ports = IntStream.rangeClosed(FIRST, LAST).boxed().collect(Collectors.toSet());
    ports.add(LISTENER);
    return ports;
  }

  private static String url(String file) {
    return "ftp://" + TestCertificate.NAME + ":" + LISTENER + "/files/" + file;
  }

  /** The certificate that curl checks is the server's. */
  private static void curl(String reached, String... arguments) {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "-g", "--max-time", "50"));
    command.addAll(List.of("--ssl-reqd", "--cacert", folder.resolve("chain.pem").toString()));
    command.addAll(List.of("--resolve", TestCertificate.NAME + ":" + LISTENER + ":" + reached));
    command.addAll(List.of(arguments));
    lab.client().run(command.toArray(String[]::new)).orFail();
  }

  private static void awaitAudit(String... parts) {
    await("the audit log")
        .atMost(PATIENCE)
        .until(
            () ->
                gateway.auditLines().stream()
                    .anyMatch(line -> List.of(parts).stream().allMatch(line::contains)));
  }
}
