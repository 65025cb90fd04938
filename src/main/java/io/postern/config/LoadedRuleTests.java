package io.postern.config;

import java.util.List;

/**
 * Rule tests that can be run.
 *
 * @param file the file as the user named it
 * @param rules what they test
 * @param cases in the order of the text; at least one
 */
public record LoadedRuleTests(String file, LoadedRules rules, List<RuleTest> cases) {

  /** Copies the list. */
  public LoadedRuleTests {
    cases = List.copyOf(cases);
  }
}
