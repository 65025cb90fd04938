package io.postern.ftp;

/** Bytes of the control channel as text (RFC 2640: UTF-8, and what older peers send). */
public final class Text {

  private Text() {}

  /** UTF-8 if the bytes are well-formed, ISO 8859-1 otherwise; nothing is lost or replaced. */
  public static String decode(byte[] bytes) {
    throw new UnsupportedOperationException("not written yet " + bytes.length);
  }

  /**
   * The same text on one line that a terminal or a log can take: control characters, line
   * separators, bidirectional marks and backslashes are written as {@code \xNN} or {@code \\uNNNN}.
   *
   * @param max how many characters of the result at the most; a longer one ends in {@code …}
   */
  public static String escape(String text, int max) {
    throw new UnsupportedOperationException(text + max);
  }
}
