package io.postern.policy;

import java.util.List;
import java.util.Set;

/**
 * Some names. Immutable.
 *
 * @param exact with case
 * @param patterns globs and regular expressions
 */
public record Names(Set<String> exact, List<NamePattern> patterns) {

  /** Copies what it is given. */
  public Names {
    exact = Set.copyOf(exact);
    patterns = List.copyOf(patterns);
  }

  /** Whether a name is one of them. */
  boolean contains(String name) {
    if (exact.contains(name)) {
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
