package io.postern.policy;

import io.postern.policy.Explanation.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks rules in order until one decides. Immutable, thread-safe. */
final class Adjudication {

  private final RuleList list;
  private final RuleIndex index;

  Adjudication(RuleList list) {
    this.list = list;
    this.index = RuleIndex.of(list);
  }

  boolean needsPath(Operation operation) {
    return index.needsPath(operation);
  }

  Decision decide(Request request) {
    return decide(facts(request, Facts.Question.DECIDE));
  }

  /** What is decided if all that is not certain turns out well. */
  Decision best(Request request) {
    return decide(facts(request, Facts.Question.COULD_BE));
  }

  private Decision decide(Facts facts) {
    Candidates candidates = index.find(facts);
    Tally tally = new Tally();
    for (int number = candidates.next(); number >= 0; number = candidates.next()) {
      Decision decision = ask(index.rules().get(number), facts, tally);
      if (decision != null) {
        return decision;
      }
    }
    return byDefault(tally);
  }

  private static @Nullable Decision ask(CompiledRule rule, Facts facts, Tally tally) {
    Truth holds = rule.holds(facts);
    return rule.matches(holds, facts)
        ? tally.add(rule.rule.id(), rule.rule.then(), holds == Truth.YES)
        : null;
  }

  private Decision byDefault(Tally tally) {
    Decision decision = tally.add(Policy.DEFAULT_RULE, list.otherwise(), true);
    if (decision == null) {
      throw new IllegalStateException("a default that does not decide");
    }
    return decision;
  }

  /** Asks every rule, without the index. */
  Explanation explain(Request request) {
    Facts facts = facts(request, Facts.Question.DECIDE);
    List<Step> steps = new ArrayList<>();
    Tally tally = new Tally();
    for (CompiledRule rule : index.rules()) {
      steps.add(step(rule, facts));
      Decision decision = ask(rule, facts, tally);
      if (decision != null) {
        return new Explanation(decision, List.copyOf(steps));
      }
    }
    steps.add(new Step(Policy.DEFAULT_RULE, true, "no rule decides: " + done(list.otherwise())));
    return new Explanation(byDefault(tally), List.copyOf(steps));
  }

  private static Step step(CompiledRule rule, Facts facts) {
    Truth holds = rule.holds(facts);
    if (!rule.matches(holds, facts)) {
      return new Step(rule.rule.id(), false, rule.whyNot(facts));
    }
    String unsure = holds == Truth.MAYBE ? ", because where the path leads can't be told" : "";
    return new Step(rule.rule.id(), true, done(rule.rule.then()) + unsure);
  }

  private static String done(Effect effect) {
    return switch (effect.verdict()) {
      case ALLOW -> "allows";
      case DENY -> "denies";
      case CLOSE -> "denies and closes the session";
      case OBSERVE -> "would deny, but only observes";
      case NONE -> effect.limits().isPresent() ? "limits" : "changes replies or peers";
    };
  }

  private Facts facts(Request request, Facts.Question question) {
    return new Facts(request, list.windowsPaths(), question);
  }
}
