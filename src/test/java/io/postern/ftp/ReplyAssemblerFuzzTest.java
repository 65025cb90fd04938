package io.postern.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whatever a server sends, a reply is within its limit and ends at its own code and a space. */
class ReplyAssemblerFuzzTest {

  private static final LineLimits LIMITS = new LineLimits(256, 256, 256, 10);

  @FuzzTest(maxDuration = "2m")
  void accept_anyStream_makesWholeRepliesOnly(byte[] stream) {
    LineFramer framer = new LineFramer(LIMITS);
    ReplyAssembler assembler = new ReplyAssembler(LIMITS);
    ByteBuffer in = ByteBuffer.wrap(stream);
    for (var next = framer.next(in); next != null; next = framer.next(in)) {
      if (next instanceof LineFramer.Framed.Text text
          && assembler.accept(text.line()) instanceof ReplyAssembler.Assembled.Complete complete) {
        check(complete.reply());
        assertThat(assembler.midReply()).isFalse();
      }
    }
  }

  private static void check(Reply reply) {
    List<byte[]> lines = reply.lines();
    String code = String.valueOf(reply.code());
    assertThat(reply.code()).isBetween(100, 699);
    assertThat(reply.toBytes().length).isLessThanOrEqualTo(LIMITS.replyBytes());
    assertThat(latin1(lines.get(0)))
        .matches("(?s)" + code + (lines.size() == 1 ? "( .*)?" : "-.*"));
    for (byte[] line : lines.subList(0, lines.size() - 1)) {
      assertThat(latin1(line)).doesNotStartWith(code + " ");
    }
    if (lines.size() > 1) {
      assertThat(latin1(lines.get(lines.size() - 1))).startsWith(code + " ");
    }
  }

  private static String latin1(byte[] line) {
    return new String(line, StandardCharsets.ISO_8859_1);
  }
}
