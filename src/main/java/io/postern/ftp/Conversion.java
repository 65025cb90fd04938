package io.postern.ftp;

import org.jspecify.annotations.Nullable;

/**
 * A conversion of printf: position, flags, width, precision, length, letter. The space, a flag, is
 * not taken for one: {@code 5 % discount}.
 *
 * @param end where the text goes on
 * @param writes whether it is {@code n}, which writes into memory
 * @param writesForSure whether it can be nothing else: with a position, or {@code h} or {@code hh}
 */
record Conversion(int end, boolean writes, boolean writesForSure) {

  private static final String FLAGS = "-+#0'";
  private static final String LENGTHS = "hljztLq";
  private static final String LETTERS = "diouxXeEfFgGaAcspn";

  /**
   * Reads a conversion.
   *
   * @param percent where its percent sign is
   * @return null if there is none
   */
  static @Nullable Conversion read(byte[] text, int percent) {
    int number = digits(text, percent + 1);
    boolean positional = number > percent + 1 && is(text, number, '$');
    int at = positional ? number + 1 : percent + 1;
    at = number(text, any(text, at, FLAGS));
    at = is(text, at, '.') ? number(text, at + 1) : at;
    int length = at;
    at = any(text, at, LENGTHS);
    if (at >= text.length || LETTERS.indexOf(text[at]) < 0 || at > length + 2) {
      return null;
    }
    boolean writes = text[at] == 'n';
    return new Conversion(at + 1, writes, writes && (positional || is(text, length, 'h')));
  }

  private static int number(byte[] text, int from) {
    return is(text, from, '*') ? from + 1 : digits(text, from);
  }

  private static int digits(byte[] text, int from) {
    return any(text, from, "0123456789");
  }

  private static int any(byte[] text, int from, String of) {
    int at = from;
    while (at < text.length && of.indexOf(text[at]) >= 0) {
      at++;
    }
    return at;
  }

  private static boolean is(byte[] text, int at, char c) {
    return at < text.length && text[at] == c;
  }
}
