package io.postern.ftp;

import java.util.OptionalInt;

/** The reply to EPSV (RFC 2428 section 3). Stateless; any thread. */
public final class ExtendedPassiveReply {

  /** The code of the reply. */
  public static final int CODE = 229;

  private ExtendedPassiveReply() {}

  /**
   * Reads the port of a single-line 229, {@code (|||port|)} with any delimiter that {@link
   * EprtForm} takes.
   *
   * @return 1 to 65535; empty if there is none, more than one, or the first two fields are not
   *     blank
   */
  public static OptionalInt parse(Reply reply) {
    return reply.singleLine(CODE).map(ExtendedPassiveReply::onlyPort).orElse(OptionalInt.empty());
  }

  private static OptionalInt onlyPort(byte[] text) {
    int found = 0;
    for (int at = 0; at < text.length; at++) {
      int port = portAt(text, at);
      if (port > 0 && found > 0) {
        return OptionalInt.empty();
      }
      found = Math.max(found, port);
    }
    return found > 0 ? OptionalInt.of(found) : OptionalInt.empty();
  }

  /** The port if the form begins here; otherwise 0 or less. */
  private static int portAt(byte[] text, int at) {
    int from = at + 4;
    if (from >= text.length || text[at] != '(' || !blankFields(text, at + 1)) {
      return 0;
    }
    int to = from;
    while (to < text.length && to - from <= 5 && Decimal.isDigit(text[to])) {
      to++;
    }
    boolean closed = to + 1 < text.length && text[to] == text[at + 1] && text[to + 1] == ')';
    return closed ? Decimal.parse(text, from, to, 65_535) : 0;
  }

  private static boolean blankFields(byte[] text, int at) {
    byte delimiter = text[at];
    return EprtForm.isDelimiter(delimiter)
        && text[at + 1] == delimiter
        && text[at + 2] == delimiter;
  }

  /**
   * The standard form: {@code 229 Entering Extended Passive Mode (|||port|)}.
   *
   * @param port 1 to 65535
   */
  public static Reply format(int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not in 1-65535");
    }
    return Reply.of(CODE, "Entering Extended Passive Mode (|||" + port + "|)");
  }
}
