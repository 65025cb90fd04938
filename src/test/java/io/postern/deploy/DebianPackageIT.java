package io.postern.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Needs;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package is installed, used and purged, for real, in a copy of this machine. */
@Needs(
    linux = true,
    root = true,
    programs = {"dpkg", "unshare", "ip", "systemd-analyze", "systemctl"})
class DebianPackageIT {

  private static final String COMMANDS =
      """
      listing() {
        find /etc /usr /var -xdev \\( -path /var/cache -o -path /var/lib/dpkg \\) -prune \\
          -o -printf '%y %m %u:%g %p %l\\n' | sort
        sort /etc/passwd /etc/group /etc/shadow
      }
      [[ -e /usr/share/postern || -e /etc/postern ]] && echo "here before"
      listing > /tmp/before
      dpkg -i /tmp/postern.deb
      echo "install: $?"
      echo "altered: $(dpkg -V postern)."
      echo "enabled: $(systemctl is-enabled postern.service)"
      echo "settings: $(stat -c '%U:%G %a' /etc/postern)"
      echo "user: $(getent passwd postern | cut -d: -f6,7)"
      echo "conffiles: $(dpkg-query -W -f '${Conffiles}' postern | awk '{printf "%s ", $1}')"
      sed -i 's/ftp.example.com/127.0.0.1:2100/' /etc/postern/postern.yaml
      postern check /etc/postern/postern.yaml
      echo "check: $?"
      systemd-analyze verify --man=no /usr/lib/systemd/system/postern.service
      echo "unit: $?"
      systemd-analyze security --offline=yes --threshold=16 \\
        /usr/lib/systemd/system/postern.service | tail -n 1
      echo "exposure: ${PIPESTATUS[0]}"
      systemctl enable postern.service
      dpkg -i /tmp/postern.deb
      echo "again: $(grep -c 127.0.0.1:2100 /etc/postern/postern.yaml)"
      dpkg -r postern
      echo "kept: $(ls /etc/postern | tr '\\n' ' ')"
      mkdir -p /var/log/postern && touch /var/log/postern/audit.jsonl
      dpkg -P postern
      echo "purge: $?"
      listing > /tmp/after
      echo "left: $(diff /tmp/before /tmp/after)."
      """;

  private static String output = "";

  @BeforeAll
  static void installUseAndPurge(@TempDir Path folder) throws IOException {
    Path jar = Path.of(System.getProperty("postern.jar", "target/postern.jar"));
    Path deb = jar.resolveSibling("postern.deb");
    assertThat(deb).as("the package; mvn package -DskipTests").isRegularFile();
    output = new MachineCopy(folder).with(deb).run(COMMANDS);
  }

  @Test
  void install_leavesTheServiceToTheOperator() {
    assertThat(output)
        .doesNotContain("here before")
        .contains(
            "install: 0\n",
            "altered: .\n",
            "enabled: disabled\n",
            "postern: systemctl enable --now postern\n");
  }

  @Test
  void install_makesAUserThatCanReadTheKeysAndNothingElse() {
    assertThat(output)
        .contains("settings: root:postern 750\n", "user: /nonexistent:/usr/sbin/nologin\n");
  }

  @Test
  void settingsOfThePackage_areRightOnceTheServerIsNamed() {
    assertThat(output).contains("check: 0\n");
  }

  @Test
  void unit_verifies() {
    assertThat(output).contains("unit: 0\n");
  }

  @Test
  void unit_isExposedByNoMoreThanTheReadmeSays() {
    assertThat(output).contains("Overall exposure level for postern.service: 1.", "exposure: 0\n");
  }

  @Test
  void upgradeAndRemoval_keepTheSettings() {
    assertThat(output)
        .contains("again: 1\n", "kept: postern.yaml rules.yaml \n")
        .contains(
            "conffiles: /etc/default/postern /etc/logrotate.d/postern /etc/postern/postern.yaml"
                + " /etc/postern/rules.yaml \n");
  }

  @Test
  void purge_leavesNothing() {
    assertThat(output).contains("purge: 0\n", "left: .\n");
  }
}
