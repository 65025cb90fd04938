package io.postern.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every stream is read whole, in two at each place, byte by byte, in random parts, and direct. */
class LineFramerTest {

  private static final String IAC_DO_18 = "\u00ff\u00fd\u0018";

  static Stream<Arguments> streams() {
    return Stream.of(
        row("lines end in CR LF", "USER a\r\nPASS b\r\n", "USER a", "PASS b"),
        row("an empty line is a line", "\r\nNOOP\r\n", "", "NOOP"),
        row("B8: LF alone ends a line", "USER a\nPASS b\r\n", "USER a bare-lf", "PASS b"),
        row("B8: CR inside starts no line", "CWD a\rDELE b\r\n", "CWD a\\x0dDELE b bare-cr"),
        row("B8: CR CR LF", "NOOP\r\r\n", "NOOP\\x0d bare-cr"),
        row("B8: LF CR is a line and a CR", "A\n\rB\n", "A bare-lf", "\\x0dB bare-lf bare-cr"),
        row("B8: CR NUL in a path is kept", "CWD a\r\0b\r\n", "CWD a\\x0d\\x00b"),
        row("B8: NUL inside starts no line", "CWD a\0DELE b\r\n", "CWD a\\x00DELE b nul"),
        row("CR NUL NUL", "A\r\0\0\r\n", "A\\x0d\\x00\\x00 nul"),
        row("CR NUL and a bare CR", "A\r\0B\rC\r\n", "A\\x0d\\x00B\\x0dC bare-cr"),
        row("flags end with their line", "A\0\rB\nC\r\n", "A\\x00\\x0dB bare-lf bare-cr nul", "C"),
        row("B10: ABOR behind interrupt and data mark", "\u00ff\u00f4\u00ff\u00f2ABOR\r\n", "ABOR"),
        row("B10: the mark's IAC was lost", "\u00ff\u00f4\u00f2ABOR\r\n", "ABOR"),
        row("B10: the mark itself was lost", "\u00ff\u00f4\u00ffABOR\r\n", "ABOR"),
        row("B10: F2 elsewhere is a letter", "CWD \u00f2\r\n", "CWD ò"),
        row("B10: F2 behind ABOR is a letter", "\u00ff\u00f4\u00ff\u00f2ABOR\u00f2\r\n", "ABORò"),
        row("B10: DO is refused", IAC_DO_18 + "NOOP\r\n", "answer fffc18", "NOOP"),
        row("B10: WILL is refused", "\u00ff\u00fb\u0001NOOP\r\n", "answer fffe01", "NOOP"),
        row("B10: WONT and DONT need no answer", "\u00ff\u00fc\1\u00ff\u00fe\2NOOP\r\n", "NOOP"),
        row(
            "B10: an option inside a line",
            "CWD a" + IAC_DO_18 + "b\r\n",
            "answer fffc18",
            "CWD ab"),
        row("B10: an option of value IAC", "\u00ff\u00fd\u00ffNOOP\r\n", "answer fffcff", "NOOP"),
        row("B10: an option of value LF", "\u00ff\u00fd\nNOOP\r\n", "answer fffc0a", "NOOP"),
        row("B10: FF FF is kept", "CWD \u00ff\u00ffa\r\n", "CWD ÿÿa"),
        row("B10: FF FF FD is kept", "CWD \u00ff\u00ff\u00fda\r\n", "CWD ÿÿýa"),
        row("FF before no command is a letter", "CWD \u00ffa\r\n", "CWD ÿa"),
        row("FF at the end is a letter", "CWD \u00ff\r\n", "CWD ÿ"),
        row("B10: subnegotiation", "A\u00ff\u00fa\n\u00ff\u00f0B\r\n", "AB"),
        row("B10: FF FF in it", "A\u00ff\u00fa\u00ff\u00ff\u00ff\u00f0B\r\n", "AB"),
        row(
            "B10: NOP, AYT and an SE out of place",
            "A\u00ff\u00f1\u00ff\u00f6\u00ff\u00f0B\r\n",
            "AB"),
        row("a Telnet command between CR and LF", "NOOP\r\u00ff\u00f1\n", "NOOP"),
        row("FF FF behind CR", "A\r\u00ff\u00ff\n", "A\\x0dÿÿ bare-lf bare-cr"),
        row("FF and no command behind CR", "A\r\u00ff\nB", "A\\x0dÿ bare-lf bare-cr", "mid"),
        row("a line that goes on", "NOOP\r\nUSE", "NOOP", "mid"),
        row("a CR that waits", "NOOP\r", "mid"),
        row("Telnet alone begins no line", "NOOP\r\n\u00ff", "NOOP"),
        row("A5: ClientHello", "\u0016\u0003\u0001\2\0\r\nUSER a\r\n", "TlsRecord[]"),
        row("16 and no 03", "\u0016\u0004\r\n", "\\x16\\x04"),
        row("16 and LF", "\u0016\nA\n", "\\x16 bare-lf", "A bare-lf"),
        row("16 03 later", "A\r\n\u0016\u0003\r\n", "A", "\\x16\\x03"),
        row("03 16 03", "\u0003\u0016\u0003\r\n", "\\x03\\x16\\x03"),
        row("at the limit", "12345678901234567890\r\nA\r\n", "12345678901234567890", "A"),
        row("B9: above it", "123456789012345678901\r\nA\r\n", "TooLong[limitBytes=20]"),
        row("B9: without an end", "123456789012345678901", "TooLong[limitBytes=20]"),
        row("at the limit, going on", "12345678901234567890\r", "mid"),
        row("CR above the limit", "12345678901234567890\rA", "TooLong[limitBytes=20]"),
        row("FF FF over the limit", "1234567890123456789\u00ff\u00ff", "TooLong[limitBytes=20]"),
        row("B9: ADAT may be longer", "adat 678901234567890123\r\n", "adat 678901234567890123"),
        row("B9: but not endless", "ENC " + "x".repeat(37), "TooLong[limitBytes=40]"),
        row("B9: MIC at its limit", "MIC " + "x".repeat(36) + "\r\n", "MIC " + "x".repeat(36)),
        row("B9: CONF", "CONF " + "x".repeat(35) + "\n", "CONF " + "x".repeat(35) + " bare-lf"),
        row("B9: ADATX is not ADAT", "ADATX" + "x".repeat(36), "TooLong[limitBytes=20]"),
        row(
            "B9: the next line has its own limit",
            "ADAT " + "x".repeat(35) + "\r\n" + "y".repeat(21),
            "ADAT " + "x".repeat(35),
            "TooLong[limitBytes=20]"),
        row(
            "B10: too many options",
            IAC_DO_18.repeat(6) + "NOOP\r\n",
            "answer fffc18",
            "answer fffc18",
            "answer fffc18",
            "answer fffc18",
            "answer fffc18",
            "TooManyOptions[limit=5]"),
        row("B10: options add up over lines", "\u00ff\u00fe1A\n".repeat(6), fiveAs()),
        row("B10: NOPs of one line", "\u00ff\u00f1".repeat(6) + "A\r\n", "TooManyOptions[limit=5]"),
        row(
            "B10: aborts of many lines",
            "\u00ff\u00f4\u00ff\u00f2ABOR\r\n".repeat(7),
            Stream.generate(() -> "ABOR").limit(7).toArray(String[]::new)),
        row("B10: endless subnegotiation", "\u00ff\u00fa12345", "TooManyOptions[limit=5]"));
  }

  private static String[] fiveAs() {
    return Stream.concat(
            Stream.generate(() -> "A bare-lf").limit(5), Stream.of("TooManyOptions[limit=5]"))
        .toArray(String[]::new);
  }

  /** A last "mid" says that the stream ends inside a line. */
  private static Arguments row(String name, String stream, String... found) {
    boolean mid = found[found.length - 1].equals("mid");
    Stream<String> events = Stream.of(found).limit(mid ? found.length - 1 : found.length);
    String end = mid ? "mid-line" : "between lines";
    return Arguments.of(
        name, Framing.bytes(stream), Stream.concat(events, Stream.of(end)).toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("streams")
  void next_streamCutAnyhow_findsTheSame(String name, byte[] stream, List<String> found) {
    assertThat(Framing.whole(Framing.SMALL, stream)).as(name).isEqualTo(found);
    assertThat(Framing.byteByByte(Framing.SMALL, stream)).as("byte by byte").isEqualTo(found);
    assertThat(Framing.direct(Framing.SMALL, stream)).as("direct").isEqualTo(found);
    for (int end = 0; end <= stream.length; end++) {
      assertThat(Framing.cut(Framing.SMALL, stream, end)).as("cut at %d", end).isEqualTo(found);
    }
  }

  @Test
  void next_randomStreams_doNotDependOnTheCuts() {
    Random random = new Random(1);
    byte[] alphabet =
        Framing.bytes("AB \r\n\0\u0016\u0003\u00ff\u00f0\u00f2\u00f4\u00fa\u00fb\u00fd\u00fe");
    LineLimits limits = new LineLimits(12, 24, 200, 20);
    for (int round = 0; round < 3_000; round++) {
      byte[] stream = new byte[random.nextInt(60)];
      for (int i = 0; i < stream.length; i++) {
        stream[i] = alphabet[random.nextInt(alphabet.length)];
      }
      List<String> whole = Framing.whole(limits, stream);
      assertThat(Framing.byteByByte(limits, stream)).isEqualTo(whole);
      assertThat(Framing.direct(limits, stream)).isEqualTo(whole);
      assertThat(Framing.randomly(limits, stream, random)).isEqualTo(whole);
    }
  }

  @Test
  void next_afterLine_leavesTheRestUnread() {
    ByteBuffer in = ByteBuffer.wrap(Framing.bytes("AUTH TLS\r\n\u0016\u0003\u0001"));

    assertThat(new LineFramer(LineLimits.DEFAULT).next(in))
        .isInstanceOf(LineFramer.Framed.Text.class);
    assertThat(in.position()).isEqualTo(10);
  }

  @Test
  void next_partOfBackingArray_staysInsideIt() {
    ByteBuffer in = ByteBuffer.wrap(Framing.bytes("xxNOOP\r\nxx"), 2, 6).slice();

    assertThat(new LineFramer(LineLimits.DEFAULT).next(in))
        .isInstanceOfSatisfying(
            LineFramer.Framed.Text.class, t -> assertThat(t.line().text()).isEqualTo("NOOP"));
    assertThat(in.hasRemaining()).isFalse();
  }

  @Test
  void next_afterTooLong_dropsAllThatComes() {
    LineFramer framer = new LineFramer(Framing.SMALL);
    byte[] mebibyte = new byte[1 << 20];
    Arrays.fill(mebibyte, (byte) 'x');

    assertThat(framer.next(ByteBuffer.wrap(mebibyte))).isEqualTo(new LineFramer.Framed.TooLong(20));
    ByteBuffer later = ByteBuffer.wrap(Framing.bytes("\r\nDELE a\r\n"));
    assertThat(framer.next(later)).isNull();
    assertThat(later.hasRemaining()).isFalse();
    assertThat(framer.midLine()).isFalse();
  }

  /** B10: whichever Telnet bytes they are, 10 MB of them end at a limit, with little kept. */
  @ParameterizedTest
  @MethodSource("floods")
  void next_tenMegabytesOfTelnet_endAtALimit(String unit, String last) {
    LineFramer framer = new LineFramer(LineLimits.DEFAULT);
    ByteArrayOutputStream segment = new ByteArrayOutputStream();
    segment.writeBytes(Framing.bytes(unit.repeat(10_000)));
    ByteBuffer in = ByteBuffer.wrap(segment.toByteArray());
    String ended = "";
    int found = 0;
    for (long sent = 0; sent < 10_000_000; sent += in.limit()) {
      in.rewind();
      for (var next = framer.next(in); next != null; next = framer.next(in)) {
        found++;
        ended = next.toString();
      }
    }
    assertThat(ended).isEqualTo(last);
    assertThat(found).isLessThanOrEqualTo(101);
  }

  static Stream<Arguments> floods() {
    String tooMany = "TooManyOptions[limit=100]";
    return Stream.of(
        Arguments.of("\u00ff\u00fd\u0018", tooMany),
        Arguments.of("\u00ff\u00f1", tooMany),
        Arguments.of("\u00ff\u00fa", tooMany),
        Arguments.of("\u00ff\u00fc\u0001", tooMany),
        Arguments.of("\u00ff", "TooLong[limitBytes=8192]"));
  }
}
