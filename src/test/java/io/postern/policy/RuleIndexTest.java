package io.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.policy.Decision.Outcome;
import io.postern.policy.Effect.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Random lists of rules: the index finds what a plain scan finds. */
class RuleIndexTest {

  private static final int LISTS = 2_000;
  private static final int REQUESTS = 20;

  private static Policy policy(RuleList list) {
    return Policy.of(1, false, Map.of(), list);
  }

  @Test
  void decide_asAPlainScanDoes_andExplainAgrees() {
    RandomRules random = new RandomRules(1);
    EnumMap<Outcome, Integer> seen = new EnumMap<>(Outcome.class);
    int byRule = 0;
    for (int i = 0; i < LISTS; i++) {
      RuleList list = random.list(12, random.deciding());
      Policy policy = policy(list);
      for (int j = 0; j < REQUESTS; j++) {
        Request request = random.request();
        Decision decision = policy.decide(request);
        assertThat(decision)
            .as("%s by %s", request, list)
            .isEqualTo(ReferenceScan.decide(list, request));
        assertExplained(policy.explain(request), decision, list);
        seen.merge(decision.outcome(), 1, Integer::sum);
        byRule += decision.rule().equals(Policy.DEFAULT_RULE) ? 0 : 1;
      }
    }
    assertThat(seen.values()).hasSize(3).allMatch(count -> count > LISTS);
    assertThat(byRule).isGreaterThan(LISTS);
  }

  private static void assertExplained(Explanation explanation, Decision decision, RuleList list) {
    assertThat(explanation.decision()).isEqualTo(decision);
    List<Explanation.Step> steps = explanation.steps();
    Explanation.Step last = steps.get(steps.size() - 1);
    assertThat(last.rule()).isEqualTo(decision.rule());
    assertThat(last.matched()).isTrue();
    assertThat(steps).allMatch(step -> !step.why().isEmpty());
    for (int i = 0; i < steps.size() - 1; i++) {
      assertThat(steps.get(i).rule()).isEqualTo(list.rules().get(i).id());
    }
  }

  @Test
  void decide_manyRules_asAPlainScanDoes() {
    RandomRules random = new RandomRules(2);
    for (int i = 0; i < 20; i++) {
      RuleList list = random.list(2_000, random.deciding());
      // Nothing decides early: every list of candidates is read to its end.
      RuleList undecided = new RuleList(withoutVerdicts(list), Effect.ALLOW, chosen(i), true);
      Policy policy = policy(undecided);
      for (int j = 0; j < 20; j++) {
        Request request = random.request();
        assertThat(policy.decide(request)).isEqualTo(ReferenceScan.decide(undecided, request));
      }
    }
  }

  @Test
  void find_leavesOutNoRuleThatMatches_howeverTheQuestionIsMeant() {
    RandomRules random = new RandomRules(5);
    int matching = 0;
    for (int i = 0; i < LISTS; i++) {
      RuleList list = random.list(12, random.deciding());
      RuleIndex index = RuleIndex.of(list);
      for (Facts.Question question : Facts.Question.values()) {
        Facts facts = new Facts(random.request(), list.windowsPaths(), question);
        List<CompiledRule> found = found(index, facts);
        for (CompiledRule rule : index.rules()) {
          if (rule.matches(rule.holds(facts), facts)) {
            matching++;
            assertThat(found).as("%s of %s", facts.request, list).contains(rule);
          }
        }
      }
    }
    assertThat(matching).isGreaterThan(LISTS);
  }

  @Test
  void find_amongThousandsOfTargets_comparesFew() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      rules.add(target("n" + i, "ftp" + i + ".example.org"));
      rules.add(target("g" + i, "*.customer" + i + ".example.org"));
      rules.add(target("a" + i, "10." + i / 256 + "." + i % 256 + ".0/24"));
    }
    RuleIndex index = RuleIndex.of(new RuleList(rules, Effect.ALLOW, false, true));
    Requests request = Requests.any().server("10.11.1.7");
    assertThat(ids(index, request.target("ftp77.example.org"))).containsExactly("n77", "a2817");
    assertThat(ids(index, request.target("a.b.customer5.example.org")))
        .containsExactly("g5", "a2817");
    assertThat(ids(index, request.target(null))).isEmpty();
  }

  private static Rule target(String id, String host) {
    return When.any().target(host).rule(id, Verdict.DENY);
  }

  private static List<String> ids(RuleIndex index, Requests request) {
    return found(index, new Facts(request.request(), false, Facts.Question.DECIDE)).stream()
        .map(rule -> rule.rule.id())
        .toList();
  }

  private static List<CompiledRule> found(RuleIndex index, Facts facts) {
    Candidates candidates = index.find(facts);
    List<CompiledRule> found = new ArrayList<>();
    for (int number = candidates.next(); number >= 0; number = candidates.next()) {
      found.add(index.rules().get(number));
    }
    return found;
  }

  private static boolean chosen(int i) {
    return i % 2 == 0;
  }

  private static List<Rule> withoutVerdicts(RuleList list) {
    return list.rules().stream()
        .map(
            rule -> new Rule(rule.id(), "", rule.when(), rule.unless(), Effect.of(Verdict.OBSERVE)))
        .toList();
  }

  @Test
  void decide_underDefaultDeny_allowsNothingWithoutAnAllowRuleThatMatches() {
    RandomRules random = new RandomRules(3);
    int allowed = 0;
    for (int i = 0; i < LISTS; i++) {
      RuleList list = unixPaths(random.list(12, i % 2 == 0 ? Verdict.DENY : Verdict.CLOSE));
      Policy policy = policy(list);
      Policy none = policy(withoutAllow(list));
      for (int j = 0; j < REQUESTS; j++) {
        Request request = random.request();
        Decision decision = policy.decide(request);
        if (decision.allowed()) {
          allowed++;
          assertThat(list.rules())
              .filteredOn(rule -> rule.id().equals(decision.rule()))
              .singleElement()
              .matches(rule -> rule.then().verdict() == Verdict.ALLOW)
              .matches(rule -> ReferenceScan.matches(rule, request));
        }
        assertThat(none.decide(request).allowed()).isFalse();
      }
    }
    assertThat(allowed).isGreaterThan(LISTS);
  }

  private static RuleList unixPaths(RuleList list) {
    return new RuleList(list.rules(), list.otherwise(), false, true);
  }

  private static RuleList withoutAllow(RuleList list) {
    List<Rule> rules =
        list.rules().stream().filter(rule -> rule.then().verdict() != Verdict.ALLOW).toList();
    return new RuleList(rules, list.otherwise(), false, true);
  }

  @Test
  void deniesForCertain_whateverThePath_itIsDenied() {
    RandomRules random = new RandomRules(4);
    int certain = 0;
    for (int i = 0; i < LISTS; i++) {
      Policy policy = policy(random.list(12, random.deciding()));
      for (int j = 0; j < REQUESTS; j++) {
        Request request = random.request();
        if (policy.deniesForCertain(request)) {
          certain++;
          assertThat(policy.decide(request).allowed()).isFalse();
        }
      }
    }
    assertThat(certain).isGreaterThan(LISTS);
  }
}
