package io.postern.ftp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Runs a stream through a framer in segments and writes down what it found. */
final class Framing {

  static final LineLimits SMALL = new LineLimits(20, 40, 200, 5);

  private final LineFramer framer;
  private final List<String> found = new ArrayList<>();

  private Framing(LineLimits limits) {
    framer = new LineFramer(limits);
  }

  /** The bytes of a text in which each character is one byte. */
  static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  static List<String> whole(LineLimits limits, byte[] stream) {
    return cut(limits, stream, new int[0]);
  }

  /** The stream in segments that end at the given places, which ascend. */
  static List<String> cut(LineLimits limits, byte[] stream, int... ends) {
    Framing framing = new Framing(limits);
    int from = 0;
    for (int end : ends) {
      framing.read(ByteBuffer.wrap(stream, from, end - from).slice());
      from = end;
    }
    framing.read(ByteBuffer.wrap(stream, from, stream.length - from));
    return framing.result();
  }

  static List<String> byteByByte(LineLimits limits, byte[] stream) {
    int[] ends = new int[stream.length];
    Arrays.setAll(ends, i -> i + 1);
    return cut(limits, stream, ends);
  }

  static List<String> randomly(LineLimits limits, byte[] stream, Random random) {
    int[] ends = random.ints(random.nextInt(8), 0, stream.length + 1).sorted().toArray();
    return cut(limits, stream, ends);
  }

  /** The stream in one buffer that is no array, as the network's often are. */
  static List<String> direct(LineLimits limits, byte[] stream) {
    Framing framing = new Framing(limits);
    framing.read(ByteBuffer.allocateDirect(stream.length).put(stream).flip());
    return framing.result();
  }

  private void read(ByteBuffer in) {
    for (LineFramer.Framed next = framer.next(in); next != null; next = framer.next(in)) {
      found.add(describe(next));
    }
    if (in.hasRemaining()) {
      throw new AssertionError("bytes left: " + in.remaining());
    }
  }

  private List<String> result() {
    found.add(framer.midLine() ? "mid-line" : "between lines");
    return found;
  }

  private static String describe(LineFramer.Framed framed) {
    if (framed instanceof LineFramer.Framed.Text text) {
      Line line = text.line();
      return Text.escape(new String(line.bytes(), StandardCharsets.ISO_8859_1), 100_000)
          + (line.bareLf() ? " bare-lf" : "")
          + (line.bareCr() ? " bare-cr" : "")
          + (line.nul() ? " nul" : "");
    }
    if (framed instanceof LineFramer.Framed.TelnetAnswer answer) {
      return "answer " + HexFormat.of().formatHex(answer.bytes());
    }
    return framed.toString();
  }
}
