package io.postern.admin;

import java.util.List;

/**
 * What came of reading the rules again.
 *
 * @param generation of the policy in force afterwards
 * @param rules how many rules it has
 * @param mistakes every mistake for which the policy before stays, each one line; empty if there is
 *     none
 */
public record Reload(long generation, int rules, List<String> mistakes) {

  /** Copies the list. */
  public Reload {
    mistakes = List.copyOf(mistakes);
  }
}
