package io.postern.upstream;

import java.time.Duration;
import java.util.Optional;

/** The state of one server in its pool. Guarded by the pool's lock. */
final class Member {

  /**
   * A server that has just come back gets some sessions: otherwise it would never get the first.
   */
  private static final double LEAST_SHARE = 0.01;

  private final ServerSettings settings;
  private final long slowStartNanos;
  private Health health = Health.UNKNOWN;
  private boolean draining;
  private boolean warming;
  private long backSinceNanos;
  private int sessions;
  private double credit;
  private long lastTurn;

  Member(ServerSettings settings, Duration slowStart) {
    this.settings = settings;
    this.slowStartNanos = slowStart.toNanos();
  }

  Server server() {
    return settings.server();
  }

  boolean isUp() {
    return health.state() == Health.State.UP;
  }

  boolean draining() {
    return draining;
  }

  /** Whether it may have one more session. */
  boolean isFree() {
    return isUp() && !draining && (settings.sessions() == 0 || sessions < settings.sessions());
  }

  int sessions() {
    return sessions;
  }

  void enter() {
    sessions++;
  }

  void leave() {
    sessions--;
  }

  void drain() {
    draining = true;
  }

  void resume(long nowNanos) {
    if (draining) {
      draining = false;
      comeBack(nowNanos);
    }
  }

  Health health() {
    return health;
  }

  Optional<HealthChange> become(Health next, long nowNanos) {
    Health.State before = health.state();
    health = next;
    if (before == next.state()) {
      return Optional.empty();
    }
    if (isUp()) {
      comeBack(nowNanos);
    }
    return Optional.of(new HealthChange(server(), before, next.state()));
  }

  /** Its weight among the others now; it grows during the slow start. Above 0. */
  double weight(long nowNanos) {
    return settings.weight() * share(nowNanos);
  }

  /** How much of its full share it gets, above 0, at most 1: a line over the slow start. */
  double share(long nowNanos) {
    long elapsed = nowNanos - backSinceNanos;
    if (!warming || elapsed >= slowStartNanos) {
      return 1;
    }
    return Math.max(LEAST_SHARE, (double) elapsed / slowStartNanos);
  }

  /** What it is owed by the round robin, in parts of a turn. */
  double credit() {
    return credit;
  }

  void credit(double change) {
    credit += change;
  }

  /** The number of the last turn that it got. */
  long lastTurn() {
    return lastTurn;
  }

  void turn(long number) {
    lastTurn = number;
  }

  ServerView view(long nowNanos) {
    return new ServerView(
        server(), health.state(), draining, sessions, settings.sessions(), share(nowNanos));
  }

  private void comeBack(long nowNanos) {
    warming = true;
    backSinceNanos = nowNanos;
    // What it was owed when it left would be a burst now.
    credit = 0;
  }
}
