package io.postern.admin;

/** Text as RFC 8259 section 7 has it, in ASCII: nothing of it can move a terminal's cursor. */
final class JsonText {

  /** The longest that a peer's text is told; the rest is cut off and marked. */
  static final int MOST = 1_024;

  private JsonText() {}

  /** With its quotation marks. */
  static String quoted(String text) {
    String told = text.length() > MOST ? text.substring(0, MOST - 1) + '…' : text;
    StringBuilder json = new StringBuilder(told.length() + 2).append('"');
    for (int i = 0; i < told.length(); i++) {
      append(json, told.charAt(i));
    }
    return json.append('"').toString();
  }

  /**
   * By hand: peers choose the text, of thousands of sessions, and format() takes µs a character.
   */
  private static void append(StringBuilder json, char c) {
    if (c >= ' ' && c != '"' && c != '\\' && c <= '~') {
      json.append(c);
      return;
    }
    json.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      json.append(Character.forDigit((c >> shift) & 0xF, 16));
    }
  }
}
