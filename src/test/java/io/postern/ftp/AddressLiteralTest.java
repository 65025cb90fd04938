package io.postern.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressLiteralTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "192.0.2.1, 192.0.2.1",
    "255.255.255.255, 255.255.255.255",
    "::, 0:0:0:0:0:0:0:0",
    "::1, 0:0:0:0:0:0:0:1",
    "1::, 1:0:0:0:0:0:0:0",
    "2001:db8::5, 2001:db8:0:0:0:0:0:5",
    "2001:DB8:0:00:000:0000:a:F, 2001:db8:0:0:0:0:a:f",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:192.0.2.1, 1:2:3:4:5:6:c000:201",
    "64:ff9b::192.0.2.1, 64:ff9b:0:0:0:0:c000:201",
    "::192.0.2.1, 0:0:0:0:0:0:c000:201",
    "::ffff:192.0.2.1, 192.0.2.1",
    "::ffff:c000:201, 192.0.2.1",
    "0000:0000:0000:0000:0000:ffff:255.255.255.255, 255.255.255.255"
  })
  void parse_literal_isTheAddress(String text, String address) {
    assertThat(AddressLiteral.parse(text).orElseThrow().getHostAddress()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ":",
        ":::",
        "1",
        "10.1",
        "10.0.1",
        "10.0.0.1.",
        ".10.0.0.1",
        "10.0.0.1.1",
        "10.0.0.256",
        "010.0.0.1",
        "0x7f.0.0.1",
        "2130706433",
        "-1.0.0.1",
        "+1.0.0.1",
        " 10.0.0.1",
        "10.0.0.1 ",
        "10..0.1",
        "localhost",
        "a.b.c.d",
        "１０.0.0.1",
        "10.0.0.1%0",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4::5:6:7:8",
        "1::2::3",
        ":1::",
        "::1:",
        "1:2:3:4:5:6:7:",
        ":2:3:4:5:6:7:8",
        "12345::",
        "g::",
        "::+1",
        "::１",
        "[::1]",
        "::1%eth0",
        "fe80::1%1",
        "1:2:3:4:5:6:7:192.0.2.1",
        "::192.0.2",
        "::192.0.2.1:1",
        "192.0.2.1::",
        "::192.0.2.256",
        "::/0",
        "::ffff:010.0.0.1",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "00000000000000000000000000000000000000000000010.0.0.1"
      })
  void parse_anythingElse_isEmpty(String text) {
    assertThat(AddressLiteral.parse(text)).isEmpty();
  }

  @Test
  void parse_whatTheJdkWrites_isTheSame() throws Exception {
    Random random = new Random(3);
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(bytes);
      InetAddress address = InetAddress.getByAddress(bytes);

      assertThat(AddressLiteral.parse(address.getHostAddress())).contains(address);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0:0:0:0:0:0:0:1, ::1",
    "0:0:0:0:0:0:0:0, ::",
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "fe80:0:0:0:0:0:0:0, fe80::",
    "2001:0db8::0001, 2001:db8::1",
    "192.0.2.1, 192.0.2.1"
  })
  void format_writesTheRecommendedForm(String text, String recommended) {
    assertThat(AddressLiteral.parse(text).map(AddressLiteral::format)).contains(recommended);
  }

  @Test
  void parse_whatFormatWrites_isTheSame() throws Exception {
    Random random = new Random(4);
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = new byte[16];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0);
      }
      InetAddress address = InetAddress.getByAddress(bytes);

      assertThat(AddressLiteral.parse(AddressLiteral.format(address))).contains(address);
    }
  }
}
