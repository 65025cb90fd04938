package io.postern.session;

import io.postern.ftp.Verb;

/**
 * Which codes can answer which command (RFC 959 section 5.4). It is asked only where replies may
 * leave the order of their commands: while a transfer runs, and around ABOR.
 */
final class ReplyPlausibility {

  private ReplyPlausibility() {}

  /** Whether a server may answer this command so. */
  static boolean plausible(Verb verb, int code) {
    if (code >= 400) {
      return true;
    }
    return switch (verb.kind()) {
      case TRANSFER -> code / 100 == 1 || code == 226 || code == 250 || code == 225;
      case SET_UP -> setUp(verb, code);
      default -> !announcesData(code) && plain(verb, code);
    };
  }

  /** 227, 228 and 229 announce a data connection; nothing but a set-up command asks for that. */
  static boolean announcesData(int code) {
    return code >= 227 && code <= 229;
  }

  private static boolean setUp(Verb verb, int code) {
    return switch (verb) {
      case PASV -> code == 227 || code == 229;
      case EPSV -> announcesData(code) || code == 200;
      default -> code / 100 == 2 && !announcesData(code) && code != 226 && code != 225;
    };
  }

  private static boolean plain(Verb verb, int code) {
    return switch (verb) {
      case ABOR -> code == 225 || code == 226 || code == 200 || code == 250;
      case STAT -> code == 200 || (code >= 211 && code <= 215) || code == 250;
      default -> code / 100 != 1 && code != 225 && code != 226;
    };
  }
}
