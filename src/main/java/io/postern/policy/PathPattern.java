package io.postern.policy;

import org.jspecify.annotations.Nullable;

/**
 * A glob over an absolute path: {@code *} and {@code ?} don't match a slash, {@code **} as a whole
 * component matches any number of them, {@code {a,b}} is a choice, {@code {user}} the name of the
 * user as one component. {@code /in/**} matches {@code /in} itself too.
 */
public final class PathPattern {

  private final String glob;

  private PathPattern(String glob) {
    this.glob = glob;
  }

  /**
   * Reads a glob.
   *
   * @throws IllegalArgumentException if it is none; the message says what is wrong and what would
   *     be right
   */
  public static PathPattern of(String glob) {
    return new PathPattern(glob);
  }

  /**
   * Whether it matches.
   *
   * @param path absolute and normalised
   * @param user for {@code {user}}; null, or a name with a slash, or a dot or two, matches none
   */
  public boolean matches(String path, @Nullable String user) {
    throw new UnsupportedOperationException(path + user);
  }

  /** The glob as it stands in a file. */
  @Override
  public String toString() {
    return glob;
  }
}
