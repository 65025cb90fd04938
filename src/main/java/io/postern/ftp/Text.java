package io.postern.ftp;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Bytes of the control channel as text (RFC 2640: UTF-8, and what older peers send). */
public final class Text {

  private static final char REPLACEMENT = '\uFFFD';
  private static final String ELLIPSIS = "…";

  private Text() {}

  /**
   * UTF-8, and ISO 8859-1 for the bytes that are not well-formed; nothing is lost or replaced. One
   * such byte changes nothing of the text around it: else it would give every directory of a path
   * another name than rules have.
   */
  public static String decode(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    // The replacement character may also have been sent as itself.
    return text.indexOf(REPLACEMENT) < 0 ? text : decodeStrictly(bytes);
  }

  private static String decodeStrictly(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    for (CoderResult found = decoder.decode(in, out, true);
        found.isError();
        found = decoder.decode(in, out, true)) {
      for (int i = 0; i < found.length(); i++) {
        out.put((char) (in.get() & 0xFF));
      }
      decoder.reset();
    }
    return out.flip().toString();
  }

  /**
   * The same text on one line that a terminal or a log can take: control characters, line
   * separators, bidirectional marks and other invisible format characters, lone surrogates and
   * backslashes are written as {@code \xNN} or {@code \\uNNNN}. Neither an escape nor a surrogate
   * pair is cut in two.
   *
   * @param max how many characters of the result at the most, at least 1; a longer one ends in
   *     {@code …}
   */
  public static String escape(String text, int max) {
    if (max < 1) {
      throw new IllegalArgumentException("max " + max + " is not positive");
    }
    StringBuilder out = new StringBuilder(Math.min(text.length(), max));
    int cut = 0;
    int codePoint;
    for (int at = 0; at < text.length(); at += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(at);
      append(out, codePoint);
      if (out.length() > max) {
        return out.substring(0, cut) + ELLIPSIS;
      }
      if (out.length() < max) {
        cut = out.length();
      }
    }
    return out.toString();
  }

  private static void append(StringBuilder out, int codePoint) {
    if (!needsEscape(codePoint)) {
      out.appendCodePoint(codePoint);
    } else if (codePoint <= 0xFF) {
      appendHex(out.append("\\x"), codePoint, 2);
    } else {
      for (char unit : Character.toChars(codePoint)) {
        appendHex(out.append("\\u"), unit, 4);
      }
    }
  }

  private static boolean needsEscape(int codePoint) {
    if (codePoint < 0x7F) {
      return codePoint < ' ' || codePoint == '\\';
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static void appendHex(StringBuilder out, int value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      out.append(Character.forDigit(value >> shift & 0xF, 16));
    }
  }
}
