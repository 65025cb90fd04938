package io.postern.ftp;

import java.util.OptionalInt;

/** The reply to EPSV (RFC 2428 section 3). */
public final class ExtendedPassiveReply {

  private ExtendedPassiveReply() {}

  /**
   * Reads the port of a single-line 229, {@code (|||port|)} with any delimiter that {@link
   * EprtForm} takes.
   *
   * @return 1 to 65535; empty if there is none, more than one, or the first two fields are not
   *     blank
   */
  public static OptionalInt parse(Reply reply) {
    throw new UnsupportedOperationException(reply.toString());
  }

  /** The standard form: {@code 229 Entering Extended Passive Mode (|||port|)}. */
  public static Reply format(int port) {
    throw new UnsupportedOperationException("" + port);
  }
}
