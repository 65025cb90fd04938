package io.postern.transcript;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The escapes of a transcript's lines; each character stands for one byte unless it is UTF-8. */
final class Escapes {

  /** What ends a line that has no end. */
  private static final String NO_END = "\\c";

  private static final Pattern TOKEN =
      Pattern.compile("\\\\x([0-9a-f]{2})|\\\\([rnt0\\\\*])|(\\*)|([^\\\\*])", Pattern.DOTALL);

  private Escapes() {}

  /** What a side sends: with the line's end, unless it is left out. */
  static byte[] bytes(String text) {
    return literal(text).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The same with a character for each byte. */
  static String literal(String text) {
    StringBuilder result = new StringBuilder();
    Matcher matcher = tokens(text);
    while (matcher.lookingAt()) {
      result.append(matcher.group(3) != null ? "*" : unescaped(matcher));
      matcher.region(matcher.end(), matcher.regionEnd());
    }
    requireEnd(matcher, text);
    return hasEnd(text) ? result + "\r\n" : result.toString();
  }

  /** What a side sees: {@code *} is any text. */
  static Pattern pattern(String text) {
    StringBuilder result = new StringBuilder();
    Matcher matcher = tokens(text);
    while (matcher.lookingAt()) {
      result.append(matcher.group(3) != null ? "[^\r\n]*" : Pattern.quote(unescaped(matcher)));
      matcher.region(matcher.end(), matcher.regionEnd());
    }
    requireEnd(matcher, text);
    return Pattern.compile(result + "\r\n", Pattern.DOTALL);
  }

  /** Whether the text stands for a line with its end. */
  static boolean hasEnd(String text) {
    return !text.endsWith(NO_END);
  }

  /** The bytes as a reader of a failure wants them. */
  static String shown(String bytes) {
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      switch (c) {
        case '\r' -> result.append("\\r");
        case '\n' -> result.append("\\n");
        case '\\' -> result.append("\\\\");
        default -> result.append(c < ' ' || c > '~' ? String.format("\\x%02x", (int) c) : c);
      }
    }
    return result.toString();
  }

  private static Matcher tokens(String text) {
    String body = hasEnd(text) ? text : text.substring(0, text.length() - NO_END.length());
    byte[] utf8 = body.getBytes(StandardCharsets.UTF_8);
    return TOKEN.matcher(new String(utf8, StandardCharsets.ISO_8859_1));
  }

  private static String unescaped(Matcher matcher) {
    if (matcher.group(1) != null) {
      return String.valueOf((char) Integer.parseInt(matcher.group(1), 16));
    }
    if (matcher.group(2) == null) {
      return matcher.group(4);
    }
    return switch (matcher.group(2)) {
      case "r" -> "\r";
      case "n" -> "\n";
      case "t" -> "\t";
      case "0" -> "\0";
      default -> matcher.group(2);
    };
  }

  private static void requireEnd(Matcher matcher, String text) {
    if (matcher.regionStart() != matcher.regionEnd()) {
      throw new IllegalArgumentException("an escape that can't be read: " + text);
    }
  }
}
