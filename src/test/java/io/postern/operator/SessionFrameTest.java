package io.postern.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionFrameTest {

  private static final Instant NOW = Instant.parse("2026-11-22T09:31:07Z");
  private static final int WIDE = 1_000;

  private final SessionFrame frame = new SessionFrame();

  @Test
  void lines_tellOfASessionAllThatFitsARow() throws AdminFault {
    List<String> lines = frame.lines("gate", answer(3_000_000, 1_500_000), NOW, 0, WIDE, WIDE);

    assertThat(lines.get(0)).isEqualTo("gate  1 session, 1.5 MB/s");
    assertThat(lines.get(1).split(" +"))
        .containsExactly(
            "ID", "CLIENT", "USER", "SERVER", "TLS", "AGE", "DOING", "FILE", "RATE", "BYTES",
            "DATA");
    assertThat(lines.get(2).split("  +"))
        .containsExactly(
            "s1",
            "192.0.2.10:40000",
            "anna",
            "198.51.100.7:21",
            "yes",
            "1:07",
            "RETR",
            "pub/a.bin",
            "1.5 MB/s",
            "3.0 MB",
            "connected");
  }

  @Test
  void rate_fromTheSecondFrameOn_isThatOfNow() throws AdminFault {
    frame.lines("gate", answer(3_000_000, 1_500_000), NOW, 0, WIDE, WIDE);

    List<String> lines =
        frame.lines("gate", answer(3_400_000, 1_400_000), NOW, 2_000_000_000L, WIDE, WIDE);

    assertThat(lines.get(0)).isEqualTo("gate  1 session, 200 kB/s");
    assertThat(lines.get(2)).contains("  200 kB/s  3.4 MB  ");
  }

  @Test
  void idleSessions_tellTheirStateAndTheirPort() throws AdminFault {
    JsonNode answer =
        JsonNode.parse(
            """
            {"total": 7, "silent": 1, "drained": true, "sessions": [
              {"id": "s2", "client": "[2001:db8::1]:5", "since": "2026-11-22T07:00:00Z", "state": "login",
               "tls": "none", "data": [{"id": 8, "state": "listening", "listening": ["192.0.2.1:50005"]}]},
              {"id": "s3", "state": "open", "verb": "PASS", "argument": "****", "future": {"a": [1, null]}}]}
            """);

    List<String> lines = frame.lines("gate", answer, NOW, 0, WIDE, WIDE);

    assertThat(lines.get(0))
        .isEqualTo("gate  7 sessions, 2 shown, 1 do not answer, 0 B/s, drained: no new sessions");
    assertThat(lines.get(2)).contains("2h31").contains("(login)").endsWith("listening 50005");
    assertThat(lines.get(3)).contains("PASS").contains("****");
  }

  @Test
  void lines_areCutToTheTerminal() throws AdminFault {
    List<String> lines = frame.lines("gate", answer(1, 1), NOW, 0, 40, 3);
    assertThat(lines).hasSize(3).allMatch(line -> line.codePointCount(0, line.length()) <= 40);

    assertThat(frame.lines("gate", many(), NOW, 0, 200, 5))
        .hasSize(5)
        .last()
        .asString()
        .isEqualTo("… and 8 more");
  }

  @ParameterizedTest
  @CsvSource({
    "abc, 3, abc",
    "abcd, 3, ab…",
    "漢字, 4, 漢字",
    "漢字, 3, 漢…",
    "漢字kana, 4, 漢…",
    "漢字, 2, …",
    "カナ, 4, カナ",
    "한글한글, 6, 한글…",
    "a🔒b, 4, a🔒b",
    "Größe, 5, Größe",
    "abc, 0, ''"
  })
  void text_isAsWideAsItsCellsAre(String text, int width, String fitted) {
    assertThat(TerminalText.fitted(text, width)).isEqualTo(fitted);
    assertThat(TerminalText.width(fitted)).isLessThanOrEqualTo(width);
  }

  @Test
  void wideFileNames_breakNoLine_andKeepTheColumns() throws AdminFault {
    JsonNode answer =
        JsonNode.parse(
            """
            {"total": 2, "sessions": [
              {"id": "s1", "state": "open", "data": [{"id": 7, "state": "connected", "verb": "RETR",
                "path": "%s"}]},
              {"id": "s2", "state": "open", "data": [{"id": 8, "state": "connected", "verb": "RETR",
                "path": "plain"}]}]}
            """
                .formatted("漢字のファイル".repeat(20)));

    List<String> lines = frame.lines("gate", answer, NOW, 0, 100, 30);

    assertThat(lines).hasSize(4).allMatch(line -> TerminalText.width(line) <= 100);
    assertThat(lines.subList(2, 4))
        .extracting(line -> TerminalText.width(line.substring(0, line.indexOf("connected"))))
        .satisfies(where -> assertThat(where.get(0)).isEqualTo(where.get(1)));
  }

  @Test
  void aLookThatFails_saysSo_andKeepsTheLastSessions() throws AdminFault {
    List<String> before = frame.lines("gate", answer(1, 1), NOW, 0, WIDE, WIDE);

    List<String> stale =
        SessionFrame.stale(
            before, "the gateway at gate can't be asked: nothing listens there", 40, 9);

    assertThat(stale.get(0)).isEqualTo("the gateway at gate can't be asked: not…");
    assertThat(stale).hasSize(3).allMatch(line -> TerminalText.width(line) <= 40);
    assertThat(stale.get(2)).startsWith("s1 ");
    assertThat(SessionFrame.stale(before, "x", 40, 2)).hasSize(2);
  }

  @Test
  void aFileName_movesNoCursor_andTurnsNoLineRound() throws AdminFault {
    JsonNode answer =
        JsonNode.parse(
            """
            {"total": 1, "sessions": [{"id": "s1", "user": "a\\u001b]0;x\\u0007b", "state": "open",
              "data": [{"id": 7, "state": "connected", "verb": "RETR",
                "path": "x\\u001b[2J\\r\\n\\u202egnp.exe\\u009b1m"}]}]}
            """);

    List<String> lines = frame.lines("gate", answer, NOW, 0, WIDE, WIDE);

    assertThat(lines).hasSize(3);
    assertThat(String.join("", lines)).doesNotMatch("(?s).*[\\p{Cntrl}\u0080-\u009f\u202e].*");
    assertThat(lines.get(2)).contains("x?[2J???gnp.exe?1m").contains("a?]0;x?b");
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "48200000, 48.2 MB", "123456789012, 123 GB"})
  void size_isShort(long bytes, String text) {
    assertThat(SessionFrame.size(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{\"a\":", "[1,2", "kicked"})
  void json_thatIsNone_isAFault(String text) {
    assertThatThrownBy(() -> JsonNode.parse(text))
        .isInstanceOf(AdminFault.class)
        .hasMessageContaining("no admin port of Postern");
  }

  @Test
  void redrawn_leavesNothingOfTheFrameBefore() {
    assertThat(Terminal.redrawn(List.of("a", "b"))).isEqualTo("\u001b[H\u001b[Ka\r\n\u001b[Jb");
  }

  @ParameterizedTest
  @CsvSource({"24 80, true", "0 0, false", "a b, false", "'', false", "99999 1, false"})
  void size_ofTheTerminal_isReadOrUnknown(String text, boolean known) {
    assertThat(Terminal.parsed(text).isPresent()).isEqualTo(known);
  }

  private static JsonNode answer(long bytes, long rate) throws AdminFault {
    return JsonNode.parse(
        """
        {"total": 1, "silent": 0, "drained": false, "sessions": [
          {"id": "s1", "listener": "ftp", "protocol": "ftp", "client": "192.0.2.10:40000",
           "server": "198.51.100.7:21", "user": "anna", "since": "2026-11-22T09:30:00Z",
           "state": "open", "tls": "both", "commands": 9, "verb": "RETR", "argument": "pub/a.bin",
           "data": [{"id": 7, "state": "connected", "mode": "passive", "listening": [], "verb": "RETR",
             "path": "pub/a.bin", "direction": "download", "bytesToServer": 0,
             "bytesToClient": %d, "lastedMs": 2000, "bytesPerSecond": %d}]}]}
        """
            .formatted(bytes, rate));
  }

  private static JsonNode many() throws AdminFault {
    String one = "{\"id\": \"s\", \"state\": \"open\"}";
    return JsonNode.parse(
        "{\"total\": 10, \"sessions\": [" + String.join(",", Collections.nCopies(10, one)) + "]}");
  }
}
