package io.postern.ftp;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts the server's lines together to replies (RFC 959 section 4.2). A multi-line reply ends at the
 * line that begins with the same code and a space; everything before is text, whatever it looks
 * like. Belongs to one thread.
 */
public final class ReplyAssembler {

  private static final int LINE_END_BYTES = 2;
  private static final Assembled INCOMPLETE = new Assembled.Incomplete();

  private final int limitBytes;
  private List<byte[]> lines = new ArrayList<>(1);
  private int code;
  private long bytes;
  private boolean doubtful;
  private boolean bareLfBefore;

  /** What a line led to. */
  public sealed interface Assembled {

    /** More lines are needed. */
    record Incomplete() implements Assembled {}

    /** The reply is whole. */
    record Complete(Reply reply) implements Assembled {}

    /**
     * The line is no reply: no three digits, the first 1 to 6, then a space, a hyphen or the end.
     */
    record Malformed() implements Assembled {}

    /** The reply is above {@link LineLimits#replyBytes}. */
    record TooLong(int limitBytes) implements Assembled {}
  }

  /** An assembler for one session. */
  public ReplyAssembler(LineLimits limits) {
    this.limitBytes = limits.replyBytes();
  }

  /**
   * Takes the next line. After a malformed or too long one nothing is kept: the next line is
   * expected to begin a reply, but the stream is out of step and should be closed.
   */
  public Assembled accept(Line line) {
    byte[] content = line.bytes();
    bytes += content.length + LINE_END_BYTES;
    doubtful = doubtful || bareLfBefore || line.bareLf() || line.telnet();
    bareLfBefore = line.bareLf();
    if (bytes > limitBytes) {
      reset();
      return new Assembled.TooLong(limitBytes);
    }
    return lines.isEmpty() ? begin(content) : continueWith(content);
  }

  /** Whether a multi-line reply has begun and not ended. */
  public boolean midReply() {
    return !lines.isEmpty();
  }

  /** How much memory the reply takes, nearly, that has begun and not ended. */
  public long memoryBytes() {
    return bytes + (long) lines.size() * Line.MEMORY_BYTES;
  }

  private Assembled begin(byte[] content) {
    code = codeOf(content);
    boolean bare = content.length == 3;
    if (code < 0 || !(bare || content[3] == ' ' || content[3] == '-')) {
      reset();
      return new Assembled.Malformed();
    }
    lines.add(content);
    return bare || content[3] == ' ' ? complete() : INCOMPLETE;
  }

  private Assembled continueWith(byte[] content) {
    lines.add(content);
    boolean last = content.length > 3 && content[3] == ' ' && codeOf(content) == code;
    return last ? complete() : INCOMPLETE;
  }

  private Assembled complete() {
    Assembled complete = new Assembled.Complete(new Reply(code, lines, doubtful));
    reset();
    return complete;
  }

  private void reset() {
    lines = new ArrayList<>(1);
    bytes = 0;
    doubtful = false;
  }

  /** The three digits that a line begins with, the first 1 to 6; -1 if it does not. */
  private static int codeOf(byte[] content) {
    int value = content.length < 3 ? -1 : Decimal.parse(content, 0, 3, 699);
    return value < 100 ? -1 : value;
  }
}
