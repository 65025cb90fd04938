package io.postern.policy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.function.Predicate;

/**
 * A glob or a regular expression over a whole name, of a user or a certificate. The time of a match
 * is bounded by the length of the name times that of the pattern, whatever name a client sends.
 * Immutable.
 */
public final class NamePattern {

  /**
   * The largest compiled expression, in instructions: a name is compared with each at each place.
   */
  private static final int MAX_PROGRAM_SIZE = 5_000;

  private static final long MAX_WRITTEN_OUT = 1_000_000;

  /** The larger number of <code>{2}</code>, <code>{2,}</code> and <code>{2,5}</code>. */
  private static final Pattern COUNT = Pattern.compile("(?:\\{|,)([0-9]{1,4})(?:,?\\})");

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
      throw new IllegalArgumentException("a name is empty; '*' is any name");
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
   * @throws IllegalArgumentException if it is none or too large; the message says why
   */
  public static NamePattern regex(String expression) {
    String text = "/" + expression + "/";
    if (writtenOut(expression) > MAX_WRITTEN_OUT) {
      throw tooLarge(text);
    }
    try {
      Pattern compiled = Pattern.compile(expression);
      if (compiled.programSize() > MAX_PROGRAM_SIZE) {
        throw tooLarge(text);
      }
      return new NamePattern(text, "", compiled::matches);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          text + " is no regular expression of RE2: " + e.getDescription(), e);
    }
  }

  /**
   * How many characters at the most an expression has without its counts: the compiler writes
   * <code>((a{1000}){1000}){1000}</code> out, for which no memory is enough.
   */
  private static long writtenOut(String expression) {
    long length = expression.length();
    Matcher counts = COUNT.matcher(expression);
    while (counts.find() && length <= MAX_WRITTEN_OUT) {
      length *= Math.max(1, Integer.parseInt(counts.group(1)));
    }
    return length;
  }

  private static IllegalArgumentException tooLarge(String text) {
    return new IllegalArgumentException(text + " is too large: it repeats too much too often");
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
