package io.postern.ftp;

import java.util.Optional;

/**
 * A command of the client (RFC 959 section 5.3).
 *
 * @param verb what the gateway makes of it
 * @param name the word itself, in capitals (ASCII letters only are folded); for logs
 * @param argument what follows the first space; empty if nothing does. Not to be changed
 * @param line the whole line with its own bytes
 */
public record Command(Verb verb, String name, byte[] argument, Line line) {

  /** The longest verb: RFC 959's have four letters; XSHA256 and SITE extensions have more. */
  public static final int MAX_NAME = 12;

  /**
   * Reads a command.
   *
   * @return empty if the line does not begin with a verb: 1 to {@link #MAX_NAME} ASCII letters and
   *     digits, the first a letter, or {@code P@SW}, followed by a space or the end
   */
  public static Optional<Command> parse(Line line) {
    throw new UnsupportedOperationException(line.toString());
  }

  /** The argument as text: see {@link Text#decode}. */
  public String argumentText() {
    return Text.decode(argument);
  }

  /**
   * The argument for events: that of PASS, ACCT, ADAT and of every verb that is not understood as
   * harmless ({@link Verb#OTHER} that looks like a password command) is masked.
   */
  public String maskedArgument() {
    throw new UnsupportedOperationException();
  }
}
