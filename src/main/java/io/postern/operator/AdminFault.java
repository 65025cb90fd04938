package io.postern.operator;

/** Why the gateway could not be asked, or has not done it. The message is one line for people. */
public final class AdminFault extends Exception {

  private static final long serialVersionUID = 1L;

  /** What kind of fault it is. */
  public enum Kind {
    /** Nobody answers, or not as a gateway of this version does; or the token is wrong. */
    UNREACHABLE,
    /** The gateway has understood, and says no: there is no such session, or ban, or server. */
    REFUSED
  }

  private final Kind kind;

  /** A fault. */
  public AdminFault(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  /** What kind of fault it is. */
  public Kind kind() {
    return kind;
  }
}
