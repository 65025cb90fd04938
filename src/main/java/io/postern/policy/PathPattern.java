package io.postern.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A glob over an absolute path: {@code *} and {@code ?} don't match a slash, {@code **} as a whole
 * component matches any number of them, {@code {a,b}} is a choice, {@code {user}} the name of the
 * user. {@code /in/**} matches {@code /in} itself too. Every other character stands for itself; a
 * name that has a star, a question mark or a brace is matched with {@code ?}.
 *
 * <p>The time of a match is bounded by the length of the path times that of the glob, whatever a
 * client sends. Immutable.
 */
public final class PathPattern {

  /** The longest glob, in characters. */
  public static final int MAX_LENGTH = 1024;

  private final String glob;
  private final List<ComponentGlobs> choices;

  private PathPattern(String glob, List<ComponentGlobs> choices) {
    this.glob = glob;
    this.choices = choices;
  }

  /**
   * Reads a glob.
   *
   * @throws IllegalArgumentException if it is none; the message says what is wrong and what would
   *     be right
   */
  public static PathPattern of(String glob) {
    List<String> expanded = GlobSyntax.expand(glob);
    return new PathPattern(glob, expanded.stream().map(ComponentGlobs::new).toList());
  }

  /** The pattern for paths and users that {@link CaseFolding} has gone over. */
  PathPattern caseFolded() {
    List<ComponentGlobs> folded =
        GlobSyntax.expand(glob).stream().map(CaseFolding::fold).map(ComponentGlobs::new).toList();
    return new PathPattern(glob, folded);
  }

  /**
   * Whether it matches.
   *
   * @param path absolute and normalised
   * @param user for {@code {user}}; null, or a name with a slash, or a dot or two, matches none
   */
  public boolean matches(String path, @Nullable String user) {
    String component = user != null && isComponent(user) ? user : null;
    for (int i = 0; i < choices.size(); i++) {
      if (choices.get(i).matches(path, component)) {
        return true;
      }
    }
    return false;
  }

  /** The directories one of which every path that matches lies in or is; empty means the root. */
  List<String> literalPrefixes() {
    return choices.stream().map(ComponentGlobs::literalPrefix).distinct().toList();
  }

  private static boolean isComponent(String user) {
    return !user.isEmpty()
        && user.indexOf('/') < 0
        && user.indexOf('\\') < 0
        && !user.equals(".")
        && !user.equals("..");
  }

  /** The glob as it stands in a file. */
  @Override
  public String toString() {
    return glob;
  }
}
