package io.postern.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

  private static InetAddress address(String text) {
    return AddressLiteral.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8",
    "10.0.0.5, 10.0.0.5/32",
    "0.0.0.0/0, 0.0.0.0/0",
    "192.0.2.128/25, 192.0.2.128/25",
    "2001:db8::/32, 2001:db8::/32",
    "::1, ::1/128",
    "::/0, ::/0",
    "::ffff:10.0.0.0/104, 10.0.0.0/8",
    "::ffff:10.0.0.5, 10.0.0.5/32"
  })
  void parse_network_isRead(String text, String network) {
    assertThat(Network.parse(text).orElseThrow()).hasToString(network);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "::/129",
        "10.0.0.0/-1",
        "10.0.0.0/+8",
        "10.0.0.0/08",
        "10.0.0.0/８",
        "10.0.0.1/8",
        "10.0.0.0/8/8",
        "10.0.0.0/255.0.0.0",
        "10/8",
        "example.com",
        "example.com/8",
        "fe80::%eth0/64",
        "fe80::/64%eth0",
        "2001:db8::1/64",
        "::ffff:10.0.0.0/8",
        "::ffff:10.0.0.0/95",
        " 10.0.0.0/8",
        "10.0.0.0 /8"
      })
  void parse_anythingElse_isEmpty(String text) {
    assertThat(Network.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0, true",
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.255, true",
    "0.0.0.0/0, 255.1.2.3, true",
    "0.0.0.0/0, ::1, false",
    "::/0, 10.0.0.1, false",
    "10.0.0.0/8, ::ffff:10.0.0.1, true",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::1, ::1, true",
    "::1, ::2, false"
  })
  void contains_address_dependsOnThePrefix(String network, String address, boolean inside) {
    assertThat(Network.parse(network).orElseThrow().contains(address(address))).isEqualTo(inside);
  }

  @Test
  void constructor_impossibleValues_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Network(address("10.0.0.1"), 8));
    assertThatIllegalArgumentException().isThrownBy(() -> new Network(address("10.0.0.0"), 33));
    assertThatIllegalArgumentException().isThrownBy(() -> new Network(address("::"), -1));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7/32",
    "::ffff:192.0.2.7, 192.0.2.7/32",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
    "2001:db8:1:2::, 2001:db8:1:2::/64",
    "fe80::1, fe80::/64",
    "::1, ::/64"
  })
  void ofClient_isTheAddressOrTheNetworkThatOneHostHas(String client, String network) {
    assertThat(Network.ofClient(address(client))).hasToString(network);
  }
}
