package io.postern.ftp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A reply (RFC 959 section 4.2), of one line or several.
 *
 * @param code 100 to 599; 600 to 699 with RFC 2228
 * @param lines each whole, with code, without its end; at least one
 * @param doubtful whether a line of it, or the line before it, ended in LF without CR: it may be
 *     the middle of a name that holds a LF; or Telnet commands stood in it, which may be bytes of a
 *     name and are not in the lines any more. It is never believed to announce a data connection or
 *     to name a directory
 */
public record Reply(int code, List<byte[]> lines, boolean doubtful) {

  /** Copies the list. */
  public Reply {
    lines = List.copyOf(lines);
  }

  /** A reply whose lines all ended in CR LF. */
  public Reply(int code, List<byte[]> lines) {
    this(code, lines, false);
  }

  /**
   * A reply of the gateway's own.
   *
   * @param text ASCII without CR and LF
   * @throws IllegalArgumentException if the text has a control character
   */
  public static Reply of(int code, String text) {
    if (text.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IllegalArgumentException("not a reply text");
    }
    return new Reply(code, List.of((code + " " + text).getBytes(StandardCharsets.US_ASCII)));
  }

  /** Whether a line begins as a reply does: three digits, then a space, a hyphen or the end. */
  public static boolean begins(Line line) {
    byte[] bytes = line.bytes();
    return bytes.length >= 3
        && Decimal.isDigit(bytes[0])
        && Decimal.isDigit(bytes[1])
        && Decimal.isDigit(bytes[2])
        && (bytes.length == 3 || bytes[3] == ' ' || bytes[3] == '-');
  }

  /** How much memory it takes, nearly: that of an empty line too. */
  public long memoryBytes() {
    return lines.stream().mapToLong(line -> line.length + Line.MEMORY_BYTES).sum();
  }

  /** Whether another reply will follow for the same command (1xx). */
  public boolean isPreliminary() {
    return code / 100 == 1;
  }

  /** Whether the command was done (2xx). */
  public boolean isCompletion() {
    return code / 100 == 2;
  }

  /** Whether the server wants the next command of the sequence (3xx). */
  public boolean isIntermediate() {
    return code / 100 == 3;
  }

  /** The first line behind its code and separator, as text. */
  public String text() {
    byte[] first = lines.get(0);
    return first.length <= 4 ? "" : Text.decode(Arrays.copyOfRange(first, 4, first.length));
  }

  /**
   * What stands behind {@code 227 } and the like, if the reply has that code and one line that
   * begins and ends at a CR LF. Text that looks like an address in a reply of several lines is
   * never one.
   */
  Optional<byte[]> singleLine(int wantedCode) {
    byte[] first = lines.get(0);
    return code == wantedCode
            && !doubtful
            && lines.size() == 1
            && first.length > 4
            && first[3] == ' '
        ? Optional.of(Arrays.copyOfRange(first, 4, first.length))
        : Optional.empty();
  }

  /** All lines, each with CR LF. */
  public byte[] toBytes() {
    int length = 0;
    for (byte[] line : lines) {
      length += line.length + 2;
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] line : lines) {
      System.arraycopy(line, 0, all, at, line.length);
      at += line.length;
      all[at++] = '\r';
      all[at++] = '\n';
    }
    return all;
  }
}
