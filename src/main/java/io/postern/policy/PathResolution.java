package io.postern.policy;

import org.jspecify.annotations.Nullable;

/** Walks the components of an argument: an empty one and a dot stay, two dots go up. */
final class PathResolution {

  private final StringBuilder path = new StringBuilder();
  private final boolean windowsPaths;

  private PathResolution(boolean windowsPaths) {
    this.windowsPaths = windowsPaths;
  }

  /**
   * The path that an argument leads to.
   *
   * @param directory absolute; empty means the root
   */
  static FilePath resolve(String directory, String argument, boolean windowsPaths) {
    PathResolution resolution = new PathResolution(windowsPaths);
    return resolution.walk(directory) && resolution.walk(argument)
        ? FilePath.known(resolution.text())
        : FilePath.UNKNOWN;
  }

  private boolean walk(String argument) {
    int from = 0;
    while (from <= argument.length()) {
      int slash = argument.indexOf('/', from);
      int to = slash < 0 ? argument.length() : slash;
      String name = name(argument.substring(from, to));
      if (name == null) {
        return false;
      }
      enter(name);
      from = to + 1;
    }
    return true;
  }

  private void enter(String name) {
    if (name.equals("..")) {
      path.setLength(Math.max(0, path.lastIndexOf("/")));
    } else if (!name.isEmpty() && !name.equals(".")) {
      path.append('/').append(name);
    }
  }

  /** The name as the server takes it; null if that can't be told. */
  private @Nullable String name(String component) {
    if (component.indexOf('\0') >= 0) {
      return null;
    }
    return windowsPaths ? windowsName(component) : component;
  }

  private static @Nullable String windowsName(String component) {
    if (component.indexOf(':') >= 0 || isShort(component)) {
      return null;
    }
    int end = component.length();
    while (end > 0 && (component.charAt(end - 1) == '.' || component.charAt(end - 1) == ' ')) {
      end--;
    }
    return end > 0 ? component.substring(0, end) : dots(component);
  }

  /** What a name of nothing but dots and spaces means. */
  private static @Nullable String dots(String component) {
    return switch (component) {
      case "", ".", ".." -> component;
      default -> null;
    };
  }

  /** {@code PROGRA~1}, which another, longer name may stand behind. */
  private static boolean isShort(String component) {
    int tilde = component.indexOf('~');
    return tilde >= 0
        && tilde + 1 < component.length()
        && Character.isDigit(component.charAt(tilde + 1));
  }

  private String text() {
    return path.isEmpty() ? "/" : path.toString();
  }
}
