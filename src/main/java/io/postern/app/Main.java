package io.postern.app;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The entry point of the command line. */
public final class Main {

  private Main() {}

  /**
   * Runs the command line, and ends the process.
   *
   * @param args the arguments
   */
  public static void main(String[] args) {
    Charset charset = console();
    PrintWriter out = new PrintWriter(System.out, true, charset);
    PrintWriter err = new PrintWriter(System.err, true, charset);
    System.exit(execute(args, out, err));
  }

  /**
   * Runs the command line. {@code run} returns only when the thread is interrupted, or if it can't
   * start.
   *
   * @param args the arguments
   * @param out what a user asked for
   * @param err mistakes and warnings
   * @return the exit code, as {@code --help} lists it
   */
  static int execute(String[] args, PrintWriter out, PrintWriter err) {
    return new CommandLine(new PosternCommand())
        .setOut(out)
        .setErr(err)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(UsageFault::report)
        .setExecutionExceptionHandler(Main::fault)
        .execute(args);
  }

  /** Tells of a fault of our own: loud, whole, and never taken for a mistake of the user's. */
  static int fault(Exception e, CommandLine command, CommandLine.ParseResult result) {
    command.getErr().println("postern: a fault of Postern's own; please report it:");
    e.printStackTrace(command.getErr());
    return ExitCodes.FAULT;
  }

  // JDK 17 sets no encoding for a PrintWriter of its own accord; JDK 18 and later know the
  // console's.
  private static Charset console() {
    String locale = String.valueOf(System.getProperty("sun.jnu.encoding"));
    return locale.toUpperCase(Locale.ROOT).contains("UTF")
        ? StandardCharsets.UTF_8
        : StandardCharsets.US_ASCII;
  }
}
