package io.postern.admin;

/** Why an operator does something: text for the audit log. */
final class OperatorReason {

  /** In characters, of which one may be two of Java's. */
  private static final int MOST = 200;

  private OperatorReason() {}

  /**
   * What {@code ?reason=} says, without what moves a cursor or turns a line round; empty if it says
   * nothing.
   */
  static String of(Request request) {
    String clean =
        request.text("reason").replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ").strip();
    return clean.codePointCount(0, clean.length()) > MOST
        ? clean.substring(0, clean.offsetByCodePoints(0, MOST))
        : clean;
  }

  /** The reason of a session's end. */
  static String ended(String reason) {
    return reason.isEmpty() ? "an operator ended it" : "an operator ended it: " + reason;
  }
}
