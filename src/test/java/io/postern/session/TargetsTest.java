package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Network;
import io.postern.policy.HostPattern;
import io.postern.policy.Hosts;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {

  private static final String NAME = "ftp.example.org";

  @Test
  void defaults_takeEveryPublicAddressOnTheUsualPort() {
    assertThat(Targets.DEFAULT.refusal(NAME, 21)).isEmpty();
    assertThat(Targets.DEFAULT.refusal(NAME, address("192.0.2.1"))).isEmpty();
    assertThat(Targets.DEFAULT.refusal(NAME, 22)).hasValue("port 22 is not in forward.ports [21]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.5", "127.0.0.1", "169.254.169.254", "::1", "fd00::1", "fe80::1"})
  void defaults_refuseWhatIsNotPublic(String address) {
    assertThat(Targets.DEFAULT.refusal(NAME, address(address))).isPresent();
    assertThat(targets(false, "*.example.org").refusal(NAME, address(address))).isPresent();
  }

  @Test
  void privateAddresses_openThoseOnly() {
    Targets targets = targets(true);
    assertThat(targets.refusal(NAME, address("10.0.0.5"))).isEmpty();
    assertThat(targets.refusal(NAME, address("fd00::1"))).isEmpty();
    assertThat(targets.refusal(NAME, address("127.0.0.1")))
        .hasValue("127.0.0.1 is an address of this machine or its link");
    assertThat(targets.refusal(NAME, address("169.254.169.254"))).isPresent();
    assertThat(targets.refusal(NAME, address("0.0.0.0")))
        .hasValue("0.0.0.0 is no address of a host");
  }

  @Test
  void network_permitsItsAddressesUnderEveryName() {
    Targets targets = targets(false, "127.0.0.0/8");
    assertThat(targets.refusal(NAME, 21)).isEmpty();
    assertThat(targets.refusal(NAME, address("127.0.0.1"))).isEmpty();
    assertThat(targets.refusal(NAME, address("192.0.2.1")))
        .hasValue("no entry of forward.targets is its name or holds its address");
  }

  @Test
  void network_neverPermitsWhatIsNoHost() {
    assertThat(targets(true, "0.0.0.0/0").refusal(NAME, address("224.0.0.1"))).isPresent();
    assertThat(targets(true, "0.0.0.0/0").refusal(NAME, address("0.0.0.0"))).isPresent();
  }

  @Test
  void names_areNotLookedUpUnlessListed() {
    Targets targets = targets(false, "*.example.org");
    assertThat(targets.refusal(NAME, 21)).isEmpty();
    assertThat(targets.refusal("example.org", 21))
        .hasValue("no entry of forward.targets is its name");
    assertThat(targets.refusal("ftp.example.org.example.net", 21)).isPresent();
    assertThat(targets.refusal(NAME, address("192.0.2.1"))).isEmpty();
    assertThat(targets.refusal("192.0.2.1", address("192.0.2.1"))).isPresent();
  }

  private static Targets targets(boolean privateAddresses, String... hosts) {
    return new Targets(
        new Hosts(
            Arrays.stream(hosts)
                .filter(text -> Network.parse(text).isEmpty())
                .map(text -> HostPattern.parse(text).orElseThrow())
                .toList(),
            Arrays.stream(hosts).flatMap(text -> Network.parse(text).stream()).toList()),
        Set.of(21),
        privateAddresses);
  }

  private static InetAddress address(String text) {
    return AddressLiteral.parse(text).orElseThrow();
  }
}
