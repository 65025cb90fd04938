package io.postern.audit;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object (RFC 8259) on one line. Text comes out as ASCII escapes where a terminal,
 * a log viewer, or a line reader could take it for something else: control characters, line
 * separators, format characters such as bidirectional marks, and lone surrogates. A JSON parser
 * gets back the very text that went in, unless it was longer than {@link #MAX_TEXT}.
 */
public final class JsonLine {

  /** The longest text, in UTF-16 units; the rest is cut off and marked by {@code …}. */
  public static final int MAX_TEXT = 1_024;

  private static final long MICROS_PER_MILLI = 1_000;

  private final StringBuilder out;
  private char separator = '{';

  /** Begins an object. */
  public JsonLine(StringBuilder out) {
    this.out = out;
  }

  /** Adds text; nothing if there is none. */
  public JsonLine text(String key, @Nullable String value) {
    if (value != null) {
      key(key);
      quote(shortened(value));
    }
    return this;
  }

  /** Adds a whole number. */
  public JsonLine number(String key, long value) {
    key(key);
    out.append(value);
    return this;
  }

  /** Adds true or false. */
  public JsonLine flag(String key, boolean value) {
    key(key);
    out.append(value);
    return this;
  }

  /** Adds a time in milliseconds, to the microsecond: {@code 12.034}. */
  public JsonLine millis(String key, Duration value) {
    long micros = Math.max(0, value.toNanos() / 1_000);
    key(key);
    out.append(micros / MICROS_PER_MILLI).append('.');
    String fraction = Long.toString(micros % MICROS_PER_MILLI);
    out.append("000", 0, 3 - fraction.length()).append(fraction);
    return this;
  }

  /** Ends the object and the line. */
  public void end() {
    out.append(separator == '{' ? "{}" : "}").append('\n');
  }

  private void key(String key) {
    out.append(separator);
    separator = ',';
    quote(key);
    out.append(':');
  }

  private static String shortened(String value) {
    if (value.length() <= MAX_TEXT) {
      return value;
    }
    int end = MAX_TEXT - 1;
    return value.substring(0, splitsPair(value, end) ? end - 1 : end) + '…';
  }

  private static boolean splitsPair(String value, int at) {
    return Character.isSurrogatePair(value.charAt(at - 1), value.charAt(at));
  }

  private void quote(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); ) {
      int point = value.codePointAt(i);
      append(point);
      i += Character.charCount(point);
    }
    out.append('"');
  }

  private void append(int point) {
    if (point == '"' || point == '\\') {
      out.append('\\').append((char) point);
    } else if (isPlain(point)) {
      out.appendCodePoint(point);
    } else {
      for (char unit : Character.toChars(point)) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
      }
    }
  }

  private static boolean isPlain(int point) {
    if (point >= ' ' && point <= '~') {
      return true;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
