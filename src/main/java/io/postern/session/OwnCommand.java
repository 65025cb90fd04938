package io.postern.session;

import io.postern.ftp.Command;
import io.postern.ftp.Line;
import io.postern.ftp.Verb;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Commands that the gateway writes, for itself or in a client's place. */
final class OwnCommand {

  private OwnCommand() {}

  /** A command with an argument; empty for none. */
  static Command of(Verb verb, byte[] argument) {
    return new Command(
        verb, verb.text(), argument, new Line(bytes(verb, argument), false, false, false));
  }

  /** A client's command with another argument; what its line has of faults stays with it. */
  static Command with(Command command, byte[] argument) {
    Line line = command.line();
    byte[] bytes = bytes(command.verb(), argument);
    return new Command(
        command.verb(),
        command.name(),
        argument,
        new Line(bytes, line.bareLf(), line.bareCr(), line.nul(), line.telnet()));
  }

  private static byte[] bytes(Verb verb, byte[] argument) {
    byte[] word =
        (verb.text() + (argument.length == 0 ? "" : " ")).getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = Arrays.copyOf(word, word.length + argument.length);
    System.arraycopy(argument, 0, bytes, word.length, argument.length);
    return bytes;
  }
}
