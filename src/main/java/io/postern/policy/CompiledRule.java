package io.postern.policy;

import io.postern.policy.Effect.Verdict;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A rule, ready to be asked. Immutable. */
final class CompiledRule {

  final Rule rule;

  private final ConditionList when;
  private final @Nullable ConditionList unless;
  private final BitSet operations;

  CompiledRule(Rule rule, boolean windowsPaths) {
    this.rule = rule;
    this.when = ConditionList.of(rule.when(), windowsPaths);
    this.unless = rule.unless().map(each -> ConditionList.of(each, windowsPaths)).orElse(null);
    this.operations = OperationConditions.possible(rule.when());
  }

  /** The indexes of the operations that it can match. */
  BitSet operations() {
    return operations;
  }

  /** Whether it asks for the path. */
  boolean needsPath() {
    return FileConditions.isIn(rule.when())
        || rule.unless().filter(FileConditions::isIn).isPresent();
  }

  /** Whether its conditions hold. */
  Truth holds(Facts facts) {
    Truth truth = when.hold(facts);
    return truth == Truth.NO || unless == null ? truth : truth.and(unless.hold(facts).not());
  }

  /** Whether it matches, given whether its conditions hold. */
  boolean matches(Truth holds, Facts facts) {
    return switch (holds) {
      case NO -> false;
      case YES -> true;
      case MAYBE -> matchesMaybe(rule.then().verdict(), facts);
    };
  }

  private static boolean matchesMaybe(Verdict verdict, Facts facts) {
    boolean allows = verdict == Verdict.ALLOW;
    return switch (facts.question) {
      case DECIDE -> !allows;
      case BEFORE_SERVER, COULD_BE -> allows;
    };
  }

  /** Why it does not match. */
  String whyNot(Facts facts) {
    Optional<String> reason = when.whyNot(facts);
    if (reason.isPresent()) {
      return reason.get();
    }
    return unless != null && unless.hold(facts) == Truth.YES
        ? "what it excepts (unless) holds"
        : "where the path leads can't be told, and so it does not allow";
  }
}
