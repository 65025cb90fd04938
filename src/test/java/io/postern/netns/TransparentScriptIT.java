package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Needs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code deploy/transparent.sh}: it puts up all or nothing, and takes away what it has put up, and
 * nothing else.
 */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "sysctl"})
@SuppressWarnings("NullAway.Init")
class TransparentScriptIT {

  private NetworkLab lab;
  private Host host;
  private List<String> before;

  @BeforeEach
  void start() {
    lab = new NetworkLab();
    host = lab.host("gateway");
    before = state();
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void downTakesAwayAllThatUpHasMade_alsoTwice() {
    assertThat(script("status").exit()).isEqualTo(3);
    for (String ports : List.of("21:2121", "21:2121,990:2990")) {
      script("up", "--ports", ports, "--from", "eth0,wg*").orFail();
      Shell.Ran status = script("status");
      assertThat(status.exit()).as(status.output()).isZero();
    }
    assertThat(script("status").output())
        .contains("tproxy ip6 to :2990", "iifname != { \"eth0\", \"wg*\" } return")
        .containsOnlyOnce("tproxy ip to :2121");
    NetworkLab.ip("-n", host.name(), "rule", "del", "fwmark", "0x706");
    assertThat(script("status").exit()).isEqualTo(1);

    script("down").orFail();
    script("down").orFail();
    assertThat(state()).isEqualTo(before);
    assertThat(script("status").exit()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--ports 21",
        "--ports 21:2121,",
        "--ports 21:99999",
        "--from a-name-that-no-interface-can-have",
        "--mark 0",
        "--mark 0x",
        "--mark 08",
        "--mark a5",
        "--mark 0x1ffffffff",
        "--mark 0;exit",
        "--table 0",
        "--table 254",
        "--preference 0",
        "--preference 32766",
      })
  void upThatCanNotBe_changesNothing(String option) {
    List<String> command = new ArrayList<>(List.of("up"));
    command.addAll(List.of(option.split(" ", -1)));
    Shell.Ran ran = script(command.toArray(String[]::new));
    assertThat(ran.exit()).as(ran.output()).isBetween(1, 2);
    assertThat(ran.output()).isNotBlank();
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void otherNumbers_areRefusedWhileItIsUp_andDownKnowsThoseThatItWasPutUpWith() {
    script("up").orFail();
    List<String> up = state();
    script("up", "--mark", "1798").orFail();
    assertThat(state()).isEqualTo(up);

    Shell.Ran other = script("up", "--mark", "0x900", "--table", "900", "--preference", "900");
    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.output()).contains("mark 0x706 table 706 preference 706");
    assertThat(state()).isEqualTo(up);

    script("down", "--mark", "0x900").orFail();
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void whereIpv6IsSwitchedOff_ipv4IsHandedOver_andAllOfItGoes() {
    script("up").orFail();
    host.run("sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1").orFail();
    script("down").orFail();
    before = state();

    script("up").orFail();
    assertThat(script("status").exit()).isZero();
    assertThat(script("status").output()).contains("tproxy ip to :2121").doesNotContain("ip6 to");
    script("down").orFail();
    assertThat(state()).isEqualTo(before);
  }

  /** All rules, of packets and of routes, and all routes. */
  private List<String> state() {
    List<String> state = new ArrayList<>();
    state.add(host.run("nft", "list", "ruleset").orFail());
    for (String family : List.of("-4", "-6")) {
      state.add(host.run("ip", family, "rule").orFail());
      state.add(host.run("ip", family, "route", "show", "table", "all").orFail());
    }
    return state;
  }

  private Shell.Ran script(String... arguments) {
    List<String> command = new ArrayList<>(List.of("deploy/transparent.sh"));
    command.addAll(List.of(arguments));
    return host.run(command.toArray(String[]::new));
  }
}
