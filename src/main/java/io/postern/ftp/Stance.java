package io.postern.ftp;

/** What the gateway does about a {@link Deviation}, from the mildest to the strictest. */
public enum Stance {
  /** Tolerated, and not told. */
  ALLOW,
  /** Tolerated, and told. */
  LOG,
  /** A line of the client is refused with a reply; one of the server is not relayed. */
  DENY,
  /** The session is closed. */
  CLOSE;

  /** The stricter of the two. */
  public Stance atLeast(Stance other) {
    return compareTo(other) < 0 ? other : this;
  }
}
