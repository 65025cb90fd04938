package io.postern.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The package is installed, run by a real systemd, upgraded, removed and purged, in a copy of this
 * machine.
 */
@Needs(
    linux = true,
    root = true,
    programs = {
      "dpkg",
      "unshare",
      "nsenter",
      "setpriv",
      "ip",
      "nft",
      "curl",
      "systemctl",
      "systemd-analyze"
    },
    files = "/lib/systemd/systemd",
    pythonModules = "pyftpdlib")
class DebianPackageIT {

  private static final String COMMANDS =
      """
      listing() {
        find /etc /usr /var -xdev \\( -path /var/cache -o -path /var/lib/dpkg -o -path /var/log/journal \\) -prune \\
          -o -printf '%y %m %u:%g %p %l\\n' | sort
        sort /etc/passwd /etc/group /etc/shadow
      }
      process() { systemctl show postern.service -p MainPID --value; }
      status() { sed -n "s/^$1:\\t*//p" "/proc/$(process)/status" | cut -f 1; }
      await() {
        for (( tries = 0; tries < 600; tries++ )); do "$@" && return; sleep 0.1; done
        echo "in vain: $*"
      }
      typed() {
        COMP_WORDS=(postern "$@") COMP_CWORD=$# COMPREPLY=()
        _complete_postern 2> /dev/null
        echo "completed: ${COMPREPLY[*]}"
      }

      [[ -e /usr/share/postern || -e /etc/postern ]] && echo "here before"
      systemctl start systemd-journald.service
      listing > /tmp/before
      dpkg -c /tmp/postern.deb
      dpkg -i /tmp/postern.deb
      echo "install: $?"
      echo "altered: $(dpkg -V postern)."
      echo "enabled: $(systemctl is-enabled postern.service)"
      echo "settings: $(stat -c '%U:%G %a' /etc/postern)"
      echo "user: $(getent passwd postern | cut -d: -f6,7)"
      echo "conffiles: $(dpkg-query -W -f '${Conffiles}' postern | awk '{printf "%s ", $1}')"
      echo "manual: $(head -n 1 /usr/share/man/man1/postern.1 | cut -d ' ' -f 1-3)"
      . /usr/share/bash-completion/completions/postern
      typed hash
      typed check --te

      mkdir -p /tmp/files && head -c 6000000 /dev/urandom > /tmp/files/file && chmod -R a+rX /tmp/files
      /usr/bin/python3 -m pyftpdlib -i 127.0.0.1 -p 2100 -d /tmp/files > /dev/null 2>&1 &
      server=$!
      sed -i 's/ftp.example.com/127.0.0.1:2100/' /etc/postern/postern.yaml
      postern check /etc/postern/postern.yaml
      echo "check: $?"
      systemd-analyze verify --man=no /usr/lib/systemd/system/postern.service
      echo "unit: $?"
      systemd-analyze security --no-pager postern.service | tail -n 1
      systemctl enable --now postern.service
      echo "start: $?"
      (exec 3<> /dev/tcp/127.0.0.1/21) && echo "accepts at once"
      echo "runs as $(stat -c %U /proc/$(process)), capabilities $(status CapEff) of $(status CapBnd), filter $(status Seccomp)"
      curl -sS -o /tmp/through ftp://127.0.0.1/file && cmp /tmp/files/file /tmp/through && echo "serves"
      ls -l /var/log/postern | awk '/audit/ {print "audit: " $1, $3}'
      systemctl reload postern.service
      echo "reload: $?"

      cp -p /etc/postern/postern.yaml /tmp/kept.yaml
      echo 'admin: {listen: "unix:/run/postern/admin.sock"}' >> /etc/postern/postern.yaml
      systemctl restart postern.service
      echo "socket: $(stat -c '%U %a' /run/postern/admin.sock)"
      postern sessions --config /etc/postern/postern.yaml
      echo "asked: $?"
      (exec 3<> /dev/tcp/127.0.0.1/9121) 2> /dev/null || echo "no port"
      ask="curl -sf -o /dev/null --unix-socket /run/postern/admin.sock http://localhost/healthz"
      $ask && setpriv --reuid nobody --regid nogroup --clear-groups $ask || echo "others: $?"

      # A router: the client at eth1, the server at eth3.
      apart() { unshare --net sleep infinity & until [[ $(readlink /proc/$!/ns/net) != "$(readlink /proc/$$/ns/net)" ]]; do :; done; }
      apart; client=$!
      apart; far=$!
      ip link set eth1 netns $client
      ip link add eth2 type veth peer name eth3 netns $far
      ip address add 192.0.2.1/24 dev eth0 && ip address add 198.51.100.1/24 dev eth2 && ip link set eth2 up
      nsenter -t $client -n sh -c 'ip address add 192.0.2.10/24 dev eth1; ip link set eth1 up; ip route add default via 192.0.2.1'
      nsenter -t $far -n sh -c 'ip address add 198.51.100.5/24 dev eth3; ip link set eth3 up; ip route add default via 198.51.100.1'
      nsenter -t $far -n /usr/bin/python3 -m pyftpdlib -i 198.51.100.5 -p 21 -d /tmp/files > /tmp/far 2>&1 &
      beyond=$!
      await grep -q 'starting FTP server' /tmp/far
      mkdir -p /etc/systemd/system/postern.service.d
      dpkg-deb --fsys-tarfile /tmp/postern.deb | tar -xO ./usr/share/doc/postern/examples/transparent.conf \
        > /etc/systemd/system/postern.service.d/transparent.conf
      echo 'listeners: [{name: through, listen: "*:2121", mode: transparent}]' > /etc/postern/postern.yaml
      systemctl daemon-reload
      systemctl restart postern.service
      echo "transparent: $?, capabilities $(status CapEff) of $(status CapBnd)"
      nsenter -t $client -n curl -sS -o /tmp/handed ftp://198.51.100.5/file \
        && cmp /tmp/files/file /tmp/handed && grep -q '192.0.2.10:.*FTP session opened' /tmp/far && echo "handed over"
      /usr/share/postern/transparent.sh down
      rm -r /etc/systemd/system/postern.service.d
      cp -p /tmp/kept.yaml /etc/postern/postern.yaml
      systemctl daemon-reload
      systemctl restart postern.service
      kill $beyond $client $far

      before=$(process)
      dpkg -i /tmp/postern.deb
      echo "upgrade: $?, $(systemctl is-active postern.service)"
      [[ $before != "$(process)" ]] && echo "restarted"
      echo "again: $(grep -c 127.0.0.1:2100 /etc/postern/postern.yaml)"

      # Less than the transfer needs: the gateway asks for more.
      mkdir -p /run/systemd/system/postern.service.d
      printf '[Service]\\nTimeoutStopSec=1\\n' > /run/systemd/system/postern.service.d/stop.conf
      systemctl daemon-reload
      curl -sS --limit-rate 2M -o /tmp/drained ftp://127.0.0.1/file &
      await test -s /tmp/drained
      systemctl stop postern.service
      echo "stop: $(systemctl show postern.service -p Result --value)"
      wait $!
      cmp /tmp/files/file /tmp/drained && echo "drained"
      rm -r /run/systemd/system/postern.service.d

      systemctl start postern.service
      dpkg -r postern
      echo "removed: $(systemctl is-active postern.service)"
      echo "kept: $(ls /etc/postern | tr '\\n' ' ')"
      dpkg -P postern
      echo "purge: $?"
      listing > /tmp/after
      echo "left: $(diff /tmp/before /tmp/after)."
      echo "journal:"
      journalctl --no-pager -u postern.service
      kill $server
      """;

  private static String output = "";

  @BeforeAll
  static void installUseAndPurge(@TempDir Path folder) throws IOException {
    Path jar = Path.of(System.getProperty("postern.jar", "target/postern.jar"));
    Path deb = jar.resolveSibling("postern.deb");
    assertThat(deb).as("the package; mvn package jdeb:jdeb@deb -DskipTests").isRegularFile();
    output = new MachineCopy(folder).with(deb).boot(COMMANDS);
  }

  @Test
  void install_leavesTheServiceToTheOperator() {
    assertThat(output)
        .doesNotContain("here before")
        .contains(
            "install: 0\n",
            "altered: .\n",
            "enabled: disabled\n",
            "manual: .TH POSTERN 1\n",
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
  void shell_completesCommandsAndOptions() {
    assertThat(output).contains("completed: hash-password\n", "completed: --tests\n");
  }

  @Test
  void unit_verifies() {
    assertThat(output).contains("unit: 0\n");
  }

  @Test
  void unit_isExposedAsTheReadmeSays() throws IOException {
    Matcher level =
        Pattern.compile("Overall exposure level for postern.service: ([0-9.]+) ").matcher(output);
    assertThat(level.find()).as(output).isTrue();
    assertThat(Files.readString(Path.of("README.md")))
        .contains("`systemd-analyze security postern` gives it " + level.group(1) + " ");
    assertThat(Files.readString(Path.of("deploy", "README.md")))
        .contains("`systemd-analyze security` says " + level.group(1) + " ");
  }

  @Test
  void start_returnsWhenClientsAreTaken() {
    assertThat(output).contains("start: 0\n", "accepts at once\n", "serves\n");
  }

  /** 0x400 is CAP_NET_BIND_SERVICE. */
  @Test
  void service_hasNoMoreThanItNeeds() {
    assertThat(output)
        .contains(
            "runs as postern, capabilities 0000000000000400 of 0000000000000400, filter 2\n",
            "audit: -rw-r----- postern\n");
  }

  @Test
  void reload_isToldToSystemdAndServed() {
    assertThat(output).contains("reload: 0\n", "Reloaded postern.service", "generation 1 (signal)");
  }

  @Test
  void adminPort_asASocket_isForTheServiceAndRootAlone() {
    assertThat(output).contains("socket: postern 600\n", "asked: 0\nno port\nothers: 7\n");
  }

  /** 0x2400 is CAP_NET_RAW too. The server sees the client's own address. */
  @Test
  void transparentMode_needsTheDropInAlone() {
    assertThat(output)
        .contains(
            "transparent: 0, capabilities 0000000000002400 of 0000000000002400\n", "handed over\n");
  }

  /** What the installed files name must be there, whatever dpkg leaves out of /usr/share/doc. */
  @Test
  void documents_areInThePackage() {
    assertThat(output)
        .contains(
            " ./usr/share/doc/postern/high-availability.md\n",
            " ./usr/share/doc/postern/examples/keepalived.conf\n",
            " ./usr/share/doc/postern/examples/prometheus/prometheus.yml\n",
            " ./usr/share/doc/postern/examples/prometheus/rules/alerts.yml\n",
            " ./usr/share/doc/postern/examples/grafana/postern.json\n",
            " ./usr/share/doc/postern/examples/grafana/provisioning/datasources/prometheus.yml\n");
  }

  @Test
  void upgrade_restartsWhatRuns_andKeepsTheSettings() {
    assertThat(output).contains("upgrade: 0, active\n", "restarted\n", "again: 1\n");
  }

  @Test
  void stop_waitsForATransfer_thoughTheUnitsTimeIsOver() {
    assertThat(output).contains("stop: success\n", "drained\n");
  }

  @Test
  void removal_stopsTheServiceAndKeepsTheSettings() {
    assertThat(output)
        .contains("removed: inactive\n", "kept: postern.yaml rules.yaml \n")
        .contains(
            "conffiles: /etc/default/postern /etc/logrotate.d/postern /etc/postern/postern.yaml"
                + " /etc/postern/rules.yaml \n");
  }

  @Test
  void purge_leavesNothing() {
    assertThat(output).contains("purge: 0\n", "left: .\n");
  }
}
