package io.postern.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.postern.ftp.Network;
import io.postern.policy.Limits;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Counts failed logins, and bans the clients that have too many. Bounded: above the limit, the
 * cache drops the clients that fail least often, so that a flood of new ones makes nobody who goes
 * on forgotten. Thread-safe: one lock makes each failure count exactly once.
 */
final class FailedLogins {

  private final Lock lock = new ReentrantLock();
  private final Cache<Network, Failures> byClient;
  private final Bans bans;

  FailedLogins(int most, LongSupplier nanoTime, Bans bans) {
    this.bans = bans;
    this.byClient =
        Caffeine.newBuilder()
            .maximumSize(most)
            .expireAfter(Expiry.<Network, Failures>writing((client, failures) -> failures.kept()))
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /**
   * Counts a failure. One of a client that was banned in the meantime, in a session that it still
   * had, begins the ban anew: many sessions at once don't get many tries.
   *
   * @param limits those that count failed logins
   * @return the one that bans; of several the one that bans longest
   */
  Optional<Limits> add(List<Limits> limits, Network client, Failure failure) {
    lock.lock();
    try {
      Failures failures = counted(limits, client, failure);
      Optional<Limits> reached =
          limits.stream()
              .filter(each -> reached(each, failures, client))
              .max(Comparator.comparing(each -> failedLogins(each).ban()));
      reached.ifPresentOrElse(limit -> ban(client, limit), () -> byClient.put(client, failures));
      return reached;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the failures that a client had with one account. */
  void forget(Network client, String user) {
    lock.lock();
    try {
      byClient.asMap().computeIfPresent(client, (key, failures) -> failures.without(user));
    } finally {
      lock.unlock();
    }
  }

  /** Of how many clients failures are remembered. */
  int clients() {
    byClient.cleanUp();
    return (int) byClient.estimatedSize();
  }

  private Failures counted(List<Limits> limits, Network client, Failure failure) {
    Failures failures = Objects.requireNonNullElse(byClient.getIfPresent(client), Failures.NONE);
    for (Limits each : limits) {
      failures = failures.with(each.rule(), failedLogins(each).within(), failure);
    }
    return failures;
  }

  private boolean reached(Limits limits, Failures failures, Network client) {
    return failures.count(limits.rule()) >= failedLogins(limits).attempts()
        || bans.holds(client, limits.rule());
  }

  private void ban(Network client, Limits limits) {
    byClient.invalidate(client);
    bans.ban(client, limits.rule(), failedLogins(limits).ban());
  }

  private static Limits.FailedLogins failedLogins(Limits limits) {
    return limits.failedLogins().orElseThrow();
  }
}
