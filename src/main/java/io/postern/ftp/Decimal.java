package io.postern.ftp;

/**
 * Decimal numbers in bytes. Only ASCII digits count: {@link Integer#parseInt} would take a sign and
 * the digits of every script.
 */
final class Decimal {

  private Decimal() {}

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /**
   * Reads a number that fills the range: digits only, no leading zero.
   *
   * @param max the largest value taken, at most 99,999,999
   * @return -1 if it is not such a number
   */
  static int parse(byte[] bytes, int from, int to, int max) {
    int length = to - from;
    if (length < 1 || length > 8 || (length > 1 && bytes[from] == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(bytes[i])) {
        return -1;
      }
      value = value * 10 + bytes[i] - '0';
    }
    return value <= max ? value : -1;
  }
}
