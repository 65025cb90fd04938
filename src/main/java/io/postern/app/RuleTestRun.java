package io.postern.app;

import io.postern.config.LimitText;
import io.postern.config.LoadedRuleTests;
import io.postern.config.RuleTest;
import io.postern.config.RuleTest.Expected;
import io.postern.config.RuleTest.ExpectedReply;
import io.postern.ftp.Reply;
import io.postern.ftp.Text;
import io.postern.policy.Decision;
import io.postern.policy.Explanation;
import io.postern.policy.Explanation.Step;
import io.postern.policy.Policy;
import io.postern.policy.Refusal;
import io.postern.policy.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs the cases of one file of rule tests. */
final class RuleTestRun {

  private static final int MOST_TEXT = 200;

  private final LoadedRuleTests tests;
  private final Policy policy;

  RuleTestRun(LoadedRuleTests tests) {
    this.tests = tests;
    this.policy = RulesFiles.policy(tests.rules());
  }

  /** One line for each case that fails. */
  List<String> failures() {
    return tests.cases().stream().map(this::run).flatMap(Optional::stream).toList();
  }

  private Optional<String> run(RuleTest test) {
    Request request = test.given().request(policy.rules().windowsPaths(), RuleTest.TIME);
    Explanation explanation = policy.explain(request);
    List<String> differences = differences(test.expect(), request, explanation.decision());
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            tests.file()
                + ":"
                + test.line()
                + ": "
                + shown(test.name())
                + ": "
                + String.join("; ", differences)
                + "; "
                + decided(explanation));
  }

  private static String decided(Explanation explanation) {
    Step last = explanation.steps().get(explanation.steps().size() - 1);
    return "rule " + last.rule() + ": " + shown(last.why());
  }

  private static List<String> differences(Expected expect, Request request, Decision decision) {
    List<String> all = new ArrayList<>();
    differ(all, "verdict", label(expect.verdict()), label(decision.outcome()));
    expect.rule().ifPresent(rule -> differ(all, "rule", rule, decision.rule()));
    expect.reply().ifPresent(reply -> differ(all, "reply", reply, reply(reply, request, decision)));
    expect
        .observed()
        .ifPresent(ids -> differ(all, "observed", list(ids), list(decision.observed())));
    expect
        .privateData()
        .ifPresent(
            wanted ->
                differ(
                    all,
                    "private-data",
                    wanted,
                    String.valueOf(decision.privateData().isPresent())));
    limits(all, expect, request, decision);
    return all;
  }

  private static void limits(
      List<String> all, Expected expect, Request request, Decision decision) {
    List<String> applied =
        decision.limits().stream()
            .flatMap(limits -> LimitText.of(limits, request.operation()).keySet().stream())
            .toList();
    if (!applied.containsAll(expect.limits())) {
      all.add("expected limit " + list(expect.limits()) + ", got " + list(applied));
    }
  }

  /** What a client is told, as far as it was asked for. */
  private static String reply(ExpectedReply expected, Request request, Decision decision) {
    if (decision.allowed()) {
      return "the server's";
    }
    Reply reply = Refusal.reply(request.operation(), decision);
    return new ExpectedReply(reply.code(), expected.text().isEmpty() ? "" : reply.text())
        .toString();
  }

  private static void differ(List<String> all, String what, Object expected, String got) {
    if (!expected.toString().equals(got)) {
      all.add("expected " + what + " " + expected + ", got " + got);
    }
  }

  private static String list(Collection<String> ids) {
    return ids.isEmpty()
        ? "none"
        : ids.stream().sorted().distinct().collect(Collectors.joining(", "));
  }

  private static String label(Decision.Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  private static String shown(String text) {
    return Text.escape(text, MOST_TEXT);
  }
}
