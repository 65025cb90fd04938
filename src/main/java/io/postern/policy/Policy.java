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

  private final long generation;
  private final EnumMap<Deviation, Stance> stances;

  private Policy(long generation, EnumMap<Deviation, Stance> stances) {
    this.generation = generation;
    this.stances = stances;
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
    EnumMap<Deviation, Stance> all = new EnumMap<>(Deviation.class);
    for (Deviation deviation : Deviation.values()) {
      all.put(deviation, strict ? deviation.strict() : deviation.lenient());
    }
    all.putAll(stances);
    return new Policy(generation, all);
  }

  /** Counts the loads, from 1; goes into every event. */
  public long generation() {
    return generation;
  }

  /** What to do about a deviation. */
  public Stance stance(Deviation deviation) {
    return stances.getOrDefault(deviation, Stance.CLOSE);
  }
}
