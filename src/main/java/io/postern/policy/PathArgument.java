package io.postern.policy;

import io.postern.ftp.Command;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where in a command's argument a path is, and where it leads. What only the server can tell (a
 * home directory, a wildcard, a command that the gateway does not know) is {@link
 * FilePath#UNKNOWN}.
 */
public final class PathArgument {

  private static final Set<String> SITE_WITHOUT_PATH =
      Set.of("HELP", "IDLE", "UMASK", "WHO", "ZONE", "QUOTA", "PSWD", "GPASS", "GROUP");
  private static final Set<String> SITE_WITH_PATH = Set.of("CPFR", "CPTO", "MKDIR", "RMDIR");

  private PathArgument() {}

  /**
   * The file or directory that a command is about.
   *
   * @param directory the working directory
   * @param windowsPaths see {@link RuleList}
   */
  public static FilePath of(Command command, FilePath directory, boolean windowsPaths) {
    Found found = find(command, windowsPaths);
    String text = found.text();
    return text == null ? found.otherwise() : lead(text, directory, windowsPaths);
  }

  /** Whether it depends on the working directory where a command leads. */
  public static boolean isRelative(Command command, boolean windowsPaths) {
    return of(command, FilePath.UNKNOWN, windowsPaths).equals(FilePath.UNKNOWN)
        && !of(command, FilePath.of("/"), windowsPaths).equals(FilePath.UNKNOWN);
  }

  /** The text of a path, or what there is instead. */
  private record Found(@Nullable String text, FilePath otherwise) {

    static final Found NOTHING = new Found(null, FilePath.NONE);
    static final Found UNKNOWN = new Found(null, FilePath.UNKNOWN);

    static Found path(String text) {
      return new Found(text, FilePath.NONE);
    }
  }

  private static Found find(Command command, boolean windowsPaths) {
    String argument = command.argumentText();
    return switch (command.verb()) {
      case RETR, STOR, APPE, STOU, MLSD, MLST -> Found.path(argument);
      case CWD, XCWD, MKD, XMKD, RMD, XRMD, RMDA, DELE, RNFR, RNTO, SMNT -> Found.path(argument);
      case SIZE, DSIZ, AVBL, HASH, MD5, CPFR, CPTO -> Found.path(argument);
      case CDUP, XCUP -> Found.path("..");
      case LIST, NLST, STAT -> listed(argument, windowsPaths);
      case XCRC, XMD5, XSHA1, XSHA, XSHA256, XSHA384, XSHA512 -> quoted(argument);
      case MFMT, MFCT, MFF -> Found.path(afterWord(argument));
      case MDTM -> Found.path(timed(argument) ? afterWord(argument) : argument);
      // What they name is a list in the server's own syntax.
      case MMD5, COMB -> Found.UNKNOWN;
      // PRET RETR /file: the transfer that follows is asked for again.
      case PRET -> Found.NOTHING;
      case SITE -> site(argument);
      // A line without a verb may be a command to a server that reads it in another way.
      case OTHER -> argument.isBlank() && !command.name().isEmpty() ? Found.NOTHING : Found.UNKNOWN;
      default -> Found.NOTHING;
    };
  }

  /** {@code LIST -la /in}: options first; the server expands wildcards. */
  private static Found listed(String argument, boolean windowsPaths) {
    String path = argument.stripLeading();
    while (path.startsWith("-")) {
      if (!isOption(firstWord(path))) {
        return Found.UNKNOWN;
      }
      path = afterWord(path);
    }
    return hasWildcard(path, windowsPaths) || isSeveral(path) ? Found.UNKNOWN : Found.path(path);
  }

  /**
   * {@code -la}. What is no letter or digit ends the options for Pure-FTPd, and the path begins:
   * {@code -a/secret}.
   */
  private static boolean isOption(String word) {
    return word.length() > 1 && word.chars().skip(1).allMatch(PathArgument::isLetterOrDigit);
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** A backslash quotes the next character, as in {@code /se\cret}, where it parts no names. */
  private static boolean hasWildcard(String path, boolean windowsPaths) {
    String special = windowsPaths ? "*?[{" : "*?[{\\";
    return path.chars().anyMatch(c -> special.indexOf(c) >= 0);
  }

  /**
   * Servers that hand the argument to {@code ls}, as BSD's ftpd does, list each word of it. A space
   * in a name is more frequent than such a server, so only what looks like another path counts.
   */
  private static boolean isSeveral(String path) {
    return path.contains(" /") || path.contains(" ~") || path.contains(" ..");
  }

  /**
   * {@code XCRC "/in/a b" 0 100}: the quotation marks are needed only where more follows. A name
   * that has some itself is read in several ways.
   */
  private static Found quoted(String argument) {
    if (argument.indexOf('"') < 0) {
      return Found.path(argument);
    }
    int end = argument.indexOf('"', 1);
    boolean plain = argument.startsWith("\"") && end > 0 && argument.indexOf('"', end + 1) < 0;
    return plain ? Found.path(argument.substring(1, end)) : Found.UNKNOWN;
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
    String given = argument.stripLeading();
    String word = firstWord(given).toUpperCase(Locale.ROOT);
    if (word.isEmpty() || SITE_WITHOUT_PATH.contains(word)) {
      return Found.NOTHING;
    }
    if (word.equals("CHMOD") || word.equals("CHGRP") || word.equals("CHOWN")) {
      return Found.path(afterWord(afterWord(given)));
    }
    return SITE_WITH_PATH.contains(word) ? Found.path(afterWord(given)) : Found.UNKNOWN;
  }

  /**
   * Some servers drop spaces around a path (ProFTPD does), others take them for a part of it; and
   * Pure-FTPd makes {@code _} of each control character.
   */
  private static FilePath lead(String text, FilePath directory, boolean windowsPaths) {
    return isHome(text)
            || !text.equals(text.strip())
            || text.chars().anyMatch(Character::isISOControl)
        ? FilePath.UNKNOWN
        : FilePath.resolve(directory, text, windowsPaths);
  }

  /** {@code ~} and {@code ~bob/x}, which servers expand; not {@code ~$draft.docx}. */
  private static boolean isHome(String path) {
    return path.startsWith("~")
        && (path.length() == 1
            || path.charAt(1) == '/'
            || Character.isLetterOrDigit(path.charAt(1)));
  }

  private static String firstWord(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }

  private static String afterWord(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? "" : text.substring(space + 1).stripLeading();
  }
}
