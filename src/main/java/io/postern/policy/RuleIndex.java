package io.postern.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Rules, found by what tells them best apart. Each rule stands in one place: under the keys of the
 * {@link Discriminator} that puts it among the fewest others, or among those that no key finds. A
 * request is then compared with the rules of a few keys, however many there are in all. Filled
 * once, then read; the order of the rules stays what it was.
 */
final class RuleIndex {

  private final List<CompiledRule> rules;
  private final List<Discriminator<?>> discriminators;

  /** Those of them under which rules stand: the others cost no request anything. */
  private List<Discriminator<?>> used = List.of();

  private final Bucket others = new Bucket();
  private final Bucket all = new Bucket();
  private final BitSet needPath = new BitSet(Operation.COUNT);

  private RuleIndex(List<CompiledRule> rules, boolean windowsPaths) {
    this.rules = rules;
    this.discriminators =
        List.of(
            new ByUser(),
            new ByCertificate(),
            new ByClient(),
            new ByDirectory(windowsPaths),
            new ByTarget(),
            new ByListener());
  }

  static RuleIndex of(RuleList list) {
    List<CompiledRule> rules = new ArrayList<>();
    list.rules().forEach(rule -> rules.add(new CompiledRule(rule, list.windowsPaths())));
    RuleIndex index = new RuleIndex(List.copyOf(rules), list.windowsPaths());
    index.fill();
    return index;
  }

  private void fill() {
    for (CompiledRule rule : rules) {
      discriminators.forEach(each -> each.count(rule.rule));
    }
    for (int number = 0; number < rules.size(); number++) {
      add(number, rules.get(number));
    }
    used = discriminators.stream().filter(each -> !each.isEmpty()).toList();
  }

  private void add(int number, CompiledRule rule) {
    if (rule.needsPath()) {
      needPath.or(rule.operations());
    }
    all.add(number, rule.operations());
    Discriminator<?> best =
        discriminators.stream()
            .min(Comparator.comparingInt(each -> each.crowd(rule.rule)))
            .orElseThrow();
    if (best.crowd(rule.rule) == Discriminator.NOT_HERE) {
      others.add(number, rule.operations());
    } else {
      best.add(number, rule);
    }
  }

  /** The rules as they stand in the file. */
  List<CompiledRule> rules() {
    return rules;
  }

  /** Whether a rule that can match the operation asks for the path. */
  boolean needsPath(Operation operation) {
    return needPath.get(operation.index());
  }

  /** The rules that could match, in order. */
  Candidates find(Facts facts) {
    Candidates candidates = new Candidates();
    if (facts.question == Facts.Question.COULD_BE) {
      all.offer(facts.request.operation(), candidates);
      return candidates;
    }
    others.offer(facts.request.operation(), candidates);
    for (int i = 0; i < used.size(); i++) {
      used.get(i).find(facts, candidates);
    }
    return candidates;
  }
}
