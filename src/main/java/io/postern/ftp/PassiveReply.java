package io.postern.ftp;

import java.util.Optional;

/** The reply to PASV (RFC 959 section 4.1.2, RFC 1123 section 4.1.2.6). Stateless; any thread. */
public final class PassiveReply {

  /** The code of the reply. */
  public static final int CODE = 227;

  private static final int COMMAS = 5;
  private static final int MOST_BEHIND = 8;

  private PassiveReply() {}

  /**
   * Reads the address of a single-line 227: six numbers as in {@link PortForm}, with or without
   * parentheses, also behind {@code =}, with text before and behind. A letter, a sign or a byte
   * above 127 that touches the numbers spoils them.
   *
   * @return empty if there is none, more than one, the reply has several lines, or the port is 0
   */
  public static Optional<Endpoint> parse(Reply reply) {
    return reply.singleLine(CODE).flatMap(PassiveReply::onlyTuple);
  }

  /**
   * Whether a reply that {@link #parse} could read has its numbers in parentheses, and no more than
   * 8 characters behind the last number, as Cisco's strict inspection wants it.
   */
  public static boolean isStandard(Reply reply) {
    byte[] text = reply.singleLine(CODE).orElse(new byte[0]);
    for (int from = 0; from < text.length; from++) {
      int to = runEnd(text, from);
      if (commas(text, from, to) == COMMAS) {
        return from > 0
            && text[from - 1] == '('
            && to < text.length
            && text[to] == ')'
            && text.length - to <= MOST_BEHIND;
      }
      from = to;
    }
    return false;
  }

  /** Reads the one run of digits and commas that has five commas or more. */
  private static Optional<Endpoint> onlyTuple(byte[] text) {
    Optional<Endpoint> found = Optional.empty();
    boolean seen = false;
    for (int from = 0; from < text.length; from++) {
      int to = runEnd(text, from);
      if (commas(text, from, to) >= COMMAS) {
        if (seen || touched(text, from, to)) {
          return Optional.empty();
        }
        seen = true;
        found = PortForm.parse(text, from, to);
      }
      from = to;
    }
    return found;
  }

  private static int runEnd(byte[] text, int from) {
    int to = from;
    while (to < text.length && (text[to] == ',' || Decimal.isDigit(text[to]))) {
      to++;
    }
    return to;
  }

  private static int commas(byte[] text, int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      count += text[i] == ',' ? 1 : 0;
    }
    return count;
  }

  private static boolean touched(byte[] text, int from, int to) {
    boolean before = from > 0 && (spoils(text[from - 1]) || text[from - 1] == '.');
    boolean behind = to < text.length && spoils(text[to]);
    // A full stop may end the sentence, but not part a fraction.
    boolean fraction = to + 1 < text.length && text[to] == '.' && Decimal.isDigit(text[to + 1]);
    return before || behind || fraction;
  }

  private static boolean spoils(byte b) {
    return b < 0 || b == '+' || b == '-' || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
  }

  /**
   * The standard form: {@code 227 Entering Passive Mode (h1,h2,h3,h4,p1,p2).}
   *
   * @throws IllegalArgumentException if the address is of IPv6
   */
  public static Reply format(Endpoint endpoint) {
    return Reply.of(CODE, "Entering Passive Mode (" + PortForm.format(endpoint) + ").");
  }
}
