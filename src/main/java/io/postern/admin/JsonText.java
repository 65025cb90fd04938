package io.postern.admin;

import java.util.Locale;
import java.util.stream.Collectors;

/** Text as RFC 8259 section 7 has it, in ASCII: nothing of it can move a terminal's cursor. */
final class JsonText {

  /** The longest that a peer's text is told; the rest is cut off and marked. */
  static final int MOST = 1_024;

  private JsonText() {}

  /** With its quotation marks. */
  static String quoted(String text) {
    String told = text.length() > MOST ? text.substring(0, MOST - 1) + '…' : text;
    return told.chars().mapToObj(JsonText::escaped).collect(Collectors.joining("", "\"", "\""));
  }

  private static String escaped(int c) {
    return c < ' ' || c == '"' || c == '\\' || c > '~'
        ? String.format(Locale.ROOT, "\\u%04x", c)
        : String.valueOf((char) c);
  }
}
