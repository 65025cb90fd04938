package io.postern.config;

/** Who may use a Unix socket. */
public enum SocketMode {
  /** The user that the gateway runs as, and root. */
  OWNER("0600"),
  /** The members of its group too. */
  GROUP("0660");

  private final String octal;

  SocketMode(String octal) {
    this.octal = octal;
  }

  /** As chmod takes it. */
  public String octal() {
    return octal;
  }
}
