package io.postern.config;

import io.postern.policy.Policy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What no value of a rules file can show alone: what is twice, what contradicts itself. */
final class RulesChecks {

  private final Problems problems;
  private final Map<String, Place> ids = new HashMap<>();

  private RulesChecks(Problems problems) {
    this.problems = problems;
  }

  static void run(Fields file, Problems problems) {
    RulesChecks checks = new RulesChecks(problems);
    file.find(RulesKeys.DEFAULT).ifPresent(checks::checkDefault);
    file.find(RulesKeys.RULES).orElse(List.of()).forEach(checks::checkRule);
  }

  private void checkDefault(Fields otherwise) {
    checkOneVerdict(otherwise);
    if (otherwise.hasNone(EffectKeys.VERDICTS)) {
      problems.mistake(otherwise.place(), "expected " + EffectKeys.DEFAULT.expected());
    }
  }

  private void checkRule(Fields rule) {
    checkId(rule);
    rule.find(RulesKeys.WHEN).ifPresent(this::checkTime);
    rule.find(RulesKeys.UNLESS).ifPresent(this::checkUnless);
    rule.find(RulesKeys.THEN).ifPresent(this::checkThen);
    rule.find(RulesKeys.THEN).ifPresent(then -> checkThirdParty(rule, then));
  }

  /** A third party that may be anybody is the bounce attack of RFC 2577 section 3. */
  private void checkThirdParty(Fields rule, Fields then) {
    Optional<Fields> when = rule.find(RulesKeys.WHEN);
    boolean grants = then.find(EffectKeys.THIRD_PARTY).orElse(false);
    boolean broken = rule.isGiven(RulesKeys.WHEN) && when.isEmpty();
    if (grants && !broken && !when.map(this::namesThirdParty).orElse(false)) {
      problems.mistake(
          then.place(EffectKeys.THIRD_PARTY),
          "expected `data-address` in `when` too, with the hosts that PORT and EPRT may name:"
              + " without it a client could let the server connect to anywhere");
    }
  }

  private boolean namesThirdParty(Fields when) {
    return !when.hasNone(List.of(ConditionKeys.DATA_ADDRESS));
  }

  private void checkId(Fields rule) {
    Optional<String> id = rule.find(RulesKeys.ID);
    Place at = rule.place(RulesKeys.ID);
    if (id.filter(Policy.DEFAULT_RULE::equals).isPresent()) {
      problems.mistake(at, "expected another id: \"default\" is that of the default");
    }
    Place first = id.map(each -> ids.putIfAbsent(each, at)).orElse(null);
    if (first != null) {
      problems.mistake(
          at,
          "expected an id of its own, \""
              + id.orElseThrow()
              + "\" is also that of the rule on line "
              + first.line());
    }
  }

  private void checkUnless(Fields unless) {
    checkTime(unless);
    if (unless.hasNone(ConditionKeys.KEYS)) {
      problems.mistake(
          unless.place(), "expected at least one condition: without one the rule never matches");
    }
  }

  private void checkTime(Fields conditions) {
    Optional<Fields> time = conditions.find(ConditionKeys.TIME);
    if (time.isPresent() && time.get().hasNone(ConditionKeys.TIME_KEYS)) {
      problems.mistake(time.get().place(), "expected at least one of days, from, to");
    }
  }

  private void checkThen(Fields then) {
    checkOneVerdict(then);
    if (then.hasNone(EffectKeys.KEYS)) {
      problems.mistake(then.place(), "expected " + EffectKeys.THEN.expected());
    }
    checkObserved(then);
    Optional<Fields> limit = then.find(EffectKeys.LIMIT);
    if (limit.isPresent() && limit.get().hasNone(EffectKeys.LIMIT_KEYS)) {
      problems.mistake(limit.get().place(), "expected at least one limit, such as `sessions: 100`");
    }
  }

  /** What observes stands for a rule that would deny: it must not open anything. */
  private void checkObserved(Fields then) {
    for (RuleKey<?> grant : List.of(EffectKeys.THIRD_PARTY, EffectKeys.DATA_PEER)) {
      if (then.isGiven(EffectKeys.OBSERVE) && then.isGiven(grant)) {
        problems.mistake(
            then.place(grant), "expected nothing that opens a data connection beside `observe`");
      }
    }
  }

  private void checkOneVerdict(Fields effect) {
    List<? extends RuleKey<?>> given =
        EffectKeys.VERDICTS.stream().filter(effect::isGiven).toList();
    for (RuleKey<?> second : given.subList(Math.min(1, given.size()), given.size())) {
      problems.mistake(
          effect.place(second),
          "expected one of allow, deny, close and observe; it has "
              + given.get(0).name()
              + " already");
    }
  }
}
