package io.postern.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressKindTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, PUBLIC",
    "8.8.8.8, PUBLIC",
    "172.15.255.255, PUBLIC",
    "172.32.0.0, PUBLIC",
    "100.63.255.255, PUBLIC",
    "100.128.0.0, PUBLIC",
    "2001:db8::1, PUBLIC",
    "2a00:1450::1, PUBLIC",
    "10.0.0.5, PRIVATE",
    "172.16.0.1, PRIVATE",
    "172.31.255.255, PRIVATE",
    "192.168.1.1, PRIVATE",
    "100.64.0.1, PRIVATE",
    "198.18.0.1, PRIVATE",
    "fd00::1, PRIVATE",
    "fc00::1, PRIVATE",
    "fec0::1, PRIVATE",
    "127.0.0.1, LOCAL",
    "127.255.255.254, LOCAL",
    "169.254.169.254, LOCAL",
    "::1, LOCAL",
    "fe80::1, LOCAL",
    "febf::1, LOCAL",
    "0.0.0.0, NONE",
    "0.1.2.3, NONE",
    "224.0.0.1, NONE",
    "240.0.0.1, NONE",
    "255.255.255.255, NONE",
    "::, NONE",
    "ff02::1, NONE",
    "100::1, NONE"
  })
  void of_anAddress_isItsKind(String address, AddressKind expected) {
    assertThat(AddressKind.of(address(address))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "64:ff9b::7f00:1, LOCAL",
    "64:ff9b::a00:5, PRIVATE",
    "64:ff9b::a9fe:a9fe, LOCAL",
    "64:ff9b::808:808, PUBLIC",
    "64:ff9b:1::808:808, PRIVATE",
    "2002:7f00:1::, LOCAL",
    "2002:a00:5::1, PRIVATE",
    "2002:808:808::1, PUBLIC",
    "2001::80ff:fffe, LOCAL",
    "2001:0:808:808:0:0:f5ff:fffa, PRIVATE",
    "2001:0:808:808:0:0:f7f7:f7f7, PUBLIC",
    "::a00:5, PRIVATE",
    "::7f00:1, LOCAL"
  })
  void of_ipv6ThatCarriesIpv4_isTheKindOfThat(String address, AddressKind expected) {
    assertThat(AddressKind.of(address(address))).isEqualTo(expected);
  }

  @Test
  void of_mappedIpv4_isTheKindOfThat() throws UnknownHostException {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    mapped[12] = 10;
    mapped[15] = 5;
    InetAddress address = java.net.Inet6Address.getByAddress(null, mapped, -1);
    assertThat(address).isInstanceOf(java.net.Inet6Address.class);
    assertThat(AddressKind.of(address)).isEqualTo(AddressKind.PRIVATE);
  }

  private static InetAddress address(String text) {
    return AddressLiteral.parse(text).orElseThrow();
  }
}
