package io.postern.policy;

import io.postern.policy.Effect.Verdict;
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

  /** What is decided if all that hangs on the server turns out well. */
  Decision decideBeforeServer(Request request) {
    return decide(facts(request, Facts.Question.BEFORE_SERVER));
  }

  /** What is decided if all that is not certain turns out well. */
  Decision best(Request request) {
    return decide(facts(request, Facts.Question.COULD_BE));
  }

  private Decision decide(Facts facts) {
    Candidates candidates = index.find(facts);
    DecisionDraft draft = new DecisionDraft();
    for (int number = candidates.next(); number >= 0; number = candidates.next()) {
      Decision decision = ask(index.rules().get(number), facts, draft);
      if (decision != null) {
        return decision;
      }
    }
    return byDefault(draft);
  }

  private static @Nullable Decision ask(CompiledRule rule, Facts facts, DecisionDraft draft) {
    Truth holds = rule.holds(facts);
    if (rule.matches(holds, facts)) {
      return draft.add(rule.rule.id(), rule.rule.then(), holds == Truth.YES);
    }
    if (demandsInDoubt(rule, holds)) {
      draft.demand(rule.rule.id(), rule.rule.then());
    }
    return null;
  }

  /** What is not allowed in doubt may be allowed below; the demand that goes with it stays. */
  private static boolean demandsInDoubt(CompiledRule rule, Truth holds) {
    Effect effect = rule.rule.then();
    return holds == Truth.MAYBE && effect.privateData() && effect.verdict() == Verdict.ALLOW;
  }

  private Decision byDefault(DecisionDraft draft) {
    Decision decision = draft.add(Policy.DEFAULT_RULE, list.otherwise(), true);
    if (decision == null) {
      throw new IllegalStateException("a default that does not decide");
    }
    return decision;
  }

  /** Asks every rule, without the index. */
  Explanation explain(Request request) {
    Facts facts = facts(request, Facts.Question.DECIDE);
    List<Step> steps = new ArrayList<>();
    DecisionDraft draft = new DecisionDraft();
    for (CompiledRule rule : index.rules()) {
      steps.add(step(rule, facts));
      Decision decision = ask(rule, facts, draft);
      if (decision != null) {
        return new Explanation(decision, List.copyOf(steps));
      }
    }
    steps.add(new Step(Policy.DEFAULT_RULE, true, "no rule decides: " + done(list.otherwise())));
    return new Explanation(byDefault(draft), List.copyOf(steps));
  }

  private static Step step(CompiledRule rule, Facts facts) {
    Truth holds = rule.holds(facts);
    if (!rule.matches(holds, facts)) {
      String demands = demandsInDoubt(rule, holds) ? "; it demands private data" : "";
      return new Step(rule.rule.id(), false, rule.whyNot(facts) + demands);
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
      case NONE -> doneBeside(effect);
    };
  }

  private static String doneBeside(Effect effect) {
    if (effect.limits().isPresent()) {
      return "limits";
    }
    return effect.privateData() ? "demands private data" : "changes replies or peers";
  }

  private Facts facts(Request request, Facts.Question question) {
    return new Facts(request, list.windowsPaths(), question);
  }
}
