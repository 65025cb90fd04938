package io.postern.net;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Looks for the identification of one side of an SSH connection (RFC 4253 section 4.2): a line that
 * begins with {@code SSH-}. A server may send other lines before it, a client none; they wait for
 * it, for what never identifies itself is not to be heard. Changes no byte.
 */
final class SshBanner {

  /** With the line's end (RFC 4253 section 4.2). */
  static final int MOST_LINE_BYTES = 255;

  private static final byte[] START = "SSH-".getBytes(StandardCharsets.US_ASCII);

  /** How many other lines may come first. */
  private final int mostBefore;

  private int linesBefore;

  /** What of the bytes is in those lines. */
  private int bytesBefore;

  private boolean passed;
  private String fault = "";

  private SshBanner(int mostBefore) {
    this.mostBefore = mostBefore;
  }

  /** Of a client. */
  static SshBanner ofClient() {
    return new SshBanner(0);
  }

  /**
   * Of a server.
   *
   * @param linesBefore how many other lines it may send before ({@code limits.ssh-lines})
   */
  static SshBanner ofServer(int linesBefore) {
    return new SshBanner(linesBefore);
  }

  /** Whether it has identified itself: all that follows is its own. */
  boolean passed() {
    return passed;
  }

  /** Why it can't be SSH; empty while it can. */
  String fault() {
    return fault;
  }

  /**
   * Looks at all that has come so far.
   *
   * @param bytes from the first one on, each time
   * @return how many of them may go on: the identification and the lines before it; 0 until it has
   *     come
   */
  int take(ByteBuf bytes) {
    while (!passed && fault.isEmpty()) {
      int line = line(bytes, bytes.readerIndex() + bytesBefore);
      if (line == 0) {
        break;
      }
      bytesBefore += line;
    }
    return passed ? bytesBefore : 0;
  }

  /** The length of the line that begins there; 0 if it is not whole, or not right. */
  private int line(ByteBuf bytes, int from) {
    int length = Math.min(bytes.writerIndex() - from, MOST_LINE_BYTES);
    boolean ssh = couldBegin(bytes, from, length);
    if (!ssh && mostBefore == 0) {
      fault = "its first line does not begin with SSH-";
      return 0;
    }
    int end = bytes.indexOf(from, from + length, (byte) '\n');
    if (end < 0) {
      if (length == MOST_LINE_BYTES) {
        fault = "a line is longer than " + MOST_LINE_BYTES + " bytes";
      }
      return 0;
    }
    int line = end + 1 - from;
    passed = ssh;
    if (!ssh) {
      linesBefore++;
    }
    if (linesBefore > mostBefore) {
      fault = "more than " + mostBefore + " lines come before its identification";
    }
    return line;
  }

  /** Whether what has come of it fits; a line that ends too early does not. */
  private static boolean couldBegin(ByteBuf bytes, int from, int length) {
    for (int i = 0; i < Math.min(length, START.length); i++) {
      if (bytes.getByte(from + i) != START[i]) {
        return false;
      }
    }
    return true;
  }
}
