package io.postern.policy;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A glob over an absolute path without choices, component by component. Like {@link Glob} it only
 * ever tries the last {@code **} again, so that the time is bounded by the length of the path times
 * that of the glob.
 */
final class ComponentGlobs {

  private static final String ANY = "**";

  /** Null stands for {@code **}. */
  private final List<@Nullable Glob> components;

  private final String literalPrefix;

  /**
   * Compiles a glob.
   *
   * @param glob begins with a slash and does not end with one, but for {@code /} itself
   */
  ComponentGlobs(String glob) {
    String[] parts = glob.length() == 1 ? new String[0] : glob.substring(1).split("/", -1);
    this.components = Arrays.stream(parts).<@Nullable Glob>map(ComponentGlobs::glob).toList();
    this.literalPrefix = literalPrefix(parts, components);
  }

  private static @Nullable Glob glob(String component) {
    return component.equals(ANY) ? null : new Glob(component);
  }

  private static String literalPrefix(String[] parts, List<@Nullable Glob> globs) {
    StringBuilder prefix = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      Glob glob = globs.get(i);
      if (glob == null || !glob.isLiteral()) {
        break;
      }
      prefix.append('/').append(parts[i]);
    }
    return prefix.toString();
  }

  /** The directory that every path that matches lies in or is; empty means the root. */
  String literalPrefix() {
    return literalPrefix;
  }

  /** Whether it matches a normalised path. */
  boolean matches(String path, @Nullable String user) {
    int at = path.length() == 1 ? path.length() : 0;
    int token = 0;
    int anyToken = -1;
    int anyAt = at;
    while (at < path.length() || token < components.size()) {
      if (token < components.size() && components.get(token) == null) {
        anyToken = token++;
        anyAt = at;
        continue;
      }
      int end = end(path, at);
      if (at < path.length() && token < components.size() && one(token, path, at, end, user)) {
        at = end;
        token++;
      } else if (anyToken >= 0 && anyAt < path.length()) {
        anyAt = end(path, anyAt);
        at = anyAt;
        token = anyToken + 1;
      } else {
        return false;
      }
    }
    return true;
  }

  private boolean one(int token, String path, int slash, int end, @Nullable String user) {
    Glob glob = components.get(token);
    return glob != null && glob.matches(path, slash + 1, end, user);
  }

  /** Where the component ends that begins with the slash at this place. */
  private static int end(String path, int slash) {
    int next = path.indexOf('/', slash + 1);
    return next < 0 ? path.length() : next;
  }
}
