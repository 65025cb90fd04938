package io.postern.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLineTest {

  @Test
  void end_withoutMembers_isAnEmptyObject() {
    StringBuilder out = new StringBuilder();

    new JsonLine(out).end();

    assertThat(out).hasToString("{}\n");
  }

  @Test
  void members_keepTheirOrderAndTypes() {
    StringBuilder out = new StringBuilder();

    new JsonLine(out).text("a", "x").number("b", -5).flag("c", true).text("d", null).end();

    assertThat(out).hasToString("{\"a\":\"x\",\"b\":-5,\"c\":true}\n");
  }

  @ParameterizedTest
  @CsvSource({"0,0.000", "999,0.000", "1000,0.001", "12034567,12.034", "60000000000,60000.000"})
  void millis_isExactToTheMicrosecond(long nanos, String written) {
    StringBuilder out = new StringBuilder();

    new JsonLine(out).millis("t", Duration.ofNanos(nanos)).end();

    assertThat(out).hasToString("{\"t\":" + written + "}\n");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 7, '\n', '\r', '\t', 0x1b, 0x7f, 0x80, 0x85, 0x9f, 0xad, 0x61c, 0x200b, 0x200e, 0x200f,
        0x2028, 0x2029, 0x202a, 0x202e, 0x2066, 0x2069, 0xfeff, 0xd800, 0xdbff, 0xdc00, 0xdfff,
        0xe000, 0xffff
      })
  void text_dangerousCharacter_isEscapedAndReadsBack(int unit) {
    String value = "a" + (char) unit + "b";

    String line = line(value);

    assertThat(line).contains(String.format("a\\u%04xb", unit));
    assertThat(Json.parse(line)).isEqualTo(Map.of("k", value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "\"", "\\", "\\u0041", "é", "日本", "😀", "a/b", "</script>"})
  void text_harmless_readsBack(String value) {
    assertThat(Json.parse(line(value))).isEqualTo(Map.of("k", value));
  }

  @Test
  void text_invisibleTagCharacter_isEscapedAsPair() {
    assertThat(line(Character.toString(0xE0041))).contains("\\udb40\\udc41");
  }

  @Test
  void text_anyUnits_isOneAsciiSafeLineThatReadsBack() {
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      String value = randomText(random);

      String line = line(value);

      assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
      assertThat(line.chars().limit(line.length() - 1)).noneMatch(Character::isISOControl);
      String overTheWire =
          new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      assertThat(Json.parse(overTheWire)).isEqualTo(Map.of("k", value));
    }
  }

  @Test
  void text_atTheLimit_isWhole() {
    String value = "x".repeat(JsonLine.MAX_TEXT);

    assertThat(Json.parse(line(value))).isEqualTo(Map.of("k", value));
  }

  @Test
  void text_aboveTheLimit_isCutAndMarked() {
    String value = "x".repeat(JsonLine.MAX_TEXT + 1);

    assertThat(Json.parse(line(value)))
        .isEqualTo(Map.of("k", "x".repeat(JsonLine.MAX_TEXT - 1) + "…"));
  }

  @Test
  void text_cutInsideASurrogatePair_leavesThePairOut() {
    String value = "x".repeat(JsonLine.MAX_TEXT - 2) + "😀" + "tail";

    assertThat(Json.parse(line(value)))
        .isEqualTo(Map.of("k", "x".repeat(JsonLine.MAX_TEXT - 2) + "…"));
  }

  /** Mostly what is awkward: surrogates in any order, controls, the edges of ASCII and Latin 1. */
  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int kind = random.nextInt(4);
      int unit =
          switch (kind) {
            case 0 -> 0xd800 + random.nextInt(0x800);
            case 1 -> random.nextInt(0x100);
            case 2 -> 0x2000 + random.nextInt(0x70);
            default -> random.nextInt(0x10000);
          };
      text.append((char) unit);
    }
    return text.toString();
  }

  private static String line(String value) {
    StringBuilder out = new StringBuilder();
    new JsonLine(out).text("k", value).end();
    return out.toString();
  }
}
