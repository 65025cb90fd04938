package io.postern.config;

import io.postern.ftp.Verb;
import io.postern.policy.Conditions;
import io.postern.policy.Effect.Verdict;
import io.postern.policy.Operation;
import io.postern.policy.Rule;
import io.postern.policy.RuleList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells what is allowed in a rules file, but hardly wanted. */
final class RulesWarnings {

  private final Problems problems;
  private final Map<Conditions, String> decided = new HashMap<>();
  private final Set<Operation> allowed = new HashSet<>();

  private RulesWarnings(Problems problems) {
    this.problems = problems;
  }

  /** Checks the rules of a file without mistakes. */
  static void tell(Fields file, RuleList rules, Problems problems) {
    RulesWarnings warnings = new RulesWarnings(problems);
    List<Fields> given = file.find(RulesKeys.RULES).orElse(List.of());
    for (int i = 0; i < given.size(); i++) {
      warnings.checkRule(rules.rules().get(i), given.get(i));
    }
    warnings.checkReached(rules.rules(), given);
    if (rules.otherwise().verdict() != Verdict.ALLOW) {
      warnings.checkDefault(file.place(RulesKeys.DEFAULT));
    }
  }

  private void checkRule(Rule rule, Fields fields) {
    Fields when = fields.find(RulesKeys.WHEN).orElse(new Fields(fields.place()));
    Set<Operation> reach = Reach.of(rule.when(), when, problems);
    if (rule.unless().isPresent()) {
      Reach.of(rule.unless().get(), fields.find(RulesKeys.UNLESS).orElseThrow(), problems);
    }
    if (rule.then().verdict() == Verdict.ALLOW) {
      allowed.addAll(reach);
    }
    checkBeginning(rule, reach, when);
    Effectiveness.check(rule, fields.find(RulesKeys.THEN).orElseThrow(), reach, problems);
  }

  /** TLS begins with AUTH in the clear, and at `connect` there is none yet. */
  private void checkBeginning(Rule rule, Set<Operation> reach, Fields when) {
    boolean refuses =
        rule.then().verdict() == Verdict.DENY || rule.then().verdict() == Verdict.CLOSE;
    boolean clear = rule.when().tls().filter(tls -> !tls).isPresent();
    boolean all = rule.unless().isEmpty() && rule.when().users().isEmpty();
    if (refuses && clear && all && reach.contains(Operation.of(Verb.AUTH))) {
      problems.warn(
          when.place(ConditionKeys.TLS),
          "refuses `connect` and `auth` too, which come before TLS: nobody can begin it. Add `verb`,"
              + " such as `verb: login`");
    }
  }

  /** What decides everything, or everything of the same conditions, leaves nothing below. */
  private void checkReached(List<Rule> rules, List<Fields> given) {
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      String same = decided.get(rule.when());
      if (decided.containsKey(Conditions.NONE)) {
        problems.warn(
            given.get(i).place(),
            "is never asked, nor are those below: rule "
                + decided.get(Conditions.NONE)
                + " matches everything and decides");
        return;
      }
      if (same != null) {
        problems.warn(
            given.get(i).place(),
            "is never asked: rule " + same + " has the same conditions and decides");
      } else if (decides(rule)) {
        decided.put(rule.when(), rule.id());
      }
    }
  }

  // A rule that allows leaves paths that can't be told to those below.
  private static boolean decides(Rule rule) {
    Verdict verdict = rule.then().verdict();
    return verdict != Verdict.NONE
        && verdict != Verdict.OBSERVE
        && rule.unless().isEmpty()
        && rule.when().paths().isEmpty()
        && rule.when().extensions().isEmpty();
  }

  private void checkDefault(Place at) {
    if (!allowed.contains(Operation.CONNECT)) {
      problems.warn(at, "denies, and no rule allows `connect`: no client gets in");
    } else if (!allows(Verb.USER) || !allows(Verb.PASS)) {
      problems.warn(at, "denies, and no rule allows `login`: nobody can log in");
    }
    boolean passive = allows(Verb.PASV) || allows(Verb.EPSV);
    if (passive && !allowed.contains(Operation.PASSIVE_DATA)) {
      problems.warn(
          at, "denies, and rules allow `pasv` or `epsv` but not `passive-data`; `passive` is all");
    }
    boolean active = allows(Verb.PORT) || allows(Verb.EPRT);
    if (active && !allowed.contains(Operation.ACTIVE_DATA)) {
      problems.warn(
          at, "denies, and rules allow `port` or `eprt` but not `active-data`; `active` is all");
    }
  }

  private boolean allows(Verb verb) {
    return allowed.contains(Operation.of(verb));
  }
}
