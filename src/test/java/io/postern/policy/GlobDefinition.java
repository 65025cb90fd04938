package io.postern.policy;

/** What a glob means, written as its definition reads; slow. */
final class GlobDefinition {

  private GlobDefinition() {}

  /** Whether a glob without choices matches a normalised path. */
  static boolean matches(String glob, String path) {
    return components(glob.substring(1), path.length() == 1 ? "" : path);
  }

  /** The glob without its first slash; each component of the path with one. */
  private static boolean components(String glob, String path) {
    int slash = glob.indexOf('/');
    String first = slash < 0 ? glob : glob.substring(0, slash);
    if (first.equals("**")) {
      return rest(glob, slash, path)
          || (!path.isEmpty() && components(glob, path.substring(end(path))));
    }
    return !path.isEmpty()
        && name(first, path.substring(1, end(path)))
        && rest(glob, slash, path.substring(end(path)));
  }

  private static boolean rest(String glob, int slash, String path) {
    return slash < 0 ? path.isEmpty() : components(glob.substring(slash + 1), path);
  }

  private static int end(String path) {
    int slash = path.indexOf('/', 1);
    return slash < 0 ? path.length() : slash;
  }

  /** Whether a glob without slashes matches a name. */
  static boolean name(String glob, String name) {
    if (glob.isEmpty()) {
      return name.isEmpty();
    }
    if (glob.charAt(0) == '*') {
      return name(glob.substring(1), name) || (!name.isEmpty() && name(glob, name.substring(1)));
    }
    return !name.isEmpty()
        && (glob.charAt(0) == '?' || glob.charAt(0) == name.charAt(0))
        && name(glob.substring(1), name.substring(1));
  }
}
