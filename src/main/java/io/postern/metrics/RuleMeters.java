package io.postern.metrics;

import io.micrometer.core.instrument.Counter;
import io.postern.event.GatewayEvent.ClientBanned;
import io.postern.event.GatewayEvent.FilesLoaded;
import io.postern.event.GatewayEvent.FilesRejected;
import io.postern.event.GatewayEvent.PolicyLoaded;
import io.postern.event.GatewayEvent.PolicyRejected;
import io.postern.event.GatewayEvent.RuleApplied;
import io.postern.event.RuleEffect;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Rules, bans, and loads of the policy and of other files. */
final class RuleMeters {

  /**
   * The most rules with series of their own. Ids come from the rules file, so no peer can make
   * them; but who generates ids anew at each reload could.
   */
  static final int MOST_RULES = 1_000;

  /** The label of all rules above the most; no id has parentheses. */
  static final String OTHER = "(other)";

  /** What stands for the rule where none decided. */
  private static final String DEFAULT = "default";

  private static final List<String> TRIGGERS = List.of("start", "file", "signal", "admin");

  private static final List<String> FILES = List.of("certificates", "users");

  private final MeterFactory meters;
  private final Map<String, MeterRow<RuleEffect, Counter>> rules = new ConcurrentHashMap<>();
  private final MeterRow<RuleEffect, Counter> otherRules;
  private final AtomicInteger inForce = new AtomicInteger();

  RuleMeters(MeterFactory meters, Subscriptions subscriptions) {
    this.meters = meters;
    this.otherRules = row(OTHER);
    Counter bans = meters.counter("bans", "Client addresses that were banned");
    meters.gauge("policy.rules", "Rules of the policy in force", inForce::get);
    TRIGGERS.forEach(
        trigger -> {
          load("accepted", trigger);
          load("rejected", trigger);
        });
    subscriptions.on(RuleApplied.class, event -> of(event.rule()).get(event.effect()).increment());
    subscriptions.on(ClientBanned.class, event -> bans.increment());
    subscriptions.on(PolicyLoaded.class, this::loaded);
    subscriptions.on(PolicyRejected.class, event -> load("rejected", event.trigger()).increment());
    FILES.forEach(
        what -> {
          files(what, "accepted");
          files(what, "rejected");
        });
    subscriptions.on(FilesLoaded.class, event -> files(event.what(), "accepted").increment());
    subscriptions.on(FilesRejected.class, event -> files(event.what(), "rejected").increment());
  }

  private void loaded(PolicyLoaded event) {
    inForce.set(event.rules().size());
    event.rules().forEach(this::of);
    of(DEFAULT);
    load("accepted", event.trigger()).increment();
  }

  // The number of rules is looked at first and added to later: threads that race add a few more.
  private MeterRow<RuleEffect, Counter> of(String rule) {
    MeterRow<RuleEffect, Counter> known = rules.get(rule);
    if (known != null) {
      return known;
    }
    return rules.size() < MOST_RULES ? rules.computeIfAbsent(rule, this::row) : otherRules;
  }

  private MeterRow<RuleEffect, Counter> row(String rule) {
    return new MeterRow<>(RuleEffect.class, effect -> applied(rule, effect));
  }

  private Counter applied(String rule, RuleEffect effect) {
    return meters.counter(
        "rule.applied",
        "What rules refused, or would have",
        "rule",
        rule,
        "effect",
        effect.label());
  }

  private Counter files(String what, String result) {
    return meters.counter(
        "file.loads", "Files that changed while it ran", "what", what, "result", result);
  }

  private Counter load(String result, String trigger) {
    return meters.counter(
        "policy.loads", "Policies that were loaded", "result", result, "trigger", trigger);
  }
}
