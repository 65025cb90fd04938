package io.postern.policy;

import java.util.Set;

/** Rules by the names of their listeners. */
final class ByListener extends Discriminator<String> {

  @Override
  Set<String> keys(Rule rule) {
    return rule.when().listeners();
  }

  @Override
  void find(Facts facts, Candidates candidates) {
    offer(facts.request.listener(), facts, candidates);
  }
}
