package io.postern.config;

import io.postern.ftp.Direction;
import io.postern.ftp.Verb;
import io.postern.policy.Effect.Verdict;
import io.postern.policy.Operation;
import io.postern.policy.Rule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Tells of limits and grants that never come to anything. */
final class Effectiveness {

  /**
   * What a key counts for.
   *
   * @param at the operations at which it is asked
   * @param when the same in words
   */
  private record Use(RuleKey<?> key, Predicate<Operation> at, String when) {}

  private static final String CONNECT = "when a client connects (`connect`)";
  private static final String LOGIN = "at `user`, `pass` and `acct`";
  private static final String TRANSFERS = "at transfers";

  private static final List<Use> GRANTS =
      List.of(
          new Use(EffectKeys.BANNER, Operation.CONNECT::equals, CONNECT),
          new Use(EffectKeys.SYST, is(Verb.SYST), "at `syst`"),
          new Use(EffectKeys.THIRD_PARTY, is(Verb.PORT, Verb.EPRT), "at `port` and `eprt`"),
          new Use(EffectKeys.DATA_PEER, is(Verb.PASV, Verb.EPSV), "at `pasv` and `epsv`"),
          new Use(
              EffectKeys.PRIVATE_DATA,
              each -> isTransfer(each) || each.verb() == Verb.PROT,
              "at transfers and `prot`"));

  private static final List<Use> LIMITS =
      List.of(
          new Use(EffectKeys.RATE, Effectiveness::isTransfer, TRANSFERS),
          new Use(EffectKeys.RATE_PER_USER, Effectiveness::isTransfer, TRANSFERS),
          new Use(EffectKeys.RATE_PER_CLIENT, Effectiveness::isTransfer, TRANSFERS),
          new Use(EffectKeys.SESSIONS, Operation.CONNECT::equals, CONNECT),
          new Use(EffectKeys.SESSIONS_PER_USER, isLogin(), LOGIN),
          new Use(EffectKeys.SESSIONS_PER_CLIENT, Operation.CONNECT::equals, CONNECT),
          new Use(EffectKeys.TRANSFERS, Effectiveness::isTransfer, TRANSFERS),
          new Use(EffectKeys.TRANSFERS_PER_USER, Effectiveness::isTransfer, TRANSFERS),
          new Use(EffectKeys.TRANSFERS_PER_CLIENT, Effectiveness::isTransfer, TRANSFERS),
          new Use(
              EffectKeys.UPLOAD_BYTES,
              each -> Reach.direction(each).equals(Optional.of(Direction.UPLOAD)),
              "at uploads"),
          new Use(EffectKeys.COMMANDS, each -> each.verb() != null, "at commands"),
          new Use(EffectKeys.FAILED_LOGINS, isLogin(), LOGIN));

  private Effectiveness() {}

  /** Whether a limit, by its key, is asked at an operation. */
  static boolean counts(String limit, Operation operation) {
    return LIMITS.stream()
        .filter(use -> use.key().name().equals(limit))
        .anyMatch(use -> use.at().test(operation));
  }

  /**
   * Checks one rule.
   *
   * @param reach what it can match
   */
  static void check(Rule rule, Fields then, Set<Operation> reach, Problems problems) {
    Verdict verdict = rule.then().verdict();
    if (verdict == Verdict.DENY || verdict == Verdict.CLOSE) {
      GRANTS.forEach(use -> refused(use.key(), then, problems));
      refused(EffectKeys.LIMIT, then, problems);
      return;
    }
    GRANTS.forEach(use -> check(use, then, reach, problems));
    then.find(EffectKeys.LIMIT)
        .ifPresent(limit -> LIMITS.forEach(use -> check(use, limit, reach, problems)));
  }

  private static void refused(RuleKey<?> key, Fields then, Problems problems) {
    if (then.isGiven(key)) {
      problems.warn(then.place(key), "never takes effect: the rule refuses what it matches");
    }
  }

  private static void check(Use use, Fields fields, Set<Operation> reach, Problems problems) {
    if (fields.isGiven(use.key()) && !reach.isEmpty() && reach.stream().noneMatch(use.at())) {
      problems.warn(
          fields.place(use.key()),
          "never takes effect: it is asked " + use.when() + ", which the rule never matches");
    }
  }

  private static Predicate<Operation> is(Verb... verbs) {
    return each -> each.verb() != null && List.of(verbs).contains(each.verb());
  }

  private static Predicate<Operation> isLogin() {
    return is(Verb.USER, Verb.PASS, Verb.ACCT);
  }

  private static boolean isTransfer(Operation operation) {
    return Reach.direction(operation).isPresent();
  }
}
