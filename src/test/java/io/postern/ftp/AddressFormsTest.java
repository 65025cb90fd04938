package io.postern.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PORT, EPRT, 227 and 229: what is read, what is refused, and that what is written is read. */
class AddressFormsTest {

  private static final Endpoint SERVER =
      new Endpoint(AddressLiteral.parse("10.0.0.5").orElseThrow(), 1025);
  private static final EprtForm.Parsed MALFORMED = new EprtForm.Parsed.Malformed();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Reply reply(int code, String text) {
    return new Reply(code, List.of(bytes(code + " " + text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "10,0,0,5,4,1; 10.0.0.5:1025",
        "0,0,0,0,0,1; 0.0.0.0:1",
        "255,255,255,255,255,255; 255.255.255.255:65535",
        "127,0,0,1,0,139; 127.0.0.1:139"
      })
  void port_sixNumbers_areAnEndpoint(String argument, String endpoint) {
    assertThat(PortForm.parse(bytes(argument)).orElseThrow()).hasToString(endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // B1: out of range, signs, wrapping round, port 0
        "256,0,0,5,4,1",
        "10,0,0,5,256,1",
        "10,0,0,5,4,65558",
        "10,0,0,5,4294967306,1",
        "10,0,0,5,-1,21",
        "10,0,0,5,+4,21",
        "10,0,0,5,0,0",
        "10,0,0,5,70000,1",
        "4294967306,0,0,5,4,1",
        "18446744073709551626,0,0,5,4,1",
        // B2: digits of other scripts
        "١٠,0,0,5,4,1",
        "１０,0,0,5,4,1",
        "10,0,0,5,4,１",
        // B3: leading zeros, 5 or 7 fields, text around
        "010,0,0,5,4,1",
        "10,0,0,5,00,21",
        "10,0,0,5,4",
        "10,0,0,5,4,1,1",
        "10,0,0,5,4,1 ",
        " 10,0,0,5,4,1",
        "10,0,0,5,4,1x",
        "(10,0,0,5,4,1)",
        "10,0,0,5,4,1,",
        ",10,0,0,5,4,1",
        "10,0,0,5,,1",
        "10, 0,0,5,4,1",
        "10.0.0.5,4,1",
        "10,0,0,5,4,1\r",
        "10,0,0,5,4,1\0",
        "",
        ",",
        ",,,,,",
        "localhost",
        "0x0a,0,0,5,4,1",
        "1e1,0,0,5,4,1"
      })
  void port_anythingElse_isRefused(String argument) {
    assertThat(PortForm.parse(bytes(argument))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "|1|10.0.0.5|1025|; 10.0.0.5:1025",
        "|2|2001:db8::5|1025|; [2001:db8::5]:1025",
        "|2|::1|65535|; [::1]:65535",
        // B5: a mapped address is the IPv4 address that it is
        "|2|::ffff:10.0.0.5|1025|; 10.0.0.5:1025",
        "|2|::ffff:a00:5|1025|; 10.0.0.5:1025",
        // B4: any delimiter
        "!1!10.0.0.5!1025!; 10.0.0.5:1025",
        "~2~2001:db8::5~1025~; [2001:db8::5]:1025",
        "z1z10.0.0.5z1025z; 10.0.0.5:1025",
        "-1-10.0.0.5-1025-; 10.0.0.5:1025",
        ",1,10.0.0.5,1025,; 10.0.0.5:1025"
      })
  void eprt_wholeForm_isAnEndpoint(String argument, String endpoint) {
    assertThat(EprtForm.parse(bytes(argument)))
        .isInstanceOfSatisfying(
            EprtForm.Parsed.Address.class,
            address -> assertThat(address.endpoint()).hasToString(endpoint));
  }

  @ParameterizedTest
  @ValueSource(strings = {"|3|10.0.0.5|1025|", "|0|10.0.0.5|1025|", "|16|a.b|1|", "|65535||9|"})
  void eprt_otherFamily_isUnsupported(String argument) {
    assertThat(EprtForm.parse(bytes(argument))).isEqualTo(new EprtForm.Parsed.UnsupportedFamily());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "|",
        "||||",
        "|||1025|",
        "|1||1025|",
        "|1|10.0.0.5|",
        "|1|10.0.0.5||",
        // B1
        "|1|10.0.0.5|0|",
        "|1|10.0.0.5|65536|",
        "|1|10.0.0.5|70000|",
        "|1|10.0.0.5|4294967306|",
        "|1|10.0.0.5|-1|",
        "|1|10.0.0.5|+21|",
        "|1|10.0.0.5|01025|",
        "|1|10.0.0.256|1025|",
        // B2
        "|1|10.0.0.5|１０２５|",
        "|１|10.0.0.5|1025|",
        "|1|١٠.0.0.5|1025|",
        // B3
        "|01|10.0.0.5|1025|",
        "|1|010.0.0.5|1025|",
        "|1|10.0.5|1025|",
        "|1|10.0.0.0.5|1025|",
        "|1|10.0.0.5|1025|x",
        "|1|10.0.0.5|1025| ",
        " |1|10.0.0.5|1025|",
        "|1|10.0.0.5|1025||",
        // B4: no delimiter, a digit, a mismatch, a name
        "1|10.0.0.5|1025|",
        "11110.0.0.511025 1",
        "5151001515",
        "|1|10.0.0.5|1025!",
        "|1!10.0.0.5|1025|",
        "|1|10.0.0.5|1025",
        "|1|localhost|1025|",
        "|2|localhost|1025|",
        "|2|dead.beef|1025|",
        " 1 10.0.0.5 1025 ",
        "\u007f1\u007f10.0.0.5\u007f1025\u007f",
        "é1é10.0.0.5é1025é",
        ".1.10.0.0.5.1025.",
        ":2:2001:db8::5:1025:",
        // B5: zones; the other family
        "|2|fe80::1%eth0|1025|",
        "|2|fe80::1%1|1025|",
        "|1|::1|1025|",
        "|2|10.0.0.5|1025|",
        "|1|::ffff:10.0.0.5|1025|",
        "|2|[::1]|1025|",
        "|3|10.0.0.5|0|",
        "|-1|10.0.0.5|1025|",
        "|+1|10.0.0.5|1025|",
        "|65536|10.0.0.5|1025|"
      })
  void eprt_anythingElse_isMalformed(String argument) {
    assertThat(EprtForm.parse(bytes(argument))).isEqualTo(MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Entering Passive Mode (10,0,0,5,4,1).",
        "Entering Passive Mode (10,0,0,5,4,1)",
        // B7: without parentheses, with =, with text before and after
        "Entering Passive Mode 10,0,0,5,4,1",
        "Entering Passive Mode. 10,0,0,5,4,1.",
        "=10,0,0,5,4,1",
        "Passive mode OK =10,0,0,5,4,1 (3 users, 2 files)",
        "10,0,0,5,4,1",
        "On 2 of 3, at [10,0,0,5,4,1], go on",
        "Entering Passive Mode (10,0,0,5,4,1) from 10.0.0.5:21"
      })
  void pasv_oneTupleAnywhere_isAnEndpoint(String text) {
    assertThat(PassiveReply.parse(reply(227, text))).contains(SERVER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Entering Passive Mode",
        "Entering Passive Mode ()",
        // B7: two tuples, also the same one twice
        "Entering Passive Mode (10,0,0,5,4,1) (10,0,0,5,4,2)",
        "Entering Passive Mode (10,0,0,5,4,1) (10,0,0,5,4,1)",
        "Entering Passive Mode (10,0,0,5,4,1) (256,0,0,5,4,1)",
        // B1 to B3
        "Entering Passive Mode (10,0,0,5,0,0)",
        "Entering Passive Mode (256,0,0,5,4,1)",
        "Entering Passive Mode (10,0,0,5,4,65558)",
        "Entering Passive Mode (+10,0,0,5,4,1)",
        "Entering Passive Mode (-10,0,0,5,4,1)",
        "Entering Passive Mode (10,0,0,5,-4,1)",
        "Entering Passive Mode (010,0,0,5,4,1)",
        "Entering Passive Mode (10,0,0,5,4,1,1)",
        "Entering Passive Mode (10,0,0,5,4)",
        "Entering Passive Mode (10, 0, 0, 5, 4, 1)",
        "Entering Passive Mode (10,0,0,5,4,1x)",
        "Entering Passive Mode (x10,0,0,5,4,1)",
        "Entering Passive Mode (1.10,0,0,5,4,1)",
        "Entering Passive Mode (10,0,0,5,4,1.5)",
        "Entering Passive Mode (١0,0,0,5,4,1)",
        "Entering Passive Mode (10,0,0,5,4,1١)",
        "Entering Passive Mode (１０,0,0,5,4,1)",
        "Entering Passive Mode (,,,,,)"
      })
  void pasv_anythingElse_isRefused(String text) {
    assertThat(PassiveReply.parse(reply(227, text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 226, 228, 229, 327})
  void pasv_otherCode_isRefused(int code) {
    assertThat(PassiveReply.parse(reply(code, "Entering Passive Mode (10,0,0,5,4,1)"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Entering Extended Passive Mode (|||6446|); 6446",
        "Extended Passive Mode Entered (|||6446|).; 6446",
        "(EPSV) ok (|||1|) go; 1",
        "(!!!65535!); 65535",
        "(((((6446(); 6446",
        "(ddd6446d); 6446"
      })
  void epsv_blankFieldsAndPort_areAPort(String text, int port) {
    assertThat(ExtendedPassiveReply.parse(reply(229, text))).hasValue(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "(",
        "(|||",
        "(||||)",
        "(|||6446|",
        "(|||6446)",
        "|||6446|",
        // B6: the first two fields must be blank
        "(|1|10.0.0.5|6446|)",
        "(|1||6446|)",
        "(||10.0.0.5|6446|)",
        "(| ||6446|)",
        // B1, B2, B3
        "(|||0|)",
        "(|||65536|)",
        "(|||70000|)",
        "(|||4294967306|)",
        "(|||-1|)",
        "(|||+21|)",
        "(|||06446|)",
        "(||| 6446|)",
        "(|||６４４６|)",
        "(|||6446||)",
        "(||||6446|)",
        "(||!6446|)",
        "(|||6446!)",
        "(1116446 1)",
        "(   6446 )",
        "(|||6446|) (|||6447|)",
        "(|||6446|)(|||6446|)"
      })
  void epsv_anythingElse_isRefused(String text) {
    assertThat(ExtendedPassiveReply.parse(reply(229, text))).isEmpty();
  }

  @Test
  void epsv_otherCode_isRefused() {
    assertThat(ExtendedPassiveReply.parse(reply(227, "(|||6446|)"))).isEmpty();
  }

  @Test
  void format_standardForms() {
    Endpoint ipv6 = new Endpoint(AddressLiteral.parse("2001:db8::5").orElseThrow(), 1025);

    assertThat(PortForm.format(SERVER)).isEqualTo("10,0,0,5,4,1");
    assertThat(EprtForm.format(SERVER)).isEqualTo("|1|10.0.0.5|1025|");
    assertThat(EprtForm.format(ipv6)).isEqualTo("|2|2001:db8::5|1025|");
    assertThat(PassiveReply.format(SERVER).text())
        .isEqualTo("Entering Passive Mode (10,0,0,5,4,1).");
    assertThat(ExtendedPassiveReply.format(6446).text())
        .isEqualTo("Entering Extended Passive Mode (|||6446|)");
    assertThatIllegalArgumentException().isThrownBy(() -> PortForm.format(ipv6));
    assertThatIllegalArgumentException().isThrownBy(() -> PassiveReply.format(ipv6));
    assertThatIllegalArgumentException().isThrownBy(() -> ExtendedPassiveReply.format(0));
    assertThatIllegalArgumentException().isThrownBy(() -> ExtendedPassiveReply.format(65_536));
  }

  @Test
  void parse_whatFormatWrote_isTheSame() throws UnknownHostException {
    Random random = new Random(2);
    for (int round = 0; round < 5_000; round++) {
      int port = 1 + random.nextInt(65_535);
      Endpoint ipv4 = new Endpoint(address(random, 4), port);
      Endpoint ipv6 = new Endpoint(address(random, 16), port);

      assertThat(PortForm.parse(bytes(PortForm.format(ipv4)))).contains(ipv4);
      assertThat(PassiveReply.parse(PassiveReply.format(ipv4))).contains(ipv4);
      assertThat(EprtForm.parse(bytes(EprtForm.format(ipv4))))
          .isEqualTo(new EprtForm.Parsed.Address(ipv4));
      assertThat(EprtForm.parse(bytes(EprtForm.format(ipv6))))
          .isEqualTo(new EprtForm.Parsed.Address(ipv6));
      assertThat(ExtendedPassiveReply.parse(ExtendedPassiveReply.format(port))).hasValue(port);
    }
  }

  private static InetAddress address(Random random, int length) throws UnknownHostException {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return InetAddress.getByAddress(bytes);
  }
}
