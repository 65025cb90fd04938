package io.postern.app;

import io.postern.policy.Policy;
import java.util.List;

/**
 * What came of loading the policy again.
 *
 * @param policy the one in force afterwards
 * @param mistakes every mistake for which the one before stays; empty if there is none
 */
record PolicyReload(Policy policy, List<String> mistakes) {

  PolicyReload {
    mistakes = List.copyOf(mistakes);
  }
}
