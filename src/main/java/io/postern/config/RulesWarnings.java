package io.postern.config;

import io.postern.policy.RuleList;

/** What is allowed in a rules file, but hardly wanted. */
final class RulesWarnings {

  private RulesWarnings() {}

  static void tell(Fields file, RuleList rules, Problems problems) {}
}
