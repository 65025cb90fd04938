package io.postern.net;

import io.postern.event.Limit;
import io.postern.ftp.Network;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts sessions, in all and for each client (see {@link Network#ofClient}), against their limits.
 * Thread-safe.
 */
final class Admission {

  private final int maxSessions;
  private final int maxPerClient;
  private final AtomicInteger sessions = new AtomicInteger();
  private volatile boolean drained;
  private final ConcurrentHashMap<Network, Integer> byClient = new ConcurrentHashMap<>();

  Admission(int maxSessions, int maxPerClient) {
    this.maxSessions = maxSessions;
    this.maxPerClient = maxPerClient;
  }

  /**
   * Admits a session, which then is to be {@link #leave released}.
   *
   * @return the limit that forbids it; empty if it is admitted
   */
  Optional<Limit> enter(InetAddress client) {
    if (drained) {
      return Optional.of(Limit.DRAINED);
    }
    if (sessions.incrementAndGet() > maxSessions) {
      sessions.decrementAndGet();
      return Optional.of(Limit.SESSIONS);
    }
    if (byClient.merge(Network.ofClient(client), 1, Integer::sum) > maxPerClient) {
      leave(client);
      return Optional.of(Limit.SESSIONS_PER_CLIENT);
    }
    return Optional.empty();
  }

  /** A session ended. */
  void leave(InetAddress client) {
    sessions.decrementAndGet();
    byClient.computeIfPresent(
        Network.ofClient(client), (network, count) -> count == 1 ? null : count - 1);
  }

  /** Admits nobody, or ends that; says whether it has changed anything. */
  synchronized boolean drain(boolean wanted) {
    boolean changes = drained != wanted;
    drained = wanted;
    return changes;
  }

  boolean drained() {
    return drained;
  }

  int sessions() {
    return sessions.get();
  }
}
