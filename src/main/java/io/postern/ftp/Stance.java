package io.postern.ftp;

/** What the gateway does about a {@link Deviation}. */
public enum Stance {
  /** Tolerated, and not told. */
  ALLOW,
  /** Tolerated, and told. */
  LOG,
  /** The line is refused with a reply. */
  DENY,
  /** The session is closed. */
  CLOSE
}
