package io.postern.policy;

/** A glob or a regular expression over a whole user name. Matching takes linear time. */
public final class NamePattern {

  private final String text;

  private NamePattern(String text) {
    this.text = text;
  }

  /** {@code *} is any text, {@code ?} one character. */
  public static NamePattern glob(String glob) {
    return new NamePattern(glob);
  }

  /**
   * A regular expression in RE2's syntax, without look-around and back references.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public static NamePattern regex(String expression) {
    return new NamePattern("/" + expression + "/");
  }

  /** Whether the whole name matches. */
  public boolean matches(String name) {
    throw new UnsupportedOperationException(name + " by " + text);
  }

  /** As it stands in a file: a glob, or {@code /regex/}. */
  @Override
  public String toString() {
    return text;
  }
}
