package io.postern.policy;

import static io.postern.policy.Effect.Verdict.ALLOW;
import static io.postern.policy.Effect.Verdict.CLOSE;
import static io.postern.policy.Effect.Verdict.DENY;
import static io.postern.policy.Effect.Verdict.NONE;
import static io.postern.policy.Effect.Verdict.OBSERVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.postern.ftp.DataMode;
import io.postern.ftp.Reply;
import io.postern.policy.Decision.Outcome;
import io.postern.policy.Effect.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In what order rules are asked, and what comes of it. */
class PolicyTest {

  private static final Request STOR = Requests.any().request();
  private static final When IN = When.any().path("/in/**");

  private static Policy policy(Verdict otherwise, Rule... rules) {
    return Policy.of(
        1, false, Map.of(), new RuleList(List.of(rules), Effect.of(otherwise), false, true));
  }

  private static Effect limiting(Verdict verdict, String rule) {
    return new Effect(verdict, Optional.empty(), Optional.of(limits(rule)), Grants.NONE, false);
  }

  private static Limits limits(String rule) {
    return new Limits(rule, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 0, Optional.empty());
  }

  private static Effect granting(Verdict verdict, Optional<String> banner, boolean thirdParty) {
    Grants grants = new Grants(banner, Optional.empty(), thirdParty, Optional.empty());
    return new Effect(verdict, Optional.empty(), Optional.empty(), grants, false);
  }

  @Test
  void decide_noRule_isTheDefault() {
    assertThat(policy(ALLOW).decide(STOR).outcome()).isEqualTo(Outcome.ALLOW);
    assertThat(policy(DENY).decide(STOR).outcome()).isEqualTo(Outcome.DENY);
    assertThat(policy(CLOSE).decide(STOR).outcome()).isEqualTo(Outcome.CLOSE);
    assertThat(policy(DENY).decide(STOR).rule()).isEqualTo(Policy.DEFAULT_RULE);
  }

  @Test
  void ruleList_defaultThatDoesNotDecide_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> policy(OBSERVE));
    assertThatIllegalArgumentException().isThrownBy(() -> policy(NONE));
  }

  @Test
  void decide_firstThatMatches_decides() {
    Policy policy =
        policy(
            ALLOW,
            When.any().path("/out/**").rule("not-it", CLOSE),
            IN.rule("first", ALLOW),
            IN.rule("second", DENY));
    assertThat(policy.decide(STOR).rule()).isEqualTo("first");
    assertThat(policy.decide(STOR).allowed()).isTrue();
  }

  @Test
  void decide_denied_carriesTheRulesReply() {
    Reply reply = Reply.of(553, "Programs are not accepted here.");
    Effect effect = new Effect(DENY, Optional.of(reply), Optional.empty(), Grants.NONE, false);
    assertThat(policy(ALLOW, IN.rule("it", effect)).decide(STOR).reply()).contains(reply);
  }

  @Test
  void decide_observe_isToldAndChangesNothing() {
    Policy policy =
        policy(DENY, IN.rule("watch", OBSERVE), IN.rule("watch-too", OBSERVE), IN.rule("a", ALLOW));
    Decision decision = policy.decide(STOR);
    assertThat(decision.observed()).containsExactly("watch", "watch-too");
    assertThat(decision.rule()).isEqualTo("a");
    assertThat(policy(DENY, IN.rule("watch", OBSERVE)).decide(STOR).allowed()).isFalse();
  }

  @Test
  void decide_limits_areThoseOfAllThatMatchInOrder() {
    Policy policy =
        policy(
            DENY,
            IN.rule("l1", limiting(NONE, "l1")),
            When.any().path("/out").rule("l2", limiting(NONE, "l2")),
            When.any().rule("l3", limiting(OBSERVE, "l3")),
            IN.rule("l4", limiting(ALLOW, "l4")),
            IN.rule("l5", limiting(NONE, "l5")));
    assertThat(policy.decide(STOR).limits())
        .extracting(Limits::rule)
        .containsExactly("l1", "l3", "l4");
  }

  @Test
  void decide_denied_addsNoLimitsAndGrantsOfItsOwn() {
    Policy policy =
        policy(ALLOW, IN.rule("l1", limiting(NONE, "l1")), IN.rule("no", limiting(DENY, "no")));
    assertThat(policy.decide(STOR).limits()).extracting(Limits::rule).containsExactly("l1");
    Policy granting = policy(ALLOW, IN.rule("no", granting(DENY, Optional.of("hello"), true)));
    assertThat(granting.decide(STOR).grants()).isEqualTo(Grants.NONE);
  }

  @Test
  void decide_defaultThatAllows_addsItsLimits() {
    RuleList list = new RuleList(List.of(), limiting(ALLOW, "default"), false, true);
    assertThat(Policy.of(1, false, Map.of(), list).decide(STOR).limits()).hasSize(1);
  }

  @Test
  void decide_grants_areThoseThatNameEachFirst() {
    Policy policy =
        policy(
            DENY,
            IN.rule("g1", granting(NONE, Optional.empty(), true)),
            IN.rule("g2", granting(NONE, Optional.of("second"), false)),
            IN.rule("g3", granting(ALLOW, Optional.of("third"), false)));
    assertThat(policy.decide(STOR).grants())
        .isEqualTo(new Grants(Optional.of("second"), Optional.empty(), true, Optional.empty()));
  }

  /** What a rule with one condition on an unknown path does, in `when` and in `unless`. */
  @ParameterizedTest(name = "{0}, in unless: {1}: matches {2}")
  @CsvSource({
    "ALLOW, false, false",
    "DENY, false, true",
    "CLOSE, false, true",
    "OBSERVE, false, true",
    "NONE, false, true",
    "ALLOW, true, false",
    "DENY, true, true",
    "CLOSE, true, true",
    "OBSERVE, true, true",
    "NONE, true, true"
  })
  void decide_unknownPath_takesTheSafeSide(Verdict verdict, boolean inUnless, boolean matches) {
    for (When about : List.of(When.any().path("/in/**"), When.any().extension("exe"))) {
      Rule rule = inUnless ? When.any().rule("it", verdict, about) : about.rule("it", verdict);
      Policy policy = policy(ALLOW, rule);
      Explanation explanation = policy.explain(Requests.any().path(FilePath.UNKNOWN).request());
      Explanation.Step step = explanation.steps().get(0);
      assertThat(step.matched()).isEqualTo(matches);
      assertThat(step.why()).contains("where the path leads can't be told");
    }
  }

  @Test
  void decide_unknownPath_limitsButGrantsNothing() {
    Request unknown = Requests.any().path(FilePath.UNKNOWN).request();
    Policy policy =
        policy(
            ALLOW,
            IN.rule("l", limiting(NONE, "l")),
            IN.rule("g", granting(NONE, Optional.empty(), true)));
    assertThat(policy.decide(unknown).limits()).hasSize(1);
    assertThat(policy.decide(unknown).grants()).isEqualTo(Grants.NONE);
    assertThat(policy.decide(STOR).grants().thirdParty()).isTrue();
  }

  @Test
  void decide_unknownPath_whatDoesNotDependOnItStaysCertain() {
    Request unknown = Requests.any().path(FilePath.UNKNOWN).request();
    When eveInIn = When.any().user("eve").path("/in/**");
    assertThat(policy(ALLOW, eveInIn.rule("it", DENY)).decide(unknown).allowed()).isTrue();
    assertThat(policy(DENY, When.any().rule("it", ALLOW, eveInIn)).decide(unknown).allowed())
        .isTrue();
  }

  @Test
  void decide_noPath_pathConditionsDoNotHold() {
    Request none = Requests.any().asks("noop").path(FilePath.NONE).request();
    When anyPath = When.any().path("/**");
    assertThat(policy(ALLOW, anyPath.rule("it", DENY)).decide(none).allowed()).isTrue();
    assertThat(policy(DENY, anyPath.rule("it", ALLOW)).decide(none).allowed()).isFalse();
    assertThat(policy(DENY, When.any().rule("it", ALLOW, anyPath)).decide(none).allowed()).isTrue();
  }

  @Test
  void decide_unless_excepts() {
    Policy policy = policy(ALLOW, IN.rule("it", DENY, When.any().user("admin")));
    assertThat(policy.decide(STOR).allowed()).isFalse();
    Request admins = Requests.any().user("admin").request();
    assertThat(policy.decide(admins).allowed()).isTrue();
    assertThat(policy.explain(admins).steps().get(0).why())
        .isEqualTo("what it excepts (unless) holds");
  }

  @Test
  void explain_tellsEachRuleAndTheDefault() {
    Policy policy =
        policy(
            DENY,
            When.any().client("10.0.0.0/8", "203.0.113.0/24").rule("office", ALLOW),
            When.any().verb("list", "nlst").rule("lists", ALLOW),
            When.any().path("/out/**").rule("out", ALLOW),
            IN.rule("watch", OBSERVE),
            IN.rule("slow", limiting(NONE, "slow")));
    assertThat(policy.explain(STOR).steps())
        .extracting(Explanation.Step::rule, Explanation.Step::matched, Explanation.Step::why)
        .containsExactly(
            step("office", false, "client 192.0.2.7 is not in 10.0.0.0/8, 203.0.113.0/24"),
            step("lists", false, "verb stor is not list, nlst, mlsd, stat or 1 more"),
            step("out", false, "path /in/x.exe is not /out/**"),
            step("watch", true, "would deny, but only observes"),
            step("slow", true, "limits"),
            step("default", true, "no rule decides: denies"));
  }

  private static Tuple step(String rule, boolean matched, String why) {
    return tuple(rule, matched, why);
  }

  @Test
  void needsPath_ofOperationsThatARuleCanMatch() {
    Policy policy =
        policy(
            ALLOW,
            When.any().verb("stor").path("/in/**").rule("p", DENY),
            When.any().verb("retr").rule("u", DENY, When.any().extension("txt")),
            When.any().verb("dele").user("bob").rule("n", DENY));
    assertThat(policy.needsPath(Requests.operation("stor"))).isTrue();
    assertThat(policy.needsPath(Requests.operation("retr"))).isTrue();
    assertThat(policy.needsPath(Requests.operation("dele"))).isFalse();
    assertThat(policy.needsPath(Requests.operation("connect"))).isFalse();
  }

  @Test
  void deniesForCertain_onlyWhatNoPathAndNoDataConnectionWouldAllow() {
    Request size = Requests.any().asks("size").path(FilePath.NONE).request();
    assertThat(policy(DENY).deniesForCertain(size)).isTrue();
    assertThat(policy(DENY, IN.rule("it", ALLOW)).deniesForCertain(size)).isFalse();
    assertThat(policy(ALLOW, IN.rule("it", DENY)).deniesForCertain(size)).isFalse();
    assertThat(policy(ALLOW, When.any().verb("size").rule("it", DENY)).deniesForCertain(size))
        .isTrue();
    Request eprt = Requests.any().asks("eprt").path(FilePath.NONE).request();
    When port = When.any().dataPort(1024, 65_535).mode(DataMode.ACTIVE);
    assertThat(policy(DENY, port.rule("it", ALLOW)).deniesForCertain(eprt)).isFalse();
    assertThat(policy(ALLOW, port.rule("it", DENY)).deniesForCertain(eprt)).isFalse();
    Request early = Requests.any().asks("size").user(null).path(FilePath.NONE).request();
    assertThat(policy(DENY, When.any().user("bob").rule("it", ALLOW)).deniesForCertain(early))
        .isFalse();
  }
}
