package io.postern.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** Whatever comes, the cuts do not matter and no line is above its limit. */
class LineFramerFuzzTest {

  private static final LineLimits LIMITS = new LineLimits(64, 128, 1024, 10);

  @FuzzTest(maxDuration = "2m")
  void next_anyStream_isBoundedAndDoesNotDependOnTheCuts(byte[] stream) {
    checkLimits(stream);
    checkCuts(stream);
  }

  private static void checkCuts(byte[] stream) {
    List<String> whole = Framing.whole(LIMITS, stream);

    assertThat(Framing.byteByByte(LIMITS, stream)).isEqualTo(whole);
    assertThat(Framing.direct(LIMITS, stream)).isEqualTo(whole);
    Random random = new Random(stream.length);
    for (int round = 0; round < 4; round++) {
      assertThat(Framing.randomly(LIMITS, stream, random)).isEqualTo(whole);
    }
  }

  private static void checkLimits(byte[] stream) {
    LineFramer framer = new LineFramer(LIMITS);
    var in = ByteBuffer.wrap(stream);
    int answers = 0;
    int lines = 0;
    for (var next = framer.next(in); next != null; next = framer.next(in)) {
      if (next instanceof LineFramer.Framed.Text text) {
        lines++;
        assertThat(text.line().bytes().length).isLessThanOrEqualTo(LIMITS.securityLineBytes());
        assertThat(text.line().bytes()).doesNotContain((byte) '\n');
      } else {
        answers++;
      }
    }
    assertThat(in.hasRemaining()).isFalse();
    assertThat(answers).isLessThanOrEqualTo(LIMITS.telnetOptions() + 1);
    assertThat(lines).isLessThanOrEqualTo(stream.length);
  }
}
