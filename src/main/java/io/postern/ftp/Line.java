package io.postern.ftp;

import java.nio.charset.StandardCharsets;

/**
 * One line of a control channel, as {@link LineFramer} cut it: without its end, and without Telnet
 * commands. {@code FF FF}, Telnet's way to write the byte FF, is kept as two bytes; so is CR NUL, a
 * CR in a path (RFC 2640 section 3.1).
 *
 * @param bytes the content; not to be changed
 * @param bareLf whether the line ended in LF without CR
 * @param bareCr whether a CR stands inside that no NUL follows
 * @param nul whether a NUL stands inside that no CR precedes
 * @param telnet whether Telnet commands stood inside, behind the first byte
 */
public record Line(byte[] bytes, boolean bareLf, boolean bareCr, boolean nul, boolean telnet) {

  /** What a kept line takes beside its bytes, nearly: its objects, and its place in a list. */
  static final int MEMORY_BYTES = 64;

  /** A line without Telnet commands. */
  public Line(byte[] bytes, boolean bareLf, boolean bareCr, boolean nul) {
    this(bytes, bareLf, bareCr, nul, false);
  }

  /** A line without faults. */
  public static Line of(String text) {
    return new Line(text.getBytes(StandardCharsets.UTF_8), false, false, false);
  }

  /** The bytes as text, for people: see {@link Text#decode}. */
  public String text() {
    return Text.decode(bytes);
  }
}
