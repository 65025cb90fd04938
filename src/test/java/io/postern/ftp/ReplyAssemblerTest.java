package io.postern.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyAssemblerTest {

  private final ReplyAssembler assembler = new ReplyAssembler(LineLimits.DEFAULT);

  private static Line latin1(String text) {
    return new Line(text.getBytes(StandardCharsets.ISO_8859_1), false, false, false);
  }

  private static Reply complete(ReplyAssembler.Assembled assembled) {
    assertThat(assembled).isInstanceOf(ReplyAssembler.Assembled.Complete.class);
    return ((ReplyAssembler.Assembled.Complete) assembled).reply();
  }

  @ParameterizedTest
  @ValueSource(strings = {"220 ready", "220 ", "220", "100 a", "631 a", "699 a", "550 2270 "})
  void accept_oneLine_isAReply(String text) {
    Reply reply = complete(assembler.accept(latin1(text)));

    assertThat(reply.code()).isEqualTo(Integer.parseInt(text.substring(0, 3)));
    assertThat(reply.toBytes()).isEqualTo((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    assertThat(assembler.midReply()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2",
        "22",
        "2270 ",
        "22 7",
        "227\t(10,0,0,5,4,1)",
        "+27 a",
        "-27 a",
        " 227 a",
        "027 a",
        "099 a",
        "700 a",
        "999 a",
        "2a7 a",
        "227_",
        "\u00b227 a",
        "HTTP/1.1 200 OK",
        "SSH-2.0-x"
      })
  void accept_noReply_isMalformed(String text) {
    assertThat(assembler.accept(latin1(text)))
        .isInstanceOf(ReplyAssembler.Assembled.Malformed.class);
    assertThat(assembler.midReply()).isFalse();
  }

  @Test
  void accept_severalLines_endAtTheSameCodeAndASpace() {
    List<String> lines =
        List.of(
            "211-Features:",
            " EPSV",
            "",
            "227 (10,0,0,5,4,1)",
            "211",
            "211-x",
            "2110 x",
            "211 End");
    for (String line : lines.subList(0, lines.size() - 1)) {
      assertThat(assembler.accept(latin1(line)))
          .as(line)
          .isInstanceOf(ReplyAssembler.Assembled.Incomplete.class);
      assertThat(assembler.midReply()).isTrue();
    }

    Reply reply = complete(assembler.accept(latin1("211 End")));

    assertThat(reply.code()).isEqualTo(211);
    assertThat(new String(reply.toBytes(), StandardCharsets.US_ASCII))
        .isEqualTo(String.join("\r\n", lines) + "\r\n");
    assertThat(complete(assembler.accept(latin1("200 ok"))).lines()).hasSize(1);
  }

  @Test
  void accept_repliesWithAddressInSeveralLines_areNoSetUpReplies() {
    assembler.accept(latin1("227-Entering Passive Mode (10,0,0,5,4,1)"));
    Reply pasv = complete(assembler.accept(latin1("227 (10,0,0,5,4,1)")));
    assembler.accept(latin1("229-(|||6446|)"));
    Reply epsv = complete(assembler.accept(latin1("229 (|||6446|)")));

    assertThat(PassiveReply.parse(pasv)).isEmpty();
    assertThat(ExtendedPassiveReply.parse(epsv)).isEmpty();
  }

  /** A2: the server echoes an argument, and a segment begins with "227 ". */
  @Test
  void accept_echoedPassiveReplyCutAnywhere_isNever227() {
    String lines =
        """
        550 227 Entering Passive Mode (10,0,0,5,0,139): no such file.
        550-x
        227 Entering Passive Mode (10,0,0,5,0,139)
        550 end
        """;
    byte[] stream = Framing.bytes(lines.replace("\n", "\r\n"));
    for (int end = 0; end <= stream.length; end++) {
      assertThat(codes(stream, end)).as("cut at %d", end).containsExactly(550, 550);
    }
  }

  private static List<Integer> codes(byte[] stream, int cut) {
    LineFramer framer = new LineFramer(LineLimits.DEFAULT);
    ReplyAssembler assembler = new ReplyAssembler(LineLimits.DEFAULT);
    List<Integer> codes = new ArrayList<>();
    for (ByteBuffer in :
        List.of(
            ByteBuffer.wrap(stream, 0, cut), ByteBuffer.wrap(stream, cut, stream.length - cut))) {
      for (var next = framer.next(in); next != null; next = framer.next(in)) {
        Line line = ((LineFramer.Framed.Text) next).line();
        if (assembler.accept(line) instanceof ReplyAssembler.Assembled.Complete complete) {
          codes.add(complete.reply().code());
        }
      }
    }
    return codes;
  }

  @Test
  void accept_replyAtItsLimit_isWhole() {
    ReplyAssembler small = new ReplyAssembler(new LineLimits(20, 20, 16, 1));

    assertThat(small.accept(latin1("211-ab")))
        .isInstanceOf(ReplyAssembler.Assembled.Incomplete.class);
    assertThat(complete(small.accept(latin1("211 ab"))).lines()).hasSize(2);
  }

  /** A4: a multi-line reply that never ends. */
  @Test
  void accept_replyAboveItsLimit_isTooLongAndForgotten() {
    ReplyAssembler small = new ReplyAssembler(new LineLimits(20, 20, 16, 1));
    small.accept(latin1("211-ab"));

    assertThat(small.accept(latin1("211 abc"))).isEqualTo(new ReplyAssembler.Assembled.TooLong(16));
    assertThat(small.midReply()).isFalse();
  }

  @Test
  void accept_endlessEmptyLines_areTooLongInTheEnd() {
    assembler.accept(latin1("211-"));
    int lines = 0;
    while (assembler.accept(latin1("")) instanceof ReplyAssembler.Assembled.Incomplete) {
      lines++;
      assertThat(lines).isLessThan(LineLimits.DEFAULT.replyBytes());
    }
    assertThat(lines).isEqualTo((LineLimits.DEFAULT.replyBytes() - 6) / 2);
  }
}
