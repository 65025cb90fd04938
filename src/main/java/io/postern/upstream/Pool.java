package io.postern.upstream;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The servers that a listener's sessions are spread over, how many sessions each has, and how it
 * fares. It opens no connection: those who do tell it what came of it.
 *
 * <p>Thread-safe: every event loop asks it. One lock guards everything, so that to choose and to
 * count are one step and no limit is passed by two at once; under it are a few steps for each
 * server, never I/O nor a call to others. All times are of one monotonic clock, in nanoseconds.
 */
public final class Pool {

  private final Lock lock = new ReentrantLock();
  private final PoolSettings settings;
  private final Balance balance;
  private final RandomGenerator random;
  private final Map<Server, Member> members = new LinkedHashMap<>();

  /**
   * A pool with all servers up and no sessions.
   *
   * @param random where the jitter of probes comes from; used under the lock
   */
  public Pool(PoolSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.balance = Balance.of(settings);
    this.random = random;
    for (ServerSettings each : settings.servers()) {
      members.put(each.server(), new Member(each, settings.slowStart()));
    }
  }

  /** What it was made of. */
  public PoolSettings settings() {
    return settings;
  }

  /** Begins a session's search for a server. */
  public Attempts attempts(Client client) {
    return new Attempts(this, client, 1 + settings.retries());
  }

  /**
   * Gives a server no new sessions from now on; those that it has go on.
   *
   * @return whether the pool has this server
   */
  public boolean drain(Server server) {
    return change(server, Member::drain);
  }

  /**
   * Ends a drain; the server begins with its slow start.
   *
   * @return whether the pool has this server
   */
  public boolean resume(Server server, long nowNanos) {
    return change(server, member -> member.resume(nowNanos));
  }

  /**
   * How long to wait for the first probe of one server: anything up to the usual time between two,
   * so that the probes of a pool are spread over it.
   *
   * @throws IllegalStateException if the pool is not watched
   */
  public Duration untilFirstProbe() {
    long every = health().every().toNanos();
    return locked(() -> Duration.ofNanos((long) (every * random.nextDouble())));
  }

  /**
   * Takes the result of a probe.
   *
   * @throws IllegalArgumentException if the pool has no such server
   * @throws IllegalStateException if the pool is not watched
   */
  public Probed probed(Server server, boolean passed, long nowNanos) {
    HealthSettings watched = health();
    Member member = members.get(server);
    if (member == null) {
      throw new IllegalArgumentException("the pool has no server " + server);
    }
    return locked(
        () -> {
          Health next = member.health().afterProbe(passed, watched);
          Optional<HealthChange> change = member.become(next, nowNanos);
          return new Probed(next.untilProbe(watched, random), change);
        });
  }

  /** How all servers stand at one moment, in the order of the settings. */
  public List<ServerView> servers(long nowNanos) {
    return locked(() -> members.values().stream().map(each -> each.view(nowNanos)).toList());
  }

  /** A place at a server that was not tried yet. */
  Attempt take(Client client, Set<Server> tried, long nowNanos) {
    return locked(
        () -> {
          var candidates = balance.candidates(members, client);
          List<Member> free =
              candidates.stream()
                  .filter(each -> each.isFree() && !tried.contains(each.server()))
                  .toList();
          return free.isEmpty()
              ? new Attempt.None(NoServer.among(candidates, tried))
              : enter(balance.choose(free, client, nowNanos));
        });
  }

  /** Takes what a session learned of a server. */
  Optional<HealthChange> observed(Member member, boolean connected, long nowNanos) {
    return settings
        .health()
        .flatMap(
            watched ->
                locked(
                    () -> {
                      Health next = member.health().afterSession(connected, watched);
                      return member.become(next, nowNanos);
                    }));
  }

  void release(Lease lease) {
    lock.lock();
    try {
      lease.release();
    } finally {
      lock.unlock();
    }
  }

  private Attempt enter(Member member) {
    member.enter();
    return new Attempt.Found(new Lease(this, member));
  }

  private boolean change(Server server, Consumer<Member> change) {
    Member member = members.get(server);
    if (member == null) {
      return false;
    }
    lock.lock();
    try {
      change.accept(member);
    } finally {
      lock.unlock();
    }
    return true;
  }

  private HealthSettings health() {
    return settings
        .health()
        .orElseThrow(
            () -> new IllegalStateException("pool " + settings.name() + " is not watched"));
  }

  private <T> T locked(Supplier<T> step) {
    lock.lock();
    try {
      return step.get();
    } finally {
      lock.unlock();
    }
  }
}
