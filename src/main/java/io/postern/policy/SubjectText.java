package io.postern.policy;

import java.util.Optional;

/**
 * Reads the name of a certificate's subject once, from left to right. The JDK's own reader is not
 * asked: it drops {@code O=x} from {@code CN=a\\,O=x}.
 */
final class SubjectText {

  private static final String SPECIAL = ",+\"\\<>;";

  private final String text;
  private final StringBuilder whole = new StringBuilder();
  private String commonName = "";
  private boolean hasCommonName;
  private int at;

  SubjectText(String text) {
    this.text = text;
  }

  Optional<Subject> read() {
    while (part()) {
      if (at == text.length()) {
        return Optional.of(new Subject(whole.toString(), commonName));
      }
      whole.append(text.charAt(at++));
    }
    return Optional.empty();
  }

  /** {@code TYPE=value}, up to the next {@code ,} or {@code +}. */
  private boolean part() {
    int equals = text.indexOf('=', at);
    if (equals < 0 || !isType(text.substring(at, equals))) {
      return false;
    }
    String type = text.substring(at, equals);
    whole.append(type).append('=');
    at = equals + 1;
    boolean hex = at < text.length() && text.charAt(at) == '#';
    boolean spaced = at < text.length() && text.charAt(at) == ' ';
    StringBuilder value = new StringBuilder();
    if (spaced || !value(value)) {
      return false;
    }
    if (type.equals("CN") && !hasCommonName) {
      hasCommonName = true;
      commonName = hex ? "" : value.toString();
    }
    return true;
  }

  private static boolean isType(String type) {
    return type.matches("[A-Z]+|[0-9]+(\\.[0-9]+)*");
  }

  private boolean value(StringBuilder value) {
    while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '+') {
      char c = text.charAt(at);
      if (c == '\\') {
        if (!escaped(value)) {
          return false;
        }
      } else if (SPECIAL.indexOf(c) >= 0) {
        return false;
      } else {
        whole.append(c == '=' ? "\\=" : String.valueOf(c));
        value.append(c);
        at++;
      }
    }
    return true;
  }

  /** A backslash with the character itself, or with the two digits of one of ASCII. */
  private boolean escaped(StringBuilder value) {
    String two = text.substring(at + 1, Math.min(text.length(), at + 3));
    boolean digits = two.matches("[0-7][0-9A-Fa-f]");
    if (!digits && (two.isEmpty() || !isEscapable(two.charAt(0)))) {
      return false;
    }
    int length = digits ? 3 : 2;
    value.append(digits ? (char) Integer.parseInt(two, 16) : two.charAt(0));
    whole.append(text, at, at + length);
    at += length;
    return true;
  }

  private static boolean isEscapable(char c) {
    return SPECIAL.indexOf(c) >= 0 || c == '=' || c == '#' || c == ' ';
  }
}
