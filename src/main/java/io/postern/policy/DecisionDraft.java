package io.postern.policy;

import io.postern.policy.Decision.Outcome;
import io.postern.policy.Effect.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the rules that match have said so far. Used by one thread, for one decision. */
final class DecisionDraft {

  private List<String> observed = List.of();
  private List<Limits> limits = List.of();
  private Grants grants = Grants.NONE;
  private Optional<String> privateData = Optional.empty();

  /**
   * Takes what a rule that matches says.
   *
   * @param certain whether it is certain that it matches; what may not match grants nothing
   * @return the decision; null if the rule does not decide
   */
  @Nullable Decision add(String rule, Effect effect, boolean certain) {
    Verdict verdict = effect.verdict();
    if (verdict == Verdict.ALLOW || !verdict.decides()) {
      limit(effect);
      demand(rule, effect);
      grants = certain ? merged(grants, effect.grants()) : grants;
    }
    if (verdict == Verdict.OBSERVE) {
      observed = with(observed, rule);
    }
    return verdict.decides() ? decision(rule, effect) : null;
  }

  /** Takes what a rule demands, also one that allows and is not certain to match. */
  void demand(String rule, Effect effect) {
    if (effect.privateData() && privateData.isEmpty()) {
      privateData = Optional.of(rule);
    }
  }

  private void limit(Effect effect) {
    if (effect.limits().isPresent()) {
      limits = with(limits, effect.limits().get());
    }
  }

  private static <T> List<T> with(List<T> list, T more) {
    List<T> longer = list.isEmpty() ? new ArrayList<>() : list;
    longer.add(more);
    return longer;
  }

  private static Grants merged(Grants first, Grants next) {
    if (next.equals(Grants.NONE)) {
      return first;
    }
    return new Grants(
        first.banner().or(next::banner),
        first.syst().or(next::syst),
        first.thirdParty() || next.thirdParty(),
        first.dataPeer().or(next::dataPeer));
  }

  private Decision decision(String rule, Effect effect) {
    return new Decision(
        outcome(effect.verdict()),
        rule,
        effect.reply(),
        List.copyOf(observed),
        List.copyOf(limits),
        grants,
        privateData);
  }

  private static Outcome outcome(Verdict verdict) {
    return switch (verdict) {
      case ALLOW -> Outcome.ALLOW;
      case CLOSE -> Outcome.CLOSE;
      case DENY, OBSERVE, NONE -> Outcome.DENY;
    };
  }
}
