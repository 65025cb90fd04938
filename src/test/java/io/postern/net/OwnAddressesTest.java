package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Endpoint;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which connections would lead back to the gateway. */
class OwnAddressesTest {

  private static final InetAddress CLIENT = address("192.0.2.10");
  private static final InetAddress SERVER = address("198.51.100.5");

  private final OwnAddresses own = new OwnAddresses();

  @Test
  void strangersOnBothSides_areNoLoop() {
    assertThat(own.loop(arrival(CLIENT, SERVER))).isEmpty();
    assertThat(own.loop(arrival(address("2001:db8:1::10"), address("2001:db8:2::5")))).isEmpty();
  }

  @Test
  void everyAddressOfTheMachine_isALoop_onEitherSide() throws Exception {
    List<InetAddress> all =
        NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList();
    assertThat(all)
        .isNotEmpty()
        .allSatisfy(
            address -> {
              assertThat(own.loop(arrival(CLIENT, address))).hasValueSatisfying(this::server);
              assertThat(own.loop(arrival(address, SERVER))).hasValueSatisfying(this::client);
            });
  }

  @Test
  void loopback_isALoop_alsoWhereNoInterfaceHasTheAddress() {
    assertThat(own.loop(arrival(CLIENT, address("127.5.5.5")))).isPresent();
    assertThat(own.loop(arrival(CLIENT, address("::1")))).isPresent();
    assertThat(own.loop(arrival(CLIENT, address("0.0.0.0")))).isPresent();
  }

  private void server(String reason) {
    assertThat(reason).contains("server's address");
  }

  private void client(String reason) {
    assertThat(reason).contains("comes from the gateway");
  }

  private static Arrival arrival(InetAddress client, InetAddress server) {
    return Arrival.direct(new Endpoint(client, 40_000), new Endpoint(server, 21));
  }

  private static InetAddress address(String literal) {
    return AddressLiteral.parse(literal).orElseThrow();
  }
}
