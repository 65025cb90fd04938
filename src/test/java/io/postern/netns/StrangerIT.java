package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.pinhole.PortRange;
import io.postern.testing.Needs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Random;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.junit.jupiter.api.Test;

/** Strangers try every data port, again and again, while a client transfers files. */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "sysctl", "vsftpd"})
class StrangerIT {

  private static final int TRANSFERS = 200;
  private static final int FILE_BYTES = 64 * 1024;
  private static final PortRange PORTS = new PortRange(50_000, 50_199);
  private static final String CONFIGURATION =
      """
      listeners:
        - name: ftp
          listen: "*:2121"
          server: 198.51.100.5
          data-ports: 50000-50199
      """;

  @Test
  void strangersGetNothing_andHarmNothing() throws Exception {
    try (FirewallLab lab = new FirewallLab()) {
      Vsftpd server = lab.runVsftpd();
      HostGateway gateway = lab.runGateway(CONFIGURATION);
      // A scan of one's own network, one from it to the gateway's other address, one of the
      // server's network.
      lab.stranger().defaultRoute("192.0.2.1");
      PortScanner onClients =
          lab.own(PortScanner.start(lab.stranger(), FirewallLab.GATEWAY, PORTS));
      PortScanner across =
          lab.own(PortScanner.start(lab.stranger(), FirewallLab.SERVER_SIDE, PORTS));
      PortScanner onServers =
          lab.own(PortScanner.start(lab.outsider(), FirewallLab.SERVER_SIDE, PORTS));

      int harmed = lab.client().call(() -> transferAll(server, onClients, onServers));

      for (PortScanner scanner : new PortScanner[] {onClients, across, onServers}) {
        scanner.close();
        assertThat(scanner.rounds()).isGreaterThan(10);
        assertThat(scanner.received()).as("bytes relayed to a stranger").isZero();
        assertThat(scanner.heldOpen()).as("connections not ended at once").isZero();
      }
      assertThat(harmed).as("transfers harmed").isZero();
      assertThat(onClients.answered()).as("open pinholes that the scan met").isPositive();
      assertThat(onServers.answered()).as("open pinholes that the scan met").isPositive();
      assertBlocked(gateway, "passive", "192.0.2.66", "192.0.2.10");
      assertBlocked(gateway, "active", "198.51.100.66", "198.51.100.5");
    }
  }

  /** Both addresses are in one line: who tried, and who was expected. */
  private static void assertBlocked(
      HostGateway gateway, String mode, String stranger, String expected) throws Exception {
    assertThat(gateway.metric("postern_connections_blocked_total", "mode=\"" + mode + "\""))
        .isPositive();
    await("the audit log")
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThat(gateway.auditLines())
                    .anyMatch(line -> line.contains(stranger) && line.contains(expected)));
  }

  private static int transferAll(Vsftpd server, PortScanner onClients, PortScanner onServers)
      throws IOException {
    Random random = new Random(21);
    int harmed = 0;
    FTPClient client = new SlowToConnect(onClients, onServers);
    try {
      connect(client);
      for (int i = 0; i < TRANSFERS; i++) {
        mode(client, i);
        byte[] content = new byte[FILE_BYTES];
        random.nextBytes(content);
        boolean whole =
            i % 8 < 4 ? stored(client, server, content, i) : retrieved(client, server, content, i);
        harmed += whole ? 0 : 1;
      }
      client.quit();
    } finally {
      client.disconnect();
    }
    return harmed;
  }

  private static void connect(FTPClient client) throws IOException {
    client.setConnectTimeout(10_000);
    client.setDefaultTimeout(20_000);
    client.setDataTimeout(Duration.ofSeconds(20));
    client.connect(FirewallLab.GATEWAY, 2121);
    if (!client.login("anonymous", "guest@")
        || !client.setFileType(FTP.BINARY_FILE_TYPE)
        || !client.changeWorkingDirectory("/files")) {
      throw new IOException(client.getReplyString());
    }
  }

  /** PASV, EPSV, PORT and EPRT in turn. */
  private static void mode(FTPClient client, int transfer) {
    boolean extended = transfer % 2 == 1;
    client.setUseEPSVwithIPv4(extended);
    if (transfer % 4 < 2) {
      client.enterLocalPassiveMode();
    } else {
      client.enterLocalActiveMode();
    }
  }

  private static boolean stored(FTPClient client, Vsftpd server, byte[] content, int number)
      throws IOException {
    return client.storeFile("up" + number, new ByteArrayInputStream(content))
        && Sha256.of(server.files().resolve("up" + number)).equals(Sha256.of(content));
  }

  private static boolean retrieved(FTPClient client, Vsftpd server, byte[] content, int number)
      throws IOException {
    Files.write(server.files().resolve("down" + number), content);
    ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    return client.retrieveFile("down" + number, arrived)
        && Sha256.of(arrived.toByteArray()).equals(Sha256.of(content));
  }
}
