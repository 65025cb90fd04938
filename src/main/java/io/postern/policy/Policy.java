package io.postern.policy;

import io.postern.ftp.Deviation;
import io.postern.ftp.Stance;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is allowed, as one immutable value. A session asks the snapshot that is current when an
 * input comes in. Thread-safe.
 */
public final class Policy {

  /** What stands in a {@link Decision} for the rule where no rule decided. */
  public static final String DEFAULT_RULE = "default";

  private final long generation;
  private final EnumMap<Deviation, Stance> stances;
  private final RuleList rules;

  private Policy(long generation, EnumMap<Deviation, Stance> stances, RuleList rules) {
    this.generation = generation;
    this.stances = stances;
    this.rules = rules;
  }

  /** The policy of {@code compliance: lenient}. */
  public static Policy lenient() {
    return of(1, false, Map.of());
  }

  /**
   * A policy.
   *
   * @param generation counts the loads, from 1
   * @param strict whether the stances are those of {@code compliance: strict}
   * @param stances what departs from that
   */
  public static Policy of(long generation, boolean strict, Map<Deviation, Stance> stances) {
    return of(generation, strict, stances, RuleList.NONE);
  }

  /**
   * A policy with rules.
   *
   * @param generation counts the loads, from 1
   * @param strict whether the stances are those of {@code compliance: strict}
   * @param stances what departs from that
   */
  public static Policy of(
      long generation, boolean strict, Map<Deviation, Stance> stances, RuleList rules) {
    EnumMap<Deviation, Stance> all = new EnumMap<>(Deviation.class);
    for (Deviation deviation : Deviation.values()) {
      all.put(deviation, strict ? deviation.strict() : deviation.lenient());
    }
    all.putAll(stances);
    return new Policy(generation, all, rules);
  }

  /** Counts the loads, from 1; goes into every event. */
  public long generation() {
    return generation;
  }

  /** What to do about a deviation. */
  public Stance stance(Deviation deviation) {
    return stances.getOrDefault(deviation, Stance.CLOSE);
  }

  /** What the rules say to a request. */
  public Decision decide(Request request) {
    throw new UnsupportedOperationException(request.toString());
  }

  /** {@link #decide}, with why. Slower. */
  public Explanation explain(Request request) {
    throw new UnsupportedOperationException(request.toString());
  }

  /** Whether a rule that can match this operation asks for a path, a name's extension among it. */
  public boolean needsPath(Operation operation) {
    throw new UnsupportedOperationException(operation.label());
  }

  /** The rules as they were given. */
  public RuleList rules() {
    return rules;
  }
}
