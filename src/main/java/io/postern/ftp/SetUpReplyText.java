package io.postern.ftp;

import java.util.Arrays;
import java.util.List;

/**
 * Looks for a 227 or a 229 in an argument. A server that answers {@code 550 NAME: no such file}
 * sends it back to the client, and a firewall on the way that reads segments instead of lines takes
 * it for an announcement ({@code NLST 227 Entering Passive Mode (10,0,0,5,0,139)}). The code alone
 * is a name like any other; only one that an address or a port follows counts.
 */
final class SetUpReplyText {

  /** More than the longest 227 has; so a line of nothing but codes costs little. */
  private static final int MOST = 96;

  private SetUpReplyText() {}

  static boolean isIn(byte[] text) {
    for (int at = 0; at + 4 < text.length; at++) {
      if (text[at] == '2' && text[at + 1] == '2' && isAnnouncement(text, at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAnnouncement(byte[] text, int at) {
    return switch (text[at + 2]) {
      case '7' -> PassiveReply.parse(from(227, text, at)).isPresent();
      case '9' -> ExtendedPassiveReply.parse(from(229, text, at)).isPresent();
      default -> false;
    };
  }

  private static Reply from(int code, byte[] text, int at) {
    return new Reply(code, List.of(Arrays.copyOfRange(text, at, Math.min(text.length, at + MOST))));
  }
}
