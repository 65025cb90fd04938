package io.postern.upstream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What is known of one server's health: a value that each result changes into the next. It begins
 * up, so that no client is turned away before the first probe.
 *
 * @param state whether it gets sessions
 * @param probes up: how many probes in a row failed; probing: how many passed; down: 0
 * @param sessions how many sessions in a row could not connect; 0 unless it is up
 * @param doublings how often the time to the next probe was doubled
 */
public record Health(State state, int probes, int sessions, int doublings) {

  /** Whether a server gets sessions. */
  public enum State {
    /** It gets sessions. */
    UP,
    /** It answers again, not often enough yet: probed at the usual pace, no sessions. */
    PROBING,
    /** It fails: probed ever more seldom, no sessions. */
    DOWN
  }

  /** Of a server that nothing is known of. */
  public static final Health UNKNOWN = up();

  /** 2^20 of the longest time between probes still fits into nanoseconds. */
  private static final int MOST_DOUBLINGS = 20;

  /** What is known after one more probe. */
  public Health afterProbe(boolean passed, HealthSettings settings) {
    return passed ? afterPass(settings.rise()) : afterFailure(settings.fall());
  }

  /**
   * What is known after a session tried to connect. It never brings a server up, nor makes failed
   * probes undone: a server may take connections and still let nobody in.
   */
  public Health afterSession(boolean connected, HealthSettings settings) {
    if (state != State.UP || !settings.observed()) {
      return this;
    }
    int failed = connected ? 0 : sessions + 1;
    return failed >= settings.fall() ? down(0) : new Health(State.UP, probes, failed, 0);
  }

  /**
   * How long to wait for the next probe; more than 0, and never more than the settings say.
   *
   * @param random where the jitter comes from
   */
  public Duration untilProbe(HealthSettings settings, RandomGenerator random) {
    long nanos = settings.every().toNanos();
    if (state == State.DOWN) {
      nanos = Math.min(nanos << doublings, settings.longestBackOff().toNanos());
    }
    return Duration.ofNanos(nanos - (long) (nanos * settings.jitter() * random.nextDouble()));
  }

  private Health afterPass(int rise) {
    return switch (state) {
      case UP -> new Health(State.UP, 0, sessions, 0);
      case PROBING, DOWN ->
          probes + 1 >= rise ? up() : new Health(State.PROBING, probes + 1, 0, doublings);
    };
  }

  private Health afterFailure(int fall) {
    return switch (state) {
      case UP -> probes + 1 >= fall ? down(0) : new Health(State.UP, probes + 1, sessions, 0);
      // One that fails between passes is no better than one that only fails.
      case PROBING, DOWN -> down(Math.min(doublings + 1, MOST_DOUBLINGS));
    };
  }

  private static Health up() {
    return new Health(State.UP, 0, 0, 0);
  }

  private static Health down(int doublings) {
    return new Health(State.DOWN, 0, 0, doublings);
  }
}
