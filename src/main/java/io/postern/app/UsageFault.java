package io.postern.app;

import io.postern.config.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what is wrong with the command line: one line, and where to read on. */
final class UsageFault {

  private UsageFault() {}

  static int report(ParameterException e, String... args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + message(mistyped(e, args)));
    command.getErr().println("Try '" + name + " --help'.");
    return ExitCodes.USAGE;
  }

  /** Behind an option that is missing may be one that is mistyped: that helps more. */
  private static ParameterException mistyped(ParameterException e, String... args) {
    CommandLine command = e.getCommandLine();
    return Arrays.stream(args)
        .filter(argument -> e instanceof MissingParameterException && argument.startsWith("--"))
        .filter(argument -> !command.getCommandSpec().optionsMap().containsKey(name(argument)))
        .findFirst()
        .<ParameterException>map(
            argument -> new UnmatchedArgumentException(command, List.of(argument)))
        .orElse(e);
  }

  private static String name(String argument) {
    int end = argument.indexOf('=');
    return end < 0 ? argument : argument.substring(0, end);
  }

  private static String message(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(e.getMessage());
    }
    String argument = unmatched.getUnmatched().get(0);
    return unmatched.isUnknownOption()
        ? "unknown option '" + argument + "'" + suggestion(option(argument, e.getCommandLine()))
        : "unknown argument '"
            + argument
            + "'"
            + suggestion(unmatched.getSuggestions().stream().findFirst());
  }

  private static Optional<String> option(String argument, CommandLine command) {
    return Suggestion.nearest(name(argument), command.getCommandSpec().optionsMap().keySet());
  }

  private static String suggestion(Optional<String> near) {
    return near.map(word -> "; did you mean '" + word + "'?").orElse("");
  }
}
