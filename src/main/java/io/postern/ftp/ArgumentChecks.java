package io.postern.ftp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Looks at the argument of a command for what real clients don't send and attackers do: too long,
 * control characters, wrong encodings, conversions of printf, replies to be echoed, paths that
 * climb. What names real files have is no finding. Stateless; any thread.
 *
 * <p>Forms with a parser of their own (PORT, EPRT, EPSV) and the tokens of RFC 2228 are not looked
 * at.
 */
public final class ArgumentChecks {

  private static final int DELETE = 0x7F;

  private ArgumentChecks() {}

  /** What departs from the standard in the argument, the worst first; mostly nothing. */
  public static List<Deviation> of(Command command, ArgumentLimits limits) {
    ArgumentKind kind = ArgumentKind.of(command.verb());
    if (command.argument().length == 0 || kind == ArgumentKind.OTHER_FORM) {
      return List.of();
    }
    List<Deviation> found = new ArrayList<>(0);
    length(kind, command.argument().length, limits, found);
    characters(kind, command, found);
    if (FormatString.isIn(command.argument())) {
      found.add(Deviation.FORMAT_STRING);
    }
    if (SetUpReplyText.isIn(command.argument())) {
      found.add(Deviation.REPLY_IN_ARGUMENT);
    }
    if (kind.hasPath()) {
      path(command, kind, limits, found);
    }
    return found;
  }

  private static void length(
      ArgumentKind kind, int bytes, ArgumentLimits limits, List<Deviation> found) {
    switch (kind) {
      case USER -> tooLong(bytes, limits.userBytes(), Deviation.USER_TOO_LONG, found);
      case PASSWORD -> tooLong(bytes, limits.passwordBytes(), Deviation.PASSWORD_TOO_LONG, found);
      case SITE -> tooLong(bytes, limits.siteBytes(), Deviation.SITE_TOO_LONG, found);
      case PATH, WORDS_AND_PATH ->
          tooLong(bytes, limits.pathBytes(), Deviation.PATH_TOO_LONG, found);
      case NONE -> found.add(Deviation.SURPLUS_ARGUMENT);
      default -> {
        // The limit of the line is theirs too.
      }
    }
  }

  private static void tooLong(int bytes, int most, Deviation deviation, List<Deviation> found) {
    if (bytes > most) {
      found.add(deviation);
    }
  }

  private static void characters(ArgumentKind kind, Command command, List<Deviation> found) {
    byte[] argument = command.argument();
    boolean crCounts = !kind.hasPath() && !command.line().bareCr();
    if (any(argument, b -> isControl(b, crCounts))) {
      found.add(Deviation.CONTROL_CHARACTER);
    }
    if (kind.hasPath()) {
      if (!Utf8.isValid(argument)) {
        found.add(Deviation.MALFORMED_UTF_8);
      }
    } else if (isAscii(kind) && any(argument, b -> b < 0)) {
      found.add(Deviation.NON_ASCII);
    }
  }

  /** NUL, and CR in a path, have names of their own or are RFC 2640's CR NUL. */
  private static boolean isControl(int b, boolean crCounts) {
    return (b > 0 && b < ' ' && (b != '\r' || crCounts)) || b == DELETE;
  }

  private static boolean isAscii(ArgumentKind kind) {
    return switch (kind) {
      case USER, WORDS, NONE -> true;
      default -> false;
    };
  }

  private static void path(
      Command command, ArgumentKind kind, ArgumentLimits limits, List<Deviation> found) {
    byte[] argument = command.argument();
    if (wildcards(argument) > limits.pathWildcards()) {
      found.add(Deviation.TOO_MANY_WILDCARDS);
    }
    DotSegments dots = DotSegments.of(argument, kind == ArgumentKind.WORDS_AND_PATH);
    if (dots.aboveRoot()) {
      found.add(Deviation.PATH_ABOVE_ROOT);
    }
    if (dots.any() && !isParent(command)) {
      found.add(Deviation.DOT_DOT_PATH);
    }
  }

  private static int wildcards(byte[] argument) {
    int count = 0;
    for (byte b : argument) {
      count += b == '*' || b == '{' ? 1 : 0;
    }
    return count;
  }

  /** {@code CWD ..} is how many clients say CDUP. */
  private static boolean isParent(Command command) {
    byte[] argument = command.argument();
    boolean change = command.verb() == Verb.CWD || command.verb() == Verb.XCWD;
    return change
        && argument.length <= 3
        && argument[0] == '.'
        && argument[1] == '.'
        && (argument.length == 2 || argument[2] == '/' || argument[2] == '\\');
  }

  private static boolean any(byte[] bytes, IntPredicate wanted) {
    for (byte b : bytes) {
      if (wanted.test(b)) {
        return true;
      }
    }
    return false;
  }
}
