package io.postern.ftp;

/** Host names, as DNS has them. Nothing is looked up. */
public final class HostName {

  private static final int LONGEST = 253;
  private static final int LONGEST_LABEL = 63;

  private HostName() {}

  /**
   * RFC 1123 section 2.1, with the underscore that some networks have; no point at the end. The
   * last label is not a number, decimal or hexadecimal: a mistyped address is not taken for a name,
   * nor is {@code 0x7f000001}, which resolvers of the system take for 127.0.0.1.
   */
  public static boolean isValid(String text) {
    if (text.length() > LONGEST) {
      return false;
    }
    String[] labels = text.split("\\.", -1);
    for (String label : labels) {
      if (!isLabel(label)) {
        return false;
      }
    }
    return !isNumber(labels[labels.length - 1]);
  }

  private static boolean isLabel(String label) {
    return !label.isEmpty()
        && label.length() <= LONGEST_LABEL
        && !label.startsWith("-")
        && !label.endsWith("-")
        && label.chars().allMatch(c -> isLetterOrDigit(c) || c == '-' || c == '_');
  }

  private static boolean isLetterOrDigit(int c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isNumber(String label) {
    boolean hexadecimal = label.startsWith("0x") || label.startsWith("0X");
    return hexadecimal
        ? label.chars().skip(2).allMatch(HostName::isHexadecimal)
        : label.chars().allMatch(HostName::isDigit);
  }

  private static boolean isHexadecimal(int c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
