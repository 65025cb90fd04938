package io.postern.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "größe", "\u007f\u0080\u07ff\u0800\uffff", "日本語", "😀"})
  void utf8_isValid(String text) {
    assertThat(Utf8.isValid(text.getBytes(StandardCharsets.UTF_8))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Alone, cut off, too many.
        "80",
        "ff",
        "c3",
        "61c3",
        "e282",
        "f09f98",
        "c3a4a4",
        "c361",
        // Overlong forms of a slash, of NUL, and of U+07FF.
        "c0af",
        "e080af",
        "f08080af",
        "c080",
        "e09fbf",
        // A surrogate, above U+10FFFF, and five bytes.
        "eda080",
        "f4908080",
        "f888808080",
        // ISO 8859-1.
        "67f6df65"
      })
  void otherBytes_areNot(String hex) {
    assertThat(Utf8.isValid(HexFormat.of().parseHex(hex))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"c3a4", "dfbf", "e0a080", "ed9fbf", "ee8080", "f0908080", "f48fbfbf"})
  void theFirstAndLastOfEachLength_areValid(String hex) {
    assertThat(Utf8.isValid(HexFormat.of().parseHex(hex))).isTrue();
  }
}
