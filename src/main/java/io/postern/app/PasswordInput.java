package io.postern.app;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where a password is typed, or piped in. */
final class PasswordInput {

  /** A terminal that does not show what is typed. */
  interface Terminal {

    /**
     * Asks for a line.
     *
     * @return null at the end of the input
     */
    char @Nullable [] ask(String prompt);
  }

  /** The passwords that were typed are not the same. */
  static final class Different extends Exception {

    private static final long serialVersionUID = 1L;

    Different() {
      super("the two passwords differ");
    }
  }

  private final @Nullable Terminal terminal;
  private final InputStream standardInput;

  /**
   * An input.
   *
   * @param terminal null if there is none
   */
  PasswordInput(@Nullable Terminal terminal, InputStream standardInput) {
    this.terminal = terminal;
    this.standardInput = standardInput;
  }

  /** That of the process. Before Java 22 one without a terminal has no console. */
  @SuppressWarnings("SystemConsoleNull")
  static PasswordInput ofProcess() {
    Console console = System.console();
    return new PasswordInput(
        console == null || !isTerminal(console)
            ? null
            : prompt -> console.readPassword("%s", prompt),
        System.in);
  }

  /**
   * Reads a password: from the terminal, twice, because nobody sees it; without one it is the first
   * line of standard input.
   *
   * @return null if the input ends before
   */
  @Nullable String read() throws IOException, Different {
    if (terminal == null) {
      return new BufferedReader(new InputStreamReader(standardInput, StandardCharsets.UTF_8))
          .readLine();
    }
    char[] once = terminal.ask("Password: ");
    char[] again = once == null ? null : terminal.ask("Once more: ");
    if (once == null || again == null) {
      return null;
    }
    if (!Arrays.equals(once, again)) {
      throw new Different();
    }
    return new String(once);
  }

  /** Since Java 22 a console may be there without a terminal. */
  private static boolean isTerminal(Console console) {
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
