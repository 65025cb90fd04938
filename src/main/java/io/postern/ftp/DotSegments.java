package io.postern.ftp;

/**
 * Looks for names in a path that are nothing but dots. Both slashes part names, since servers on
 * Windows take both.
 */
final class DotSegments {

  private final byte[] argument;
  private final boolean wordsBefore;
  private boolean any;
  private boolean aboveRoot;
  private boolean absolute;
  private int depth;

  private DotSegments(byte[] argument, boolean wordsBefore) {
    this.argument = argument;
    this.wordsBefore = wordsBefore;
  }

  /**
   * Reads an argument.
   *
   * @param wordsBefore whether a space or a quotation mark may stand before the path
   */
  static DotSegments of(byte[] argument, boolean wordsBefore) {
    DotSegments found = new DotSegments(argument, wordsBefore);
    found.read();
    return found;
  }

  /** Whether there is one of two dots or more: Windows 9x took {@code ...} for {@code ../..}. */
  boolean any() {
    return any;
  }

  /** Whether the path is absolute, and its {@code ..} lead above the root. */
  boolean aboveRoot() {
    return aboveRoot;
  }

  private void read() {
    int from = 0;
    for (int at = 0; at < argument.length; at++) {
      if (isSlash(argument[at])) {
        name(from, at);
        root(at);
        from = at + 1;
      } else if (wordsBefore && (argument[at] == ' ' || argument[at] == '"')) {
        absolute = false;
        from = at + 1;
      }
    }
    name(from, argument.length);
  }

  /** A slash where a path can begin; the second of two in a row changes nothing. */
  private void root(int slash) {
    boolean begins =
        slash == 0 || (wordsBefore && (argument[slash - 1] == ' ' || argument[slash - 1] == '"'));
    if (begins) {
      absolute = true;
      depth = 0;
    }
  }

  private void name(int from, int to) {
    int dots = dots(from, to);
    if (dots >= 2) {
      any = true;
      depth -= dots == 2 ? 1 : 0;
      aboveRoot = aboveRoot || (absolute && depth < 0);
    } else if (dots == 0 && to > from) {
      depth++;
    }
  }

  /** How many dots a name is made of; 0 if there is anything else. */
  private int dots(int from, int to) {
    for (int i = from; i < to; i++) {
      if (argument[i] != '.') {
        return 0;
      }
    }
    return to - from;
  }

  private static boolean isSlash(byte b) {
    return b == '/' || b == '\\';
  }
}
