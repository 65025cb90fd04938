package io.postern.admin;

/** Why an operator does something: text for the audit log. */
final class OperatorReason {

  private static final int MOST = 200;

  private OperatorReason() {}

  /** What {@code ?reason=} says, without control characters; empty if it says nothing. */
  static String of(Request request) {
    String clean = request.text("reason").replaceAll("\\p{Cntrl}+", " ").strip();
    return clean.length() > MOST ? clean.substring(0, MOST) : clean;
  }

  /** The reason of a session's end. */
  static String ended(String reason) {
    return reason.isEmpty() ? "an operator ended it" : "an operator ended it: " + reason;
  }
}
