package io.postern.config;

/** What a file holds, fit to be shown on a terminal: one short line without control characters. */
final class Quote {

  private static final int MOST = 60;
  private static final int MOST_OF_A_LINE = 300;

  private Quote() {}

  /** In quotation marks; {@code nothing} if the text is empty. */
  static String text(String text) {
    return text.isEmpty() ? "nothing" : '"' + bare(text) + '"';
  }

  /** Without quotation marks. */
  static String bare(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(MOST).forEach(point -> append(shown, point));
    return text.codePointCount(0, text.length()) > MOST ? shown + "..." : shown.toString();
  }

  /** A message of others: longer than a value may be. */
  static String line(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(MOST_OF_A_LINE).forEach(point -> append(shown, point));
    return shown.toString();
  }

  private static void append(StringBuilder shown, int point) {
    if (isShowable(point)) {
      shown.appendCodePoint(point);
    } else {
      shown.append(String.format("\\u%04x", point));
    }
  }

  // Cc, Cf, Cs, Co, Cn, Zl, Zp: a terminal might obey them, or break the line.
  private static boolean isShowable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
