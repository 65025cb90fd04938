package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.pinhole.PortRange;
import io.postern.testing.Needs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code deploy/haproxy/haproxy.cfg} in front of two gateways, as it is shipped, with the settings
 * that its head has for them and {@code deploy/nftables/host.nft} in force on both. How long a
 * crash is felt is printed, for {@code deploy/high-availability.md}.
 */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "sysctl", "vsftpd", "curl", "haproxy"})
@Timeout(270)
class ShippedBalancerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** More than all that is on the way holds. */
  private static final int FILE_BYTES = 48 << 20;

  private static final int RECEIVE_BYTES = 64 << 10;
  private static final InetSocketAddress BALANCER =
      new InetSocketAddress(FirewallLab.address("192.0.2.1"), 21);
  private static final PortRange OF_ONE = new PortRange(50_000, 50_499);
  private static final PortRange OF_TWO = new PortRange(50_500, 50_999);

  /** How many new clients come while a gateway stops. */
  private static final int NEW_CLIENTS = 30;

  @Test
  void clients_areServedByBoth_andByTheOneThatStays() throws Exception {
    String file = TwoGateways.shipped("haproxy/haproxy.cfg");
    byte[] content = new byte[FILE_BYTES];
    new Random(2).nextBytes(content);
    try (TwoGateways lab = new TwoGateways(TwoGateways.shipped("nftables/host.nft"));
        HostGateway one = new HostGateway(lab.one(), settings(file));
        HostGateway two = new HostGateway(lab.two(), second(settings(file)));
        HaProxy balancer = HaProxy.configured(lab.balancer(), file, BALANCER)) {
      Files.write(lab.server().files().resolve("file"), content);
      awaitBoth(lab);

      HostGateway leaving = stopDuringATransfer(lab, List.of(one, two), balancer, content);
      assertThat(leaving.exitCode()).isZero();
      HostGateway staying = leaving == one ? two : one;
      assertThat(staying.auditLines())
          .anyMatch(
              line ->
                  line.contains("\"event\":\"session-opened\"") && line.contains("192.0.2.10:"));

      try (HostGateway again =
          new HostGateway(
              leaving == one ? lab.one() : lab.two(),
              leaving == one ? settings(file) : second(settings(file)))) {
        awaitBoth(lab);
        staying.kill();
        Duration felt = TwoGateways.untilGreeted(lab.client(), BALANCER);
        System.out.printf("a gateway that crashes: no new sessions for %d ms%n", felt.toMillis());
        assertThat(felt).isLessThan(Duration.ofSeconds(3));
        assertThat(again.auditLines()).anyMatch(line -> line.contains("session-opened"));
      }
    }
  }

  /**
   * Whoever comes meanwhile is greeted, but for one whom the gateway is just taking when it is told
   * to stop; and the transfer ends whole.
   */
  private static HostGateway stopDuringATransfer(
      TwoGateways lab, List<HostGateway> gateways, HaProxy balancer, byte[] content)
      throws Exception {
    try (RawClient client = new RawClient(lab.client(), BALANCER).login("anonymous", "x")) {
      InetSocketAddress at = RawClient.passive(client.command("PASV", 227));
      client.control().send("RETR files/file");
      try (RawConnection data = RawConnection.connect(lab.client(), at, RECEIVE_BYTES)) {
        client.control().reply(150);
        HostGateway leaving = awaitTransfer(gateways);
        leaving.terminate();
        int turnedAway = 0;
        for (int i = 0; i < NEW_CLIENTS || !saysDown(balancer); i++) {
          turnedAway += isGreeted(lab) ? 0 : 1;
        }
        assertThat(turnedAway).as("of those who come one after the other").isLessThan(2);
        // Nothing was read so far, so that it could not end.
        assertThat(Sha256.of(data.rest())).isEqualTo(Sha256.of(content));
        client.control().reply(226);
        return leaving;
      }
    }
  }

  private static boolean isGreeted(TwoGateways lab) throws Exception {
    try (RawConnection control = RawConnection.connect(lab.client(), BALANCER)) {
      String reply = control.reply();
      assertThat(reply).matches("220 .*|421 The gateway is stopping; try again later\\.");
      return reply.startsWith("220 ");
    }
  }

  private static boolean saysDown(HaProxy balancer) throws IOException {
    return balancer.log().stream().anyMatch(line -> line.contains(" is DOWN"));
  }

  private static HostGateway awaitTransfer(List<HostGateway> gateways) {
    List<HostGateway> busy = new ArrayList<>();
    await("the transfer")
        .atMost(PATIENCE)
        .until(
            () -> {
              for (HostGateway gateway : gateways) {
                if (gateway.metric("postern_data_connections_running") > 0) {
                  busy.add(gateway);
                }
              }
              return !busy.isEmpty();
            });
    return busy.get(0);
  }

  /** Of two sessions at once each gateway has one, and its data connections. */
  private static void awaitBoth(TwoGateways lab) {
    await("both gateways behind the balancer")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              try (RawClient first = new RawClient(lab.client(), BALANCER);
                  RawClient second = new RawClient(lab.client(), BALANCER)) {
                int a = listing(first.login("anonymous", "x"));
                int b = listing(second.login("anonymous", "x"));
                assertThat(OF_ONE.contains(Math.min(a, b))).as("%d, %d", a, b).isTrue();
                assertThat(OF_TWO.contains(Math.max(a, b))).as("%d, %d", a, b).isTrue();
              }
            });
  }

  /** Takes one; returns the port of its data connection. */
  private static int listing(RawClient client) throws Exception {
    InetSocketAddress data = RawClient.passive(client.command("PASV", 227));
    assertThat(data.getAddress()).isEqualTo(BALANCER.getAddress());
    client.control().send("NLST");
    try (RawConnection connection = client.data(data)) {
      assertThat(connection.rest()).isNotEmpty();
    }
    client.control().reply(150);
    client.control().reply(226);
    return data.getPort();
  }

  /** The gateways' settings, of the file's head. */
  private static String settings(String file) throws IOException {
    String settings =
        file.lines()
            .dropWhile(line -> !line.equals("#   listeners:"))
            .takeWhile(line -> line.startsWith("#   "))
            .map(line -> line.substring(4))
            .collect(Collectors.joining("\n", "", "\n"));
    assertThat(settings).contains("server: ftp.internal\n", "metrics: {listen: \"10.0.0.11:9122\"");
    return settings.replace("ftp.internal", TwoGateways.SERVER.getHostAddress());
  }

  private static String second(String settings) {
    return settings
        .replace("50000-50499 ", "50500-50999 ")
        .replace("10.0.0.11:9122", "10.0.0.12:9122");
  }
}
