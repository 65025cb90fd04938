package io.postern.policy;

import org.jspecify.annotations.Nullable;

/**
 * A glob over a piece of text: {@code *} is any text, {@code ?} one character, {@link #USER} the
 * name of the user. The time is bounded by the length of the text times that of the glob: only the
 * last star is ever tried again.
 */
final class Glob {

  /** Stands in a glob for the name of the user; a code point that is no character. */
  static final char USER = '\uFFFF';

  private final String glob;
  private final boolean literal;

  Glob(String glob) {
    this.glob = glob;
    this.literal = glob.indexOf('*') < 0 && glob.indexOf('?') < 0 && glob.indexOf(USER) < 0;
  }

  /** Whether it matches one text only, itself. */
  boolean isLiteral() {
    return literal;
  }

  /** The characters before the first star, question mark or user. */
  String literalPrefix() {
    int end = 0;
    while (end < glob.length() && "*?\uFFFF".indexOf(glob.charAt(end)) < 0) {
      end++;
    }
    return glob.substring(0, end);
  }

  boolean matches(String text) {
    return matches(text, 0, text.length(), null);
  }

  /**
   * Whether it matches the part of a text.
   *
   * @param user what {@link #USER} stands for; null matches nothing
   */
  boolean matches(String text, int from, int to, @Nullable String user) {
    if (literal) {
      return glob.length() == to - from && text.startsWith(glob, from);
    }
    int at = from;
    int token = 0;
    int starToken = -1;
    int starAt = from;
    while (at < to || token < glob.length()) {
      if (token < glob.length() && glob.charAt(token) == '*') {
        starToken = token++;
        starAt = at;
        continue;
      }
      int next = token < glob.length() ? step(text, at, to, glob.charAt(token), user) : -1;
      if (next >= 0) {
        at = next;
        token++;
      } else if (starToken >= 0 && starAt < to) {
        starAt = afterCharacter(text, starAt, to);
        at = starAt;
        token = starToken + 1;
      } else {
        return false;
      }
    }
    return true;
  }

  /** Where the text goes on behind what one token matches; -1 if it matches nothing. */
  private static int step(String text, int at, int to, char token, @Nullable String user) {
    if (token == USER) {
      return user != null && user.length() <= to - at && text.startsWith(user, at)
          ? at + user.length()
          : -1;
    }
    if (at == to) {
      return -1;
    }
    if (token == '?') {
      return afterCharacter(text, at, to);
    }
    return text.charAt(at) == token ? at + 1 : -1;
  }

  /** A character beyond the basic plane takes two places. */
  private static int afterCharacter(String text, int at, int to) {
    boolean pair =
        at + 1 < to
            && Character.isHighSurrogate(text.charAt(at))
            && Character.isLowSurrogate(text.charAt(at + 1));
    return pair ? at + 2 : at + 1;
  }
}
