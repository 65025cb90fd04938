package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.testing.Needs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code deploy/keepalived/keepalived.conf} on two gateways, as it is shipped, with {@code
 * deploy/nftables/host.nft} in force on both: the shared address moves to the one that lives. How
 * long that takes is printed, for {@code deploy/high-availability.md}.
 */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "sysctl", "vsftpd", "curl", "keepalived"})
@Timeout(240)
class SharedAddressIT {

  /** What deploy/high-availability.md promises at most, and something for a busy machine. */
  private static final Duration AT_MOST = Duration.ofSeconds(10);

  private static final String ADDRESS = "10.0.0.10";
  private static final InetSocketAddress SHARED =
      new InetSocketAddress(FirewallLab.address(ADDRESS), 21);
  private static final String SETTINGS =
      """
      listeners:
        - {name: ftp, listen: "*:21", server: 10.0.0.20, data-ports: 50000-50999, advertise: auto}
      """;

  @TempDir Path folder;

  @Test
  void address_movesToTheGatewayThatLives() throws Exception {
    String file = TwoGateways.shipped("keepalived/keepalived.conf");
    try (TwoGateways lab = new TwoGateways(firewall());
        HostGateway gatewayOne = new HostGateway(lab.one(), SETTINGS);
        HostGateway gatewayTwo = new HostGateway(lab.two(), SETTINGS);
        Keepalived nodeOne = new Keepalived(lab.one(), file);
        Keepalived nodeTwo = new Keepalived(lab.two(), second(file))) {
      TwoGateways.untilGreeted(lab.neighbour(), SHARED);
      Host first = holder(lab);
      Host second = first == lab.one() ? lab.two() : lab.one();
      assertTransfers(lab);

      NetworkLab.ip("-n", first.name(), "link", "set", "eth0", "down");
      tell("a node that is gone", TwoGateways.untilGreeted(lab.neighbour(), SHARED));
      assertThat(holds(second)).isTrue();
      Keepalived back = first == lab.one() ? nodeOne : nodeTwo;
      int backups = backups(back);
      NetworkLab.ip("-n", first.name(), "link", "set", "eth0", "up");
      await("the first node's return").atMost(AT_MOST).until(() -> backups(back) > backups);
      assertThat(holds(second)).as("the address stays").isTrue();

      (second == lab.one() ? gatewayOne : gatewayTwo).kill();
      tell("a gateway that crashes", TwoGateways.untilGreeted(lab.neighbour(), SHARED));
      assertThat(holder(lab)).isSameAs(first);
      assertTransfers(lab);
    }
  }

  /** The line of the other node, which the file has for whoever needs it. */
  private static String firewall() throws Exception {
    String rules = TwoGateways.shipped("nftables/host.nft");
    assertThat(rules).contains("#ip saddr { 10.0.0.11, 10.0.0.12 } ip protocol vrrp accept");
    return rules.replace("#ip saddr", "ip saddr");
  }

  /** The lines marked NODE. */
  private static String second(String file) {
    assertThat(file).contains("router_id postern-1 ", "priority 100 ", "unicast_src_ip 10.0.0.11 ");
    return file.replace("router_id postern-1 ", "router_id postern-2 ")
        .replace("priority 100 ", "priority 90 ")
        .replaceAll("(?m)^    10\\.0\\.0\\.12$", "    10.0.0.11")
        .replace("unicast_src_ip 10.0.0.11 ", "unicast_src_ip 10.0.0.12 ");
  }

  /** How often the node has become the one that waits. */
  private static int backups(Keepalived node) throws IOException {
    return node.log().split("Entering BACKUP STATE", -1).length - 1;
  }

  /** For an instant both may hold it, until one hears of the other. */
  private static Host holder(TwoGateways lab) {
    await("one node that holds the address")
        .atMost(AT_MOST)
        .until(() -> holds(lab.one()) != holds(lab.two()));
    return holds(lab.one()) ? lab.one() : lab.two();
  }

  private static boolean holds(Host host) {
    return host.run("ip", "-brief", "address", "show", "eth0")
        .orFail()
        .contains(" " + ADDRESS + "/24");
  }

  private void assertTransfers(TwoGateways lab) throws Exception {
    byte[] content = new byte[1 << 20];
    new Random(1).nextBytes(content);
    Files.write(lab.server().files().resolve("file"), content);
    Path back = folder.resolve("back");
    String url = "ftp://" + ADDRESS + "/files/file";
    FtpProgram.CURL.download(lab.neighbour(), "PASV", url, back).orFail();
    assertThat(Sha256.of(back)).isEqualTo(Sha256.of(content));
  }

  private static void tell(String what, Duration noSessions) {
    System.out.printf("%s: no new sessions for %d ms%n", what, noSessions.toMillis());
    assertThat(noSessions).isLessThan(AT_MOST);
  }
}
