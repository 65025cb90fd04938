package io.postern.policy;

import io.postern.ftp.Command;
import java.util.Locale;
import java.util.Set;

/**
 * Where in a command's argument a path is, and where it leads. What only the server can tell (a
 * home directory, a wildcard, a command that the gateway does not know) is {@link
 * FilePath#UNKNOWN}.
 */
public final class PathArgument {

  private static final Set<String> SITE_WITHOUT_PATH =
      Set.of("HELP", "IDLE", "UMASK", "WHO", "ZONE", "QUOTA", "PSWD", "GPASS", "GROUP");
  private static final Set<String> SITE_WITH_PATH =
      Set.of("CPFR", "CPTO", "MKDIR", "RMDIR", "CHECKMETHOD");

  private PathArgument() {}

  /**
   * The file or directory that a command is about.
   *
   * @param directory the working directory
   * @param windowsPaths see {@link RuleList}
   */
  public static FilePath of(Command command, FilePath directory, boolean windowsPaths) {
    Found found = find(command);
    String text = found.text();
    return text == null ? found.otherwise() : lead(text, directory, windowsPaths);
  }

  /** Whether it depends on the working directory where a command leads. */
  public static boolean isRelative(Command command, boolean windowsPaths) {
    return of(command, FilePath.UNKNOWN, windowsPaths).equals(FilePath.UNKNOWN)
        && !of(command, FilePath.of("/"), windowsPaths).equals(FilePath.UNKNOWN);
  }

  /** The text of a path, or what there is instead. */
  private record Found(@org.jspecify.annotations.Nullable String text, FilePath otherwise) {

    static final Found NOTHING = new Found(null, FilePath.NONE);
    static final Found UNKNOWN = new Found(null, FilePath.UNKNOWN);

    static Found path(String text) {
      return new Found(text, FilePath.NONE);
    }
  }

  private static Found find(Command command) {
    String argument = command.argumentText();
    return switch (command.verb()) {
      case RETR, STOR, APPE, STOU, MLSD, MLST -> Found.path(argument);
      case CWD, XCWD, MKD, XMKD, RMD, XRMD, RMDA, DELE, RNFR, RNTO, SMNT -> Found.path(argument);
      case SIZE, DSIZ, AVBL, HASH, MD5, CPFR, CPTO -> Found.path(argument);
      case CDUP, XCUP -> Found.path("..");
      case LIST, NLST, STAT -> listed(argument);
      case XCRC, XMD5, XSHA1, XSHA, XSHA256, XSHA384, XSHA512 -> quoted(argument);
      case MFMT, MFCT, MFF -> Found.path(afterWord(argument));
      case MDTM -> Found.path(timed(argument) ? afterWord(argument) : argument);
      // What they name is a list in the server's own syntax.
      case MMD5, COMB -> Found.UNKNOWN;
      // PRET RETR /file: the transfer that follows is asked for again.
      case PRET -> Found.NOTHING;
      case SITE -> site(argument);
      case OTHER -> argument.isBlank() ? Found.NOTHING : Found.UNKNOWN;
      default -> Found.NOTHING;
    };
  }

  /** {@code LIST -la /in}: options first; the server expands wildcards. */
  private static Found listed(String argument) {
    String path = argument.stripLeading();
    while (path.startsWith("-")) {
      path = path.indexOf(' ') < 0 ? "" : afterWord(path).stripLeading();
    }
    return hasWildcard(path) ? Found.UNKNOWN : Found.path(path);
  }

  private static boolean hasWildcard(String path) {
    return path.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  /** {@code XCRC "/in/a b" 0 100}: the quotation marks are needed only where more follows. */
  private static Found quoted(String argument) {
    int end = argument.startsWith("\"") ? argument.indexOf('"', 1) : -1;
    return Found.path(end < 0 ? argument : argument.substring(1, end));
  }

  /** {@code MDTM 20260101120000 /file} sets a time, in some servers. */
  private static boolean timed(String argument) {
    int digits = 0;
    while (digits < argument.length()
        && argument.charAt(digits) >= '0'
        && argument.charAt(digits) <= '9') {
      digits++;
    }
    return digits >= 14 && argument.indexOf(' ', digits) >= 0;
  }

  private static Found site(String argument) {
    String word = firstWord(argument).toUpperCase(Locale.ROOT);
    if (word.isEmpty() || SITE_WITHOUT_PATH.contains(word)) {
      return Found.NOTHING;
    }
    if (word.equals("CHMOD") || word.equals("CHGRP") || word.equals("CHOWN")) {
      return Found.path(afterWord(afterWord(argument)));
    }
    return SITE_WITH_PATH.contains(word) ? Found.path(afterWord(argument)) : Found.UNKNOWN;
  }

  private static FilePath lead(String text, FilePath directory, boolean windowsPaths) {
    String path = windowsPaths ? text.replace('\\', '/') : text;
    if (isHome(path) || (windowsPaths && isAlias(path))) {
      return FilePath.UNKNOWN;
    }
    return FilePath.resolve(directory, path);
  }

  /** {@code ~} and {@code ~bob/x}, which servers expand; not {@code ~$draft.docx}. */
  private static boolean isHome(String path) {
    return path.startsWith("~")
        && (path.length() == 1
            || path.charAt(1) == '/'
            || Character.isLetterOrDigit(path.charAt(1)));
  }

  /**
   * Another name of a file on Windows: a drive or a stream ({@code a.asp::$DATA}), a short name
   * ({@code PROGRA~1}), and dots or spaces at the end of a name, which Windows drops.
   */
  private static boolean isAlias(String path) {
    if (path.indexOf(':') >= 0) {
      return true;
    }
    for (String name : path.split("/", -1)) {
      boolean step = name.equals(".") || name.equals("..");
      int tilde = name.indexOf('~');
      boolean shortName =
          tilde >= 0 && tilde + 1 < name.length() && Character.isDigit(name.charAt(tilde + 1));
      if (!step && (shortName || name.endsWith(".") || name.endsWith(" "))) {
        return true;
      }
    }
    return false;
  }

  private static String firstWord(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }

  private static String afterWord(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? "" : text.substring(space + 1);
  }
}
