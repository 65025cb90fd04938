package io.postern.policy;

import java.util.List;

/** What a glob over paths may look like; each mistake is told with what would be right. */
final class GlobSyntax {

  private GlobSyntax() {}

  /**
   * The globs without choices that a glob stands for.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static List<String> expand(String glob) {
    if (glob.length() > PathPattern.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a glob is longer than " + PathPattern.MAX_LENGTH + " characters");
    }
    if (glob.indexOf(Glob.USER) >= 0) {
      throw fault(glob, "holds U+FFFF, which is no character");
    }
    if (glob.indexOf('\\') >= 0) {
      throw fault(glob, "holds a '\\': write '/' between directories, and '?' for the character");
    }
    List<String> expanded = Braces.expand(glob);
    expanded.forEach(each -> check(glob, each));
    return expanded;
  }

  private static void check(String glob, String expanded) {
    if (!expanded.startsWith("/")) {
      String right =
          glob.startsWith("{") ? "'/" + glob + "'" : "'/" + glob + "' or '/**/" + glob + "'";
      throw fault(glob, "does not begin with '/': write " + right);
    }
    if (expanded.length() == 1) {
      return;
    }
    for (String component : expanded.substring(1).split("/", -1)) {
      checkComponent(glob, component);
    }
  }

  private static void checkComponent(String glob, String component) {
    switch (component) {
      case "" ->
          throw fault(
              glob,
              "has '//' or ends in '/': '/in' is the directory, '/in/*' what is in it, '/in/**' both and all below");
      case ".", ".." ->
          throw fault(glob, "has '" + component + "': paths are compared after it is resolved");
      case "**" -> {}
      default -> {
        if (component.contains("**")) {
          throw fault(glob, "has '**' beside other characters: write '*', or '**' between slashes");
        }
      }
    }
  }

  private static IllegalArgumentException fault(String glob, String what) {
    return new IllegalArgumentException("'" + glob + "' " + what);
  }
}
