package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Network;
import io.postern.policy.Hosts;
import io.postern.session.Targets;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What of the gateway's own machine clients may name. */
class OwnEndpointsTest {

  private static final int OWN_PORT = 2121;
  private static final Set<Integer> PORTS = Set.of(21, OWN_PORT);

  private final OwnEndpoints own = new OwnEndpoints(new OwnAddresses());

  OwnEndpointsTest() {
    own.add(OWN_PORT);
  }

  @Test
  void otherServicesOfTheMachine_areNoServers_whateverKindItsAddressesAreOf() throws Exception {
    Targets privateToo = new Targets(Hosts.NONE, PORTS, true);
    assertThat(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses))
        .isNotEmpty()
        .allMatch(address -> own.refuses(address, 21, privateToo));
  }

  @Test
  void otherServices_areServersWhereTheAddressIsListed_butTheGatewayNever() {
    Network loopback = Network.parse("127.0.0.0/8").orElseThrow();
    Targets listed = new Targets(new Hosts(List.of(), List.of(loopback)), PORTS, false);
    assertThat(own.refuses(address("127.0.0.1"), 21, listed)).isFalse();
    assertThat(own.refuses(address("127.0.0.1"), OWN_PORT, listed)).isTrue();
    assertThat(own.refuses(address("::1"), 21, listed)).isTrue();
  }

  @Test
  void strangers_areServers_onWhateverPort() {
    assertThat(own.refuses(address("192.0.2.10"), OWN_PORT, Targets.DEFAULT)).isFalse();
  }

  @Test
  void addressOutside_isTheGatewaysOwn() {
    own.add(() -> Stream.of(address("192.0.2.10")));
    Network network = Network.parse("192.0.2.0/24").orElseThrow();
    Targets listed = new Targets(new Hosts(List.of(), List.of(network)), PORTS, false);
    assertThat(own.refuses(address("192.0.2.10"), 21, Targets.DEFAULT)).isTrue();
    assertThat(own.refuses(address("192.0.2.10"), OWN_PORT, listed)).isTrue();
    assertThat(own.refuses(address("192.0.2.10"), 21, listed)).isFalse();
    assertThat(own.refuses(address("192.0.2.11"), 21, Targets.DEFAULT)).isFalse();
  }

  private static InetAddress address(String literal) {
    return AddressLiteral.parse(literal).orElseThrow();
  }
}
