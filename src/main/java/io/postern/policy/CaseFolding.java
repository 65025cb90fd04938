package io.postern.policy;

/**
 * How Windows compares names: character by character, by a table of capitals. The length stays the
 * same.
 */
final class CaseFolding {

  private CaseFolding() {}

  static String fold(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (fold(text.charAt(i)) != text.charAt(i)) {
        return folded(text);
      }
    }
    return text;
  }

  private static String folded(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.chars().forEach(c -> out.append(fold((char) c)));
    return out.toString();
  }

  /** Through the capital: some letters share it without being each other's small one. */
  private static char fold(char c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }
}
