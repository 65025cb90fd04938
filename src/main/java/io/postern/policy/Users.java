package io.postern.policy;

import java.util.List;
import java.util.Set;

/**
 * Some users. Immutable.
 *
 * @param names exact, with case
 * @param patterns globs and regular expressions
 * @param anonymous whether {@code anonymous} and {@code ftp} are among them, in any case
 */
public record Users(Set<String> names, List<NamePattern> patterns, boolean anonymous) {

  /** Copies what it is given. */
  public Users {
    names = Set.copyOf(names);
    patterns = List.copyOf(patterns);
  }

  /** Whether a name is one of theirs. */
  boolean contains(String name, boolean isAnonymous) {
    if ((anonymous && isAnonymous) || names.contains(name)) {
      return true;
    }
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).matches(name)) {
        return true;
      }
    }
    return false;
  }
}
