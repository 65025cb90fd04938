package io.postern.policy;

import java.util.ArrayList;
import java.util.List;

/** The choices <code>{a,b}</code> of a glob, written out: one glob for each combination. */
final class Braces {

  /** How many combinations there may be. */
  static final int MAX_GLOBS = 256;

  private static final String USER = "{user}";

  private final String whole;

  private Braces(String whole) {
    this.whole = whole;
  }

  /**
   * Writes them out. <code>{user}</code> becomes {@link Glob#USER}.
   *
   * @throws IllegalArgumentException if a brace has no partner, a choice has no comma, or there are
   *     more than {@link #MAX_GLOBS}
   */
  static List<String> expand(String glob) {
    return new Braces(glob).all(glob.replace(USER, String.valueOf(Glob.USER)));
  }

  private List<String> all(String glob) {
    int open = glob.indexOf('{');
    int close = glob.indexOf('}');
    if (open < 0 && close < 0) {
      return List.of(glob);
    }
    if (open < 0 || (close >= 0 && close < open)) {
      throw fault("has a '}' that closes nothing");
    }
    List<Integer> commas = new ArrayList<>();
    int end = end(glob, open, commas);
    if (commas.isEmpty()) {
      throw fault("has braces without a choice: write '{a,b}', or '{user}' for the user's name");
    }
    return choose(
        glob.substring(0, open), choices(glob, open, end, commas), glob.substring(end + 1));
  }

  private List<String> choose(String before, List<String> choices, String after) {
    List<String> tails = all(after);
    List<String> globs = new ArrayList<>();
    for (String choice : choices) {
      for (String head : all(choice)) {
        tails.forEach(tail -> globs.add(before + head + tail));
        if (globs.size() > MAX_GLOBS) {
          throw fault("has more than " + MAX_GLOBS + " combinations: write several globs");
        }
      }
    }
    return globs;
  }

  private static List<String> choices(String glob, int open, int end, List<Integer> commas) {
    List<String> choices = new ArrayList<>();
    int from = open + 1;
    for (int comma : commas) {
      choices.add(glob.substring(from, comma));
      from = comma + 1;
    }
    choices.add(glob.substring(from, end));
    return choices;
  }

  /** Where the brace is closed; the commas on the way that belong to it are collected. */
  private int end(String glob, int open, List<Integer> commas) {
    int depth = 0;
    for (int i = open; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      } else if (c == ',' && depth == 1) {
        commas.add(i);
      }
    }
    throw fault("has a '{' that is not closed");
  }

  private IllegalArgumentException fault(String what) {
    return new IllegalArgumentException("'" + whole + "' " + what);
  }
}
