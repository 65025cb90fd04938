package io.postern.ftp;

import java.util.Arrays;
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

  private static final byte[] NO_ARGUMENT = {};

  /** The longest verb: RFC 959's have four letters; XSHA256 and SITE extensions have more. */
  public static final int MAX_NAME = 12;

  /**
   * Reads a command.
   *
   * @return empty if the line does not begin with a verb: 1 to {@link #MAX_NAME} ASCII letters and
   *     digits, the first a letter, or {@code P@SW}, followed by a space or the end
   */
  public static Optional<Command> parse(Line line) {
    byte[] bytes = line.bytes();
    int end = wordEnd(bytes);
    if (end == 0 || end > MAX_NAME || (end < bytes.length && bytes[end] != ' ')) {
      return Optional.empty();
    }
    String name = Ascii.upper(bytes, 0, end);
    if (name.indexOf('@') >= 0 && !name.equals(Verb.P_SW.text())) {
      return Optional.empty();
    }
    byte[] argument =
        end + 1 < bytes.length ? Arrays.copyOfRange(bytes, end + 1, bytes.length) : NO_ARGUMENT;
    return Optional.of(new Command(Verb.of(name), name, argument, line));
  }

  /** Where the word ends that the line begins with; 0 if there is none. */
  private static int wordEnd(byte[] bytes) {
    if (bytes.length == 0 || !Ascii.isLetter(bytes[0])) {
      return 0;
    }
    int end = 1;
    while (end < bytes.length && end <= MAX_NAME && isWordByte(bytes[end])) {
      end++;
    }
    return end;
  }

  private static boolean isWordByte(byte b) {
    return Ascii.isLetter(b) || Decimal.isDigit(b) || b == '@';
  }

  /** How much memory it takes, nearly, with what a session keeps of it while it waits. */
  public int memoryBytes() {
    return line.bytes().length + argument.length + 4 * Line.MEMORY_BYTES;
  }

  /** The argument as text: see {@link Text#decode}. */
  public String argumentText() {
    return Text.decode(argument);
  }

  /** The argument as a word of the protocol: in capitals, folded from ASCII only. */
  public String argumentWord() {
    return Ascii.upper(argument, 0, argument.length);
  }

  /**
   * The argument for events. That of PASS, ACCT, ADAT, MIC, CONF and ENC is {@code ****}; so is
   * that of SITE with a password subcommand (Serv-U's {@code SITE PSWD}, wu-ftpd's {@code SITE
   * GPASS}) and that of an unknown verb that looks like a misspelt or foreign password command
   * ({@code PASSS}, {@code PSAS}, {@code XPASS}). Every other one is the text as it came, not
   * escaped.
   */
  public String maskedArgument() {
    return Secrets.isSecret(this) ? Secrets.MASK : argumentText();
  }

  /**
   * The name for events. A word that the gateway does not know and that begins like a password
   * command is most likely {@code PASS} with its argument run on: it is cut there.
   */
  public String maskedName() {
    return verb == Verb.OTHER ? Secrets.maskedName(name) : name;
  }
}
