package io.postern.metrics;

import io.micrometer.core.instrument.Counter;
import io.postern.event.Limit;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * One counter for each limit that can be reached at a place, there with 0 from the start; one that
 * nobody thought of comes with the first that reaches it. Thread-safe.
 */
final class LimitMeters {

  private static final Set<Limit> AT_THE_DOOR =
      EnumSet.of(Limit.SESSIONS, Limit.SESSIONS_PER_CLIENT, Limit.BANNED, Limit.DRAINED);

  private final Map<Limit, Counter> counters = new ConcurrentHashMap<>();
  private final Function<Limit, Counter> register;

  private LimitMeters(Set<Limit> limits, Function<Limit, Counter> register) {
    this.register = register;
    limits.forEach(this::of);
  }

  /** Those that turn a client away at the door. */
  static LimitMeters atTheDoor(Function<Limit, Counter> register) {
    return new LimitMeters(AT_THE_DOOR, register);
  }

  /** Those that a session reaches. */
  static LimitMeters ofSessions(Function<Limit, Counter> register) {
    return new LimitMeters(EnumSet.complementOf(EnumSet.copyOf(AT_THE_DOOR)), register);
  }

  /** A limit's. */
  Counter of(Limit limit) {
    return counters.computeIfAbsent(limit, register);
  }
}
