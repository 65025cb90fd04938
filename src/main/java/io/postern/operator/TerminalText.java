package io.postern.operator;

/**
 * Text of peers for a terminal: nothing of it moves the cursor, changes a colour, or turns a line
 * round.
 */
public final class TerminalText {

  private static final char UNSEEN = '?';
  private static final char CUT = '…';

  private static final int[][] WIDE = {
    {0x1100, 0x115F}, // Hangul that begins a syllable
    {0x2E80, 0xA4CF}, // CJK, kana, Yi
    {0xA960, 0xA97F},
    {0xAC00, 0xD7A3}, // Hangul
    {0xF900, 0xFAFF},
    {0xFE10, 0xFE19},
    {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60}, // full width
    {0xFFE0, 0xFFE6},
    {0x16FE0, 0x1B2FF},
    {0x1F000, 0x1FAFF}, // emoji
    {0x20000, 0x3FFFD}
  };

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

  /** Clean, and at most so many cells wide. */
  public static String fitted(String text, int width) {
    String clean = clean(text);
    if (width(clean) <= width) {
      return clean;
    }
    if (width <= 0) {
      return "";
    }
    int end = 0;
    for (int left = width - 1; ; ) {
      int point = clean.codePointAt(end);
      left -= cells(point);
      if (left < 0) {
        return clean.substring(0, end) + CUT;
      }
      end += Character.charCount(point);
    }
  }

  /** How many cells of a terminal clean text takes. */
  static int width(String clean) {
    return clean.codePoints().map(TerminalText::cells).sum();
  }

  /** The wide characters of Unicode Standard Annex 11, whole blocks of them. */
  private static int cells(int point) {
    if (point < 0x1100) {
      return 1;
    }
    for (int[] each : WIDE) {
      if (point >= each[0] && point <= each[1]) {
        return 2;
      }
    }
    return 1;
  }
}
