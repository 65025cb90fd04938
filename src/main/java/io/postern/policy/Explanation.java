package io.postern.policy;

import java.util.List;

/**
 * How a decision came about.
 *
 * @param decision the decision
 * @param steps every rule that was asked, in order, up to and with the one that decided
 */
public record Explanation(Decision decision, List<Step> steps) {

  /**
   * One rule that was asked.
   *
   * @param rule its id
   * @param matched whether it matched
   * @param why in one line: the first condition that did not hold, with what was asked for and what
   *     there was; or what a rule that matched did
   */
  public record Step(String rule, boolean matched, String why) {}
}
