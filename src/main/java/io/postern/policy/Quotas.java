package io.postern.policy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is counted across sessions for the {@link Limits} of rules. What counts as one client is
 * {@link io.postern.ftp.Network#ofClient}. An implementation is thread-safe and bounded, and does
 * no input or output.
 */
public interface Quotas {

  /** What there may be only so many of at once. */
  enum Kind {
    /** Sessions, counted when the client connects: in all and for its address. */
    SESSION,
    /** Sessions, counted when the user has logged in: for the user. */
    LOGIN,
    /** Transfers: in all, for the address and for the user. */
    TRANSFER
  }

  /** A place that was taken. */
  interface Place {
    /** Gives it back. Idempotent. */
    void leave();
  }

  /**
   * The answer to {@link #enter}: a place, or the rule whose limit is reached.
   *
   * @param place null if there is none left
   * @param rule the id of the rule that refuses; empty if there is a place
   * @param limit the name of its limit as in the rules file, {@code transfers-per-user}; empty if
   *     there is a place
   */
  record Entry(@Nullable Place place, String rule, String limit) {}

  /**
   * Takes a place under all limits, or under none.
   *
   * @param user raw; null counts for no user
   */
  Entry enter(Kind kind, List<Limits> limits, InetAddress client, @Nullable String user);

  /**
   * A login failed.
   *
   * @param user raw; null if it was for no name
   * @param nowNanos monotonic
   * @return the limits that ban the client now; empty if it is not banned
   */
  Optional<Limits> loginFailed(
      List<Limits> limits, InetAddress client, @Nullable String user, long nowNanos);

  /**
   * A login succeeded: the failures that the client had with the same account are forgotten. Those
   * with others stay, or whoever has an account, {@code anonymous} say, could guess without end.
   *
   * @param user raw; null forgets nothing
   */
  void loggedIn(InetAddress client, @Nullable String user);

  /**
   * How long a client is still banned; empty if it is not. Asked before it gets a session, and
   * before each login.
   */
  default Optional<Duration> banned(InetAddress client) {
    return Optional.empty();
  }

  /** No limit at all; for what decides without a gateway. */
  Quotas NONE =
      new Quotas() {
        @Override
        public Entry enter(
            Kind kind, List<Limits> limits, InetAddress client, @Nullable String user) {
          return new Entry(() -> {}, "", "");
        }

        @Override
        public Optional<Limits> loginFailed(
            List<Limits> limits, InetAddress client, @Nullable String user, long nowNanos) {
          return Optional.empty();
        }

        @Override
        public void loggedIn(InetAddress client, @Nullable String user) {}
      };
}
