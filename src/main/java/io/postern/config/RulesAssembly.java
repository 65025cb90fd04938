package io.postern.config;

import io.postern.ftp.Deviation;
import io.postern.ftp.Stance;
import io.postern.policy.Conditions;
import io.postern.policy.Effect;
import io.postern.policy.Effect.Verdict;
import io.postern.policy.Grants;
import io.postern.policy.Limits;
import io.postern.policy.Rule;
import io.postern.policy.RuleList;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes rules of the values of a file without mistakes. */
final class RulesAssembly {

  private final Fields file;
  private final RuleList rules;

  RulesAssembly(Fields file) {
    this.file = file;
    this.rules =
        new RuleList(
            file.find(RulesKeys.RULES).orElse(List.of()).stream().map(RulesAssembly::rule).toList(),
            file.find(RulesKeys.DEFAULT).map(then -> effect("", then)).orElse(Effect.ALLOW),
            file.find(RulesKeys.PATHS).filter(RulesKeys.Paths.WINDOWS::equals).isPresent(),
            file.find(RulesKeys.TRACE).orElse(true));
  }

  RuleList rules() {
    return rules;
  }

  LoadedRules loaded(List<Problem> warnings, List<Path> files) {
    Map<Deviation, Stance> stances = new EnumMap<>(Deviation.class);
    file.find(RulesKeys.DEVIATIONS)
        .ifPresent(
            given ->
                RulesKeys.deviations()
                    .forEach(
                        (deviation, key) ->
                            given.find(key).ifPresent(stance -> stances.put(deviation, stance))));
    return new LoadedRules(rules, file.find(RulesKeys.COMPLIANCE), stances, warnings, files);
  }

  private static Rule rule(Fields rule) {
    String id = rule.find(RulesKeys.ID).orElseThrow();
    return new Rule(
        id,
        rule.find(RulesKeys.DESCRIPTION).orElse(""),
        rule.find(RulesKeys.WHEN).map(ConditionFields::conditions).orElse(Conditions.NONE),
        rule.find(RulesKeys.UNLESS).map(ConditionFields::conditions),
        effect(id, rule.find(RulesKeys.THEN).orElseThrow()));
  }

  private static Effect effect(String rule, Fields then) {
    return new Effect(
        verdict(then),
        then.find(EffectKeys.DENY).flatMap(reply -> reply),
        then.find(EffectKeys.LIMIT).map(limit -> limits(rule, limit)),
        new Grants(
            then.find(EffectKeys.BANNER),
            then.find(EffectKeys.SYST),
            then.find(EffectKeys.THIRD_PARTY).orElse(false),
            then.find(EffectKeys.DATA_PEER)),
        then.find(EffectKeys.PRIVATE_DATA).orElse(false));
  }

  private static Verdict verdict(Fields then) {
    if (then.isGiven(EffectKeys.ALLOW)) {
      return Verdict.ALLOW;
    }
    if (then.isGiven(EffectKeys.DENY)) {
      return Verdict.DENY;
    }
    if (then.isGiven(EffectKeys.CLOSE)) {
      return Verdict.CLOSE;
    }
    return then.isGiven(EffectKeys.OBSERVE) ? Verdict.OBSERVE : Verdict.NONE;
  }

  private static Limits limits(String rule, Fields limit) {
    return new Limits(
        rule,
        limit.find(EffectKeys.RATE).orElse(0L),
        limit.find(EffectKeys.RATE_PER_USER).orElse(0L),
        limit.find(EffectKeys.RATE_PER_CLIENT).orElse(0L),
        limit.find(EffectKeys.SESSIONS).orElse(0),
        limit.find(EffectKeys.SESSIONS_PER_USER).orElse(0),
        limit.find(EffectKeys.SESSIONS_PER_CLIENT).orElse(0),
        limit.find(EffectKeys.TRANSFERS).orElse(0),
        limit.find(EffectKeys.TRANSFERS_PER_USER).orElse(0),
        limit.find(EffectKeys.TRANSFERS_PER_CLIENT).orElse(0),
        limit.find(EffectKeys.UPLOAD_BYTES).orElse(0L),
        limit.find(EffectKeys.COMMANDS).orElse(0),
        failedLogins(limit.find(EffectKeys.FAILED_LOGINS)));
  }

  private static Optional<Limits.FailedLogins> failedLogins(Optional<Fields> given) {
    return given.map(
        fields ->
            new Limits.FailedLogins(
                fields.find(EffectKeys.ATTEMPTS).orElseThrow(),
                fields.find(EffectKeys.WITHIN).orElse(EffectKeys.WITHIN_DEFAULT),
                fields.find(EffectKeys.BAN).orElse(EffectKeys.BAN_DEFAULT)));
  }
}
