package io.postern.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Conditions that must all hold, compiled; the cheap ones are asked first. Immutable. */
final class ConditionList {

  private final List<Condition> all;

  private ConditionList(List<Condition> all) {
    this.all = all;
  }

  static ConditionList of(Conditions conditions, boolean windowsPaths) {
    List<Condition> all = new ArrayList<>();
    OperationConditions.add(conditions, all);
    PeerConditions.add(conditions, all);
    DataConditions.add(conditions, all);
    conditions.time().map(TimeCondition::of).ifPresent(all::add);
    FileConditions.add(conditions, windowsPaths, all);
    return new ConditionList(List.copyOf(all));
  }

  /** Whether all hold. */
  Truth hold(Facts facts) {
    Truth truth = Truth.YES;
    for (int i = 0; i < all.size() && truth != Truth.NO; i++) {
      truth = truth.and(all.get(i).test().holds(facts));
    }
    return truth;
  }

  /** Why they don't; empty if none is certain not to hold. */
  Optional<String> whyNot(Facts facts) {
    return all.stream()
        .filter(each -> each.test().holds(facts) == Truth.NO)
        .findFirst()
        .map(each -> each.whyNot().apply(facts));
  }
}
