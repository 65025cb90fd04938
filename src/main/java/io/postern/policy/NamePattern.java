package io.postern.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.function.Predicate;

/**
 * A glob or a regular expression over a whole user name. The time of a match is bounded by the
 * length of the name times that of the pattern, whatever name a client sends. Immutable.
 */
public final class NamePattern {

  private final String text;
  private final String literalPrefix;
  private final Predicate<String> whole;

  private NamePattern(String text, String literalPrefix, Predicate<String> whole) {
    this.text = text;
    this.literalPrefix = literalPrefix;
    this.whole = whole;
  }

  /**
   * {@code *} is any text, {@code ?} one character. Case counts.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static NamePattern glob(String glob) {
    if (glob.isEmpty()) {
      throw new IllegalArgumentException("a user name is empty; '*' is any name");
    }
    if (glob.indexOf(Glob.USER) >= 0) {
      throw new IllegalArgumentException("'" + glob + "' holds U+FFFF, which is no character");
    }
    Glob compiled = new Glob(glob);
    return new NamePattern(glob, compiled.literalPrefix(), compiled::matches);
  }

  /**
   * A regular expression in RE2's syntax, without look-around and back references.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public static NamePattern regex(String expression) {
    String text = "/" + expression + "/";
    try {
      return new NamePattern(text, "", Pattern.compile(expression)::matches);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          text + " is no regular expression of RE2: " + e.getDescription(), e);
    }
  }

  /** Whether the whole name matches. */
  public boolean matches(String name) {
    return whole.test(name);
  }

  /** What every name that matches begins with; may be empty. */
  String literalPrefix() {
    return literalPrefix;
  }

  /** As it stands in a file: a glob, or {@code /regex/}. */
  @Override
  public String toString() {
    return text;
  }
}
