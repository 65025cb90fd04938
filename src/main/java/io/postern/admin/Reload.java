package io.postern.admin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of reading the rules and the certificates again.
 *
 * @param inForce numbers of what is in force afterwards, by their names: letters only
 * @param mistakes every mistake for which what was in force before stays, each one line; empty if
 *     there is none
 */
public record Reload(Map<String, Long> inForce, List<String> mistakes) {

  /** Copies both, in their order. */
  public Reload {
    inForce = Collections.unmodifiableMap(new LinkedHashMap<>(inForce));
    mistakes = List.copyOf(mistakes);
  }
}
