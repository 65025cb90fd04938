package io.postern.session;

/** A token bucket for the commands of one session that match one rule; it holds one second's. */
final class CommandRate {

  private static final double NANOS = 1e9;

  private int perSecond;
  private double tokens;
  private long at;

  /** A full bucket. */
  CommandRate(int commands, long nowNanos) {
    tokens = commands;
    at = nowNanos;
  }

  /** Sets the rate, which a reload may change. */
  void perSecond(int commands) {
    perSecond = commands;
  }

  /** Whether a command is within the rate. */
  boolean take(long nowNanos) {
    tokens = Math.min(perSecond, tokens + (nowNanos - at) / NANOS * perSecond);
    at = nowNanos;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
