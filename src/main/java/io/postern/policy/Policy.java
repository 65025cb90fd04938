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
  private final Adjudication adjudication;

  private Policy(long generation, EnumMap<Deviation, Stance> stances, RuleList rules) {
    this.generation = generation;
    this.stances = stances;
    this.rules = rules;
    this.adjudication = new Adjudication(rules);
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

  /**
   * What the rules say to a request.
   *
   * <p>The rules are asked in order; the first that matches ({@link Rule} says when) and decides,
   * decides. What rules that don't decide limit, grant and observe is collected on the way: the
   * limits of all, the grants of the first that names each. A rule that allows adds its own.
   */
  public Decision decide(Request request) {
    return adjudication.decide(request);
  }

  /**
   * {@link #decide} for a command that the gateway answers while no server is known yet. A rule
   * that asks for the server, or the name that the client gives it, can't be decided: it counts if
   * it allows, and neither denies nor limits. Before anything goes to the server, {@link #decide}
   * is to be asked. The request is about no path.
   */
  public Decision decideBeforeServer(Request request) {
    return adjudication.decideBeforeServer(request);
  }

  /** {@link #decide}, with why. Slower. The last step is the rule that decided, or the default. */
  public Explanation explain(Request request) {
    return adjudication.explain(request);
  }

  /**
   * Whether an operation is refused whatever its path, and whatever of user, server, mode and data
   * address the request does not name: what FEAT need not offer. The path is not looked at. A rule
   * that allows counts if it could match, one that denies only if it must.
   */
  public boolean deniesForCertain(Request request) {
    return !adjudication.best(request).allowed();
  }

  /** Whether a rule that can match this operation asks for a path, a name's extension among it. */
  public boolean needsPath(Operation operation) {
    return adjudication.needsPath(operation);
  }

  /** The rules as they were given. */
  public RuleList rules() {
    return rules;
  }
}
