package io.postern.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotSegmentsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../",
        "a/..",
        "a/../b",
        "a/b/../../..",
        "/a/../b",
        "..\\..\\windows",
        "a\\..",
        "...",
        "a/.../b",
        "//..//"
      })
  void namesOfNothingButDots_areFound(String path) {
    assertThat(of(path).any()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", ".", "./a", "a/./b", "..a", "a..", "a..b/c", ".. a", "a/..b/c", ".hidden", "x/.git"
      })
  void dotsInNames_areNot(String path) {
    assertThat(of(path).any()).isFalse();
    assertThat(of(path).aboveRoot()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/.., true",
    "/a/../.., true",
    "/../a, true",
    "/a/../../b/c, true",
    "//.., true",
    "\\..\\x, true",
    "/./.., true",
    "/a/.., false",
    "/a/b/../.., false",
    "/a/./.., false",
    "/a//.., false",
    ".., false",
    "../../.., false",
    "a/../.., false"
  })
  void aboveRoot_onlyAbsolutePathsCanTell(String path, boolean above) {
    assertThat(of(path).aboveRoot()).isEqualTo(above);
  }

  @Test
  void wordsBefore_thePathBeginsBehindASpaceOrAQuotationMark() {
    assertThat(DotSegments.of(bytes("-al /../x"), true).aboveRoot()).isTrue();
    assertThat(DotSegments.of(bytes("20260101120000 ../x"), true).any()).isTrue();
    assertThat(DotSegments.of(bytes("\"/../x\""), true).aboveRoot()).isTrue();
    assertThat(DotSegments.of(bytes("-al .."), true).any()).isTrue();
    assertThat(DotSegments.of(bytes("-al .."), false).any()).isFalse();
    assertThat(DotSegments.of(bytes("/a -l /b/.."), true).aboveRoot()).isFalse();
  }

  private static DotSegments of(String path) {
    return DotSegments.of(bytes(path), false);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
