package io.postern.policy;

import io.postern.ftp.Command;
import io.postern.ftp.Verb;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
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

  /**
   * A word of options of ls. Pure-FTPd ends it at the first other character, pyftpdlib takes it for
   * a path; and with R the listing is of more than one directory.
   */
  private static final Pattern OPTION = Pattern.compile("-[A-QS-Za-z0-9]+");

  /** The beginning of a MDTM that sets a time. */
  private static final Pattern TIME = Pattern.compile("^(?:[0-9]{8}|[0-9]{14}[^ ]*) ");

  /** The bytes of a file that follow its name. */
  private static final Pattern RANGE = Pattern.compile(" [0-9]+$");

  /** Some servers end a word at a tab too. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

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
    if (text == null) {
      return found.otherwise();
    }
    return climbs(windowsPaths ? text.replace('\\', '/') : text) && !isMove(command.verb())
        ? FilePath.UNKNOWN
        : lead(text, directory, windowsPaths);
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
      case MFMT, MFCT, MFF -> behind(argument, 1);
      case MDTM -> setsTime(argument) ? behind(argument, 1) : Found.path(argument);
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
    int options = path.length() < argument.length() ? 1 : 0;
    while (path.startsWith("-")) {
      if (!isOption(firstWord(path))) {
        return Found.UNKNOWN;
      }
      options++;
      path = afterWord(path).stripLeading();
    }
    return hasWildcard(path, windowsPaths) || isSeveral(path)
        ? Found.UNKNOWN
        : behind(argument, path, options);
  }

  private static boolean isOption(String word) {
    return OPTION.matcher(word).matches();
  }

  /** A backslash quotes the next character, as in {@code /se\cret}, where it parts no names. */
  private static boolean hasWildcard(String path, boolean windowsPaths) {
    String special = windowsPaths ? "*?[{" : "*?[{\\";
    return path.chars().anyMatch(c -> special.indexOf(c) >= 0);
  }

  /** Servers that hand the argument to {@code ls}, as Pure-FTPd does, list each word of it. */
  private static boolean isSeveral(String path) {
    return path.indexOf(' ') >= 0;
  }

  /**
   * {@code XCRC "/in/a b" 0 100}: the quotation marks are needed only where more follows, and not
   * even there ({@code XCRC /in/a 0 100}). A name that has some itself is read in several ways.
   */
  private static Found quoted(String argument) {
    if (argument.indexOf('"') < 0) {
      return RANGE.matcher(argument).find() ? Found.UNKNOWN : Found.path(argument);
    }
    int end = argument.indexOf('"', 1);
    boolean plain = argument.startsWith("\"") && end > 0 && argument.indexOf('"', end + 1) < 0;
    return plain ? Found.path(argument.substring(1, end)) : Found.UNKNOWN;
  }

  /**
   * Whether an argument of MDTM sets the time of a file, as it does in some servers: {@code MDTM
   * 20260101120000 /file}. A date alone will do for vsftpd.
   */
  private static boolean setsTime(String argument) {
    return TIME.matcher(argument).find();
  }

  /** Whether a command is a MDTM that sets a time. */
  static boolean setsTime(Command command) {
    return command.verb() == Verb.MDTM && setsTime(command.argumentText());
  }

  /** The path behind some words, if all servers read it so. */
  private static Found behind(String argument, int words) {
    String path = argument;
    for (int i = 0; i < words; i++) {
      path = afterWord(path);
    }
    return behind(argument, path, words);
  }

  /**
   * A server that knows nothing of the words before a path takes all for one: in pyftpdlib {@code
   * LIST -a /../../x} leads to a directory beside the working directory. Others end a word at any
   * white space.
   */
  private static Found behind(String argument, String path, int words) {
    boolean plain = words == 0 || !(path.contains("/..") || CONTROL.matcher(argument).find());
    return plain ? Found.path(path) : Found.UNKNOWN;
  }

  private static Found site(String argument) {
    String given = argument.stripLeading();
    String word = firstWord(given).toUpperCase(Locale.ROOT);
    if (word.isEmpty() || SITE_WITHOUT_PATH.contains(word)) {
      return Found.NOTHING;
    }
    if (given.indexOf('"') >= 0 || given.indexOf('\\') >= 0) {
      // ProFTPD reads the words of SITE as a shell does.
      return Found.UNKNOWN;
    }
    if (word.equals("CHMOD") || word.equals("CHGRP") || word.equals("CHOWN")) {
      return behind(given, 2);
    }
    return SITE_WITH_PATH.contains(word) ? behind(given, 1) : Found.UNKNOWN;
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
    return path.startsWith("~") && !path.startsWith("~$");
  }

  /**
   * Whether a path leads out of the working directory by {@code ..}. That is not where the gateway
   * was told it is if another session has renamed a directory above it meanwhile: vsftpd and
   * Pure-FTPd then go up from the new place, which may be beside all that the rules allow.
   */
  private static boolean climbs(String path) {
    if (path.startsWith("/")) {
      return false;
    }
    int depth = 0;
    for (String name : path.split("/", -1)) {
      if (name.equals("..")) {
        depth--;
      } else if (!name.isEmpty() && !name.equals(".")) {
        depth++;
      }
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }

  /** What may climb: the server is asked afterwards where that has led. */
  private static boolean isMove(Verb verb) {
    return switch (verb) {
      case CWD, XCWD, CDUP, XCUP -> true;
      default -> false;
    };
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
