package io.postern.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4253 section 4.2, each text whole and cut at every byte. */
class SshBannerTest {

  private static final String BANNER = "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n";

  @Test
  void banner_passesWithItsLineAndNothingMore() {
    assertThat(taken(SshBanner.ofClient(), BANNER + "\0\0rest")).isEqualTo(BANNER);
    assertThat(taken(SshBanner.ofServer(1024), BANNER + "SSH-")).isEqualTo(BANNER);
    String bare = "SSH-1.99-x\n";
    assertThat(taken(SshBanner.ofClient(), bare)).isEqualTo(bare);
  }

  @Test
  void otherLines_passBeforeAServersBannerOnly() {
    String lines = "Authorized use only\r\n\r\nSSH\r\n";
    assertThat(taken(SshBanner.ofServer(1024), lines + BANNER + "rest")).isEqualTo(lines + BANNER);
    SshBanner client = SshBanner.ofClient();
    assertThat(taken(client, lines + BANNER)).isEmpty();
    assertThat(client.fault()).contains("does not begin with SSH-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n", "S\n", "ssh-2.0-x\r\n", "\r\n", "SSH\r\n", "X"})
  void client_ofSomethingElse_isAtFaultAtItsFirstWrongByte(String text) {
    SshBanner banner = SshBanner.ofClient();
    assertThat(taken(banner, text)).isEmpty();
    assertThat(banner.fault()).isNotEmpty();
    assertThat(banner.passed()).isFalse();
  }

  @Test
  void server_thatIsSomethingElse_isHeardByNobody() {
    SshBanner banner = SshBanner.ofServer(1024);
    assertThat(taken(banner, "220 mail.example.com ESMTP\r\n500 what?\r\n")).isEmpty();
    assertThat(banner.fault()).isEmpty();
    SshBanner endless = SshBanner.ofServer(1024);
    assertThat(taken(endless, "x\n".repeat(1025))).isEmpty();
    assertThat(endless.fault()).contains("1024 lines");
    SshBanner none = SshBanner.ofServer(0);
    assertThat(taken(none, "hello\r\n" + BANNER)).isEmpty();
    assertThat(none.fault()).contains("first line");
    SshBanner one = SshBanner.ofServer(1);
    assertThat(taken(one, "hello\r\n" + BANNER)).isEqualTo("hello\r\n" + BANNER);
    assertThat(taken(SshBanner.ofServer(1), "a\r\nb\r\n" + BANNER)).isEmpty();
  }

  @Test
  void line_ofMoreThan255Bytes_isAFaultOnEitherSide() {
    String longest = "SSH-2.0-" + "x".repeat(255 - 8 - 2) + "\r\n";
    assertThat(taken(SshBanner.ofClient(), longest)).isEqualTo(longest);
    for (SshBanner banner : new SshBanner[] {SshBanner.ofClient(), SshBanner.ofServer(1024)}) {
      assertThat(taken(banner, "SSH-2.0-" + "x".repeat(255))).isEmpty();
      assertThat(banner.fault()).contains("255");
    }
    SshBanner server = SshBanner.ofServer(1024);
    assertThat(taken(server, "x".repeat(255) + "\n" + BANNER)).isEmpty();
    assertThat(server.fault()).contains("255");
  }

  @Test
  void cutAtAnyByte_takesTheSame() {
    String text = "hello\r\n" + BANNER + "rest";
    for (int cut = 0; cut <= text.length(); cut++) {
      SshBanner banner = SshBanner.ofServer(1024);
      ByteBuf bytes = Unpooled.buffer();
      bytes.writeCharSequence(text.substring(0, cut), ISO_8859_1);
      int all = text.length() - "rest".length();
      assertThat(banner.take(bytes)).isEqualTo(cut < all ? 0 : all);
      if (cut < all) {
        bytes.writeCharSequence(text.substring(cut), ISO_8859_1);
        assertThat(banner.take(bytes)).isEqualTo(all);
      }
      assertThat(banner.passed()).isTrue();
    }
  }

  private static String taken(SshBanner banner, String text) {
    ByteBuf bytes = Unpooled.copiedBuffer(text, ISO_8859_1);
    return bytes.toString(0, banner.take(bytes), ISO_8859_1);
  }
}
