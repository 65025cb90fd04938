package io.postern.ftp;

/**
 * Conversions of printf as attackers send them to servers that log or answer with their input as
 * the format (wu-ftpd's {@code SITE EXEC %.f%.f%.f}, {@code USER %s%s%s}). A percent sign is an
 * ordinary letter of file names; so this counts only
 *
 * <ul>
 *   <li>three conversions, one directly behind the other: {@code %x%x%x};
 *   <li>four with one character at the most, no letter or digit, between each two: {@code
 *       %08x.%08x.%08x.%08x};
 *   <li>one that writes and can be nothing else: {@code %7$n}, {@code %hn}, {@code %hhn};
 *   <li>{@code %n} beside another, parted as above: {@code %x%n}.
 * </ul>
 *
 * What is written like an octet of a URL ({@code %20}, {@code %C3%A4}) is no conversion, even if a
 * letter follows: {@code my%20name}. Dates of strftime ({@code %Y-%m-%d}) have one at the most.
 */
final class FormatString {

  private static final int ADJACENT = 3;
  private static final int NEAR = 4;

  private final byte[] text;
  private int adjacent;
  private int near;
  private int lastEnd = -2;
  private boolean writes;

  private FormatString(byte[] text) {
    this.text = text;
  }

  static boolean isIn(byte[] text) {
    return new FormatString(text).found();
  }

  private boolean found() {
    int at = 0;
    while (at < text.length) {
      if (text[at] != '%' || isOctet(at) || byteAt(at + 1) == '%') {
        at += text[at] != '%' ? 1 : isOctet(at) ? 3 : 2;
        continue;
      }
      Conversion conversion = Conversion.read(text, at);
      if (conversion == null) {
        at++;
      } else if (counts(at, conversion)) {
        return true;
      } else {
        at = conversion.end();
      }
    }
    return false;
  }

  private boolean counts(int at, Conversion conversion) {
    boolean touches = at == lastEnd;
    boolean isNear = touches || (at == lastEnd + 1 && !isWord(text[at - 1]));
    adjacent = touches ? adjacent + 1 : 1;
    near = isNear ? near + 1 : 1;
    writes = conversion.writes() || (isNear && writes);
    lastEnd = conversion.end();
    return conversion.writesForSure()
        || adjacent >= ADJACENT
        || near >= NEAR
        || (writes && near >= 2);
  }

  /**
   * {@code %} and two hexadecimal digits from 20 on; {@code %08x} begins as no URL's octet does.
   */
  private boolean isOctet(int at) {
    return isHex(byteAt(at + 1)) && isHex(byteAt(at + 2)) && byteAt(at + 1) >= '2';
  }

  private int byteAt(int at) {
    return at < text.length ? text[at] : -1;
  }

  private static boolean isHex(int b) {
    return (b >= '0' && b <= '9') || (b >= 'A' && b <= 'F') || (b >= 'a' && b <= 'f');
  }

  private static boolean isWord(byte b) {
    return b < 0 || Ascii.isLetter(b) || Decimal.isDigit(b);
  }
}
