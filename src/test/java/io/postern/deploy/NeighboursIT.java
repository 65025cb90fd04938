package io.postern.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Needs;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs beside the gateway takes its configuration: nft, haproxy, keepalived. */
@Needs(
    linux = true,
    root = true,
    programs = {"unshare", "ip"})
class NeighboursIT {

  @TempDir Path folder;

  @Needs(programs = "nft")
  @Test
  void hostFirewall_isPutInForceTwice_andStaysOne() throws IOException {
    assertThat(
            in("nftables/host.nft")
                .run(
                    """
                    nft -f /tmp/host.nft && nft -f /tmp/host.nft && echo "in force"
                    nft list ruleset | grep -c '^table'
                    nft list chain inet postern_host input | grep -o 'policy drop'
                    sed 's/tcp dport/tcp door/' /tmp/host.nft > /tmp/wrong && nft -c -f /tmp/wrong
                    """))
        .contains("in force\n1\npolicy drop\n")
        .endsWith("exit 1\n");
  }

  /** The words of its head. Debian's file of rules is in the copy as this machine has it. */
  @Needs(programs = "nft", files = "/etc/nftables.conf")
  @Test
  void hostFirewall_isThereAfterABoot() throws IOException {
    assertThat(
            in("nftables/host.nft")
                .run(
                    """
                    cd /tmp
                    grep -E '^#   (install|echo) ' host.nft | cut -c 5- | sh -e
                    nft -f /etc/nftables.conf
                    nft list chain inet postern_host input | grep -o 'policy drop'
                    """))
        .endsWith("policy drop\n\nexit 0\n");
  }

  @Needs(programs = "haproxy")
  @Test
  void haproxy_takesItsConfiguration() throws IOException {
    assertThat(
            in("haproxy/haproxy.cfg")
                .run(
                    """
                    haproxy -c -f /tmp/haproxy.cfg && echo "taken"
                    sed 's/leastconn/leastwork/' /tmp/haproxy.cfg > /tmp/wrong.cfg
                    haproxy -c -f /tmp/wrong.cfg
                    """))
        .contains("taken\n")
        .endsWith("exit 1\n");
  }

  /** With a script user that is not root, {@code keepalived -t} of Debian 12 ends itself. */
  @Needs(programs = {"keepalived", "curl"})
  @Test
  void keepalived_takesItsConfiguration() throws IOException {
    assertThat(
            in("keepalived/keepalived.conf")
                .run(
                    """
                    sed 's/script_user nobody/script_user root/' /tmp/keepalived.conf > /tmp/right
                    keepalived -t -f /tmp/right && echo "taken"
                    sed 's/nopreempt/no_preempt/' /tmp/right > /tmp/wrong
                    keepalived -t -f /tmp/wrong || echo "refused"
                    """))
        .contains("taken\n", "refused\n");
  }

  private MachineCopy in(String file) throws IOException {
    return new MachineCopy(folder).with(deployed(file));
  }

  private static Path deployed(String file) {
    return Path.of("deploy").resolve(file);
  }
}
