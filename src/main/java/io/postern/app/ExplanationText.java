package io.postern.app;

import io.postern.config.LimitText;
import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Reply;
import io.postern.ftp.Text;
import io.postern.ftp.Verb;
import io.postern.policy.Decision;
import io.postern.policy.Explanation;
import io.postern.policy.Explanation.Step;
import io.postern.policy.Grants;
import io.postern.policy.Limits;
import io.postern.policy.Operation;
import io.postern.policy.Policy;
import io.postern.policy.Refusal;
import io.postern.policy.Request;
import io.postern.policy.Rule;
import io.postern.policy.RuleList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A decision in lines that people read and scripts can cut. */
final class ExplanationText {

  private static final int MOST_TEXT = 200;

  /** What a session puts in the place of a real trace id. */
  private static final String TRACE = "TRACE";

  private final RuleList rules;
  private final Request request;
  private final Explanation explanation;
  private final Decision decision;
  private final List<String> lines = new ArrayList<>();

  ExplanationText(RuleList rules, Request request, Explanation explanation) {
    this.rules = rules;
    this.request = request;
    this.explanation = explanation;
    this.decision = explanation.decision();
  }

  List<String> lines() {
    add("asked", asked());
    add("path", path());
    add("verdict", verdict());
    add("rule", rule());
    add("reply", reply());
    decision.limits().forEach(limits -> add("limit", limit(limits)));
    grants(decision.grants());
    add("demand", demand());
    add("observed", String.join(", ", decision.observed()));
    lines.add("");
    steps();
    return lines;
  }

  private void add(String name, String value) {
    if (!value.isEmpty()) {
      lines.add(String.format(Locale.ROOT, "%-9s %s", name + ":", value));
    }
  }

  private String asked() {
    StringBuilder text = new StringBuilder(name(request.operation()));
    text.append(" from ").append(AddressLiteral.format(request.client()));
    text.append(request.user() == null ? "" : " by " + shown(request.user()));
    text.append(" at listener ").append(request.listener());
    if (request.target() != null) {
      text.append(" to ").append(shown(request.target()));
    }
    if (request.server() != null) {
      text.append(" to ").append(AddressLiteral.format(request.server()));
    }
    if (request.dataAddress() != null) {
      text.append(" with ").append(request.dataAddress());
    }
    if (request.mode() != null) {
      text.append(", ").append(request.mode().name().toLowerCase(Locale.ROOT));
    }
    if (!request.certificate().isNone()) {
      text.append(", certificate ").append(shown(request.certificate().text()));
    }
    return text.append(request.tls() ? ", TLS" : ", no TLS")
        .append(", ")
        .append(request.time())
        .toString();
  }

  private static String name(Operation operation) {
    Verb verb = operation.verb();
    return verb == null || verb == Verb.OTHER ? operation.label() : verb.text();
  }

  private String path() {
    return switch (request.path().state()) {
      case NONE -> "";
      case KNOWN -> shown(request.path().text());
      case UNKNOWN ->
          "unknown (a wildcard, or without --path, or relative without --cwd): what denies matches"
              + " it, what allows does not";
    };
  }

  private String verdict() {
    return decision.outcome().name().toLowerCase(Locale.ROOT);
  }

  private String rule() {
    if (decision.rule().equals(Policy.DEFAULT_RULE)) {
      return "default (no rule decides)";
    }
    return rules.rules().stream()
        .filter(rule -> rule.id().equals(decision.rule()))
        .findFirst()
        .map(Rule::description)
        .filter(description -> !description.isEmpty())
        .map(description -> decision.rule() + " (" + shown(description) + ")")
        .orElse(decision.rule());
  }

  private String reply() {
    if (decision.allowed()) {
      return granted();
    }
    Reply reply = Refusal.reply(request.operation(), decision);
    Reply seen = rules.traceInReply() ? Refusal.withTrace(reply, TRACE) : reply;
    String text = seen.code() + " " + seen.text();
    return request.operation().verb() == null && !request.operation().equals(Operation.CONNECT)
        ? text + " (to the transfer; the data connection is reset)"
        : text;
  }

  private String granted() {
    Grants grants = decision.grants();
    if (request.operation().equals(Operation.CONNECT) && grants.banner().isPresent()) {
      return "220 " + grants.banner().get();
    }
    boolean syst = request.operation().verb() == Verb.SYST && grants.syst().isPresent();
    return syst ? "215 " + grants.syst().orElseThrow() : "the server's";
  }

  private String limit(Limits limits) {
    Map<String, String> asked = LimitText.of(limits, request.operation());
    return asked.isEmpty()
        ? ""
        : asked.entrySet().stream()
            .map(ExplanationText::pair)
            .collect(Collectors.joining(", ", "", " (rule " + limits.rule() + ")"));
  }

  private static String pair(Map.Entry<String, String> entry) {
    return entry.getKey() + " " + entry.getValue();
  }

  private void grants(Grants grants) {
    add("grant", grants.thirdParty() ? "third-party" : "");
    add(
        "grant",
        grants.dataPeer().map(peer -> "data-peer " + AddressLiteral.format(peer)).orElse(""));
  }

  private String demand() {
    Verb verb = request.operation().verb();
    boolean asked = verb == Verb.PROT || (verb != null && verb.kind() == Verb.Kind.TRANSFER);
    if (!asked || !decision.allowed()) {
      return "";
    }
    String what = verb == Verb.PROT ? "PROT C is refused with 534" : "521 without PROT P";
    return decision
        .privateData()
        .map(rule -> "private-data, " + what + " (rule " + rule + ")")
        .orElse("");
  }

  private void steps() {
    int width = explanation.steps().stream().mapToInt(step -> step.rule().length()).max().orElse(0);
    int number = 0;
    for (Step step : explanation.steps()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%4d  %-" + width + "s  %-9s  %s",
              ++number,
              step.rule(),
              step.matched() ? "matches" : "no match",
              shown(step.why())));
    }
  }

  private static String shown(String text) {
    return Text.escape(text, MOST_TEXT);
  }
}
