package io.postern.operator;

/**
 * Text of peers for a terminal: nothing of it moves the cursor, changes a colour, or turns a line
 * round.
 */
public final class TerminalText {

  private static final char UNSEEN = '?';
  private static final char CUT = '…';

  private TerminalText() {}

  /** Without control, format and private characters, and half pairs. */
  public static String clean(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(point -> out.appendCodePoint(isSeen(point) ? point : UNSEEN));
    return out.toString();
  }

  private static boolean isSeen(int point) {
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
          Character.UNASSIGNED,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          false;
      default -> true;
    };
  }

  /** Clean, and at most so many characters long. */
  public static String fitted(String text, int width) {
    String clean = clean(text);
    if (clean.codePointCount(0, clean.length()) <= width) {
      return clean;
    }
    return width <= 0 ? "" : clean.substring(0, clean.offsetByCodePoints(0, width - 1)) + CUT;
  }
}
