package io.postern.ftp;

/**
 * Puts the server's lines together to replies (RFC 959 section 4.2). A multi-line reply ends at the
 * line that begins with the same code and a space; everything before is text, whatever it looks
 * like. Belongs to one thread.
 */
public final class ReplyAssembler {

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
    throw new UnsupportedOperationException(limits.toString());
  }

  /** Takes the next line. */
  public Assembled accept(Line line) {
    throw new UnsupportedOperationException(line.toString());
  }
}
