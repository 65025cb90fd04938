package io.postern.ftp;

import java.util.List;

/** Which arguments never reach an event or a log. */
final class Secrets {

  /** What stands in place of a secret. */
  static final String MASK = "****";

  /** Parts of words that servers use for commands with passwords: SITE PSWD, CHPASS, CPWD. */
  private static final List<String> PARTS = List.of("PAS", "PSW", "PWD", "SECRET");

  /** glftpd: SITE ADDUSER name password, SITE GADDUSER group name password. */
  private static final List<String> SITE_PARTS = List.of("ADDUSER");

  private static final List<String> MISSPELT = List.of("PASS", "ACCT", "ADAT");

  private Secrets() {}

  static boolean isSecret(Command command) {
    return switch (command.verb()) {
      case PASS, ACCT, ADAT, MIC, CONF, ENC -> true;
      case SITE -> isSecretSite(firstWord(command.argument()));
      case OTHER -> hasPart(command.name(), PARTS) || isMisspelt(command.name());
      default -> false;
    };
  }

  private static boolean isSecretSite(String word) {
    return hasPart(word, PARTS) || hasPart(word, SITE_PARTS) || isMisspelt(word);
  }

  private static boolean hasPart(String word, List<String> parts) {
    return parts.stream().anyMatch(word::contains);
  }

  private static boolean isMisspelt(String word) {
    return MISSPELT.stream().anyMatch(right -> isOneSlipFrom(right, word));
  }

  /** Whether one letter was left out, put in, changed, or changed places with its neighbour. */
  private static boolean isOneSlipFrom(String right, String word) {
    int same = 0;
    while (same < Math.min(right.length(), word.length())
        && right.charAt(same) == word.charAt(same)) {
      same++;
    }
    String rest = right.substring(same);
    String found = word.substring(same);
    return from(rest, 1).equals(from(found, 1))
        || from(rest, 1).equals(found)
        || rest.equals(from(found, 1))
        || (rest.length() >= 2
            && found.length() >= 2
            && rest.charAt(0) == found.charAt(1)
            && rest.charAt(1) == found.charAt(0)
            && from(rest, 2).equals(from(found, 2)));
  }

  private static String from(String text, int start) {
    return text.substring(Math.min(start, text.length()));
  }

  private static String firstWord(byte[] argument) {
    int from = 0;
    while (from < argument.length && argument[from] == ' ') {
      from++;
    }
    int to = from;
    while (to < argument.length && argument[to] != ' ') {
      to++;
    }
    return Ascii.upper(argument, from, to);
  }

  /** {@code PASSWORD1} becomes {@code PASS****}. */
  static String maskedName(String word) {
    return List.of("PASS", "ACCT", "ADAT").stream()
        .filter(word::startsWith)
        .findFirst()
        .map(begin -> begin + "****")
        .orElse(word);
  }
}
