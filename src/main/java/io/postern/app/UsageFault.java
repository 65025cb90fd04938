package io.postern.app;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what is wrong with the command line: one line, and where to read on. */
final class UsageFault {

  private UsageFault() {}

  static int report(ParameterException e, String... args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + message(e));
    command.getErr().println("Try '" + name + " --help'.");
    return ExitCodes.USAGE;
  }

  private static String message(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(e.getMessage());
    }
    String argument = unmatched.getUnmatched().get(0);
    String kind = unmatched.isUnknownOption() ? "option" : "argument";
    return "unknown " + kind + " '" + argument + "'" + suggestion(unmatched.getSuggestions());
  }

  private static String suggestion(List<String> near) {
    return near.isEmpty() ? "" : "; did you mean '" + near.get(0) + "'?";
  }
}
