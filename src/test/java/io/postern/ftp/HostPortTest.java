package io.postern.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

  @ParameterizedTest
  @CsvSource({
    "ftp.example.org, ftp.example.org",
    "FTP.Example.ORG:2121, ftp.example.org:2121",
    "localhost:1, localhost:1",
    "my_host-1:65535, my_host-1:65535",
    "192.0.2.5, 192.0.2.5",
    "192.0.2.5:21, 192.0.2.5:21",
    "[2001:DB8:0::5], [2001:db8::5]",
    "[2001:db8::5]:2121, [2001:db8::5]:2121",
    "[::ffff:192.0.2.5]:21, 192.0.2.5:21"
  })
  void parse_ofAHost_givesItsOneSpelling(String text, String written) {
    assertThat(HostPort.parse(text)).hasToString("Optional[" + written + "]");
    assertThat(HostPort.parse(written)).isEqualTo(HostPort.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":21",
        "host:",
        "host:0",
        "host:65536",
        "host:021",
        "host:+21",
        "host:21:21",
        "host:2 1",
        "host name",
        "host/path",
        "user@host",
        "host,other",
        "-host",
        "host-",
        "a..b",
        "host.",
        ".host",
        "höst",
        "host:２１",
        "host\r\nQUIT",
        "host\u0000"
      })
  void parse_ofWhatIsNoHost_isEmpty(String text) {
    assertThat(HostPort.parse(text)).isEmpty();
  }

  /** What inet_aton takes for 127.0.0.1, and addresses that name nobody. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0x7f.0.0.0x1",
        "0177.0.0.1",
        "127.0.0.01",
        "10.0.0.256",
        "0",
        "0x",
        "host.0x10",
        "0.0.0.0",
        "[::]",
        "224.0.0.1",
        "[ff02::1]",
        "255.255.255.255",
        "[192.0.2.5]",
        "[::ffff:0.0.0.0]",
        "[fe80::1%eth0]",
        "[host]",
        "[]",
        "[::1",
        "::1",
        "2001:db8::5",
        "2001:db8::5:2121",
        "[::1]21",
        "[::1]x:21"
      })
  void parse_ofAnAddressInAnotherWriting_isEmpty(String text) {
    assertThat(HostPort.parse(text)).isEmpty();
  }

  static Stream<String> longTexts() {
    String label = "a".repeat(63);
    return Stream.of(
        "a".repeat(64),
        String.join(".", label, label, label, label),
        "a".repeat(100_000),
        "[" + ":".repeat(10_000) + "]",
        "host:" + "1".repeat(10_000));
  }

  @ParameterizedTest
  @MethodSource("longTexts")
  void parse_ofATextThatIsTooLong_isEmpty(String text) {
    assertThat(HostPort.parse(text)).isEmpty();
  }
}
