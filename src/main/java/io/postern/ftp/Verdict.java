package io.postern.ftp;

/** What becomes of a command. */
public enum Verdict {
  /** It goes on with its own bytes. */
  ALLOW,
  /** It goes on, written anew. */
  REWRITE,
  /** The gateway answers it; the server never sees it. */
  DENY,
  /** The gateway answers it and ends the session. */
  CLOSE
}
