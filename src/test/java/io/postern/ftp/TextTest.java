package io.postern.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {

  @Test
  void decode_utf8_isUtf8() {
    assertThat(Text.decode("café 日本 \uFFFD".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("café 日本 \uFFFD");
  }

  @Test
  void decode_notUtf8_isLatin1() {
    byte[] latin1 = "café".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(Text.decode(latin1)).isEqualTo("café");
    // A surrogate and an overlong form are not well-formed either.
    assertThat(Text.decode(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80})).hasSize(3);
    assertThat(Text.decode(new byte[] {(byte) 0xC0, (byte) 0x80})).hasSize(2);
  }

  @Test
  void escape_whatALogCanNotTake_isWrittenOut() {
    assertThat(Text.escape("a\r\nb\tc\0\u001b[31m\\ \u007f\u0085", 100))
        .isEqualTo("a\\x0d\\x0ab\\x09c\\x00\\x1b[31m\\x5c \\x7f\\x85");
    assertThat(Text.escape("\u2028\u2029\u202e\u2066\u200f\ufeff", 100))
        .isEqualTo("\\u2028\\u2029\\u202e\\u2066\\u200f\\ufeff");
    assertThat(Text.escape("\ud800x\udc00", 100)).isEqualTo("\\ud800x\\udc00");
    assertThat(Text.escape("\udb40\udc01", 100)).isEqualTo("\\udb40\\udc01");
  }

  @Test
  void escape_harmlessText_isLeft() {
    assertThat(Text.escape("café 日本 \ud83d\ude00 \"'<>", 100))
        .isEqualTo("café 日本 \ud83d\ude00 \"'<>");
  }

  @ParameterizedTest
  @CsvSource({
    "abcdef, 6, abcdef",
    "abcdef, 7, abcdef",
    "abcdef, 5, abcd…",
    "abcdef, 1, …",
    "a, 1, a",
    "'', 1, ''",
    // neither an escape nor a pair is cut
    "'ab\ncd', 6, ab…",
    "'ab\ncd', 7, ab\\x0a…",
    "'ab\ncd', 8, ab\\x0acd",
    "ab😀c, 4, ab…",
    "ab😀c, 5, ab😀c",
    "ab😀cd, 5, ab😀…"
  })
  void escape_tooLong_endsInAnEllipsis(String text, int max, String escaped) {
    assertThat(Text.escape(text, max)).isEqualTo(escaped).hasSizeLessThanOrEqualTo(max);
  }

  @Test
  void escape_noRoom_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Text.escape("a", 0));
  }
}
