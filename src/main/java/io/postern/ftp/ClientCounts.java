package io.postern.ftp;

import java.util.HashMap;
import java.util.Map;

/**
 * How many of something each client has at once, against a limit; what a client is, {@link
 * Network#ofClient} tells. Thread-safe.
 */
public final class ClientCounts {

  private final int most;
  private final Map<Network, Integer> counts = new HashMap<>();

  /**
   * Of none yet.
   *
   * @param most how many one client may have, 1 or more
   */
  public ClientCounts(int most) {
    this.most = most;
  }

  /**
   * Counts one more, which then is to be {@link #leave released}.
   *
   * @return whether it may have it; if not, it is not counted
   */
  public synchronized boolean enter(Network client) {
    int now = counts.getOrDefault(client, 0);
    if (now == most) {
      return false;
    }
    counts.put(client, now + 1);
    return true;
  }

  /** One that was counted is over. */
  public synchronized void leave(Network client) {
    counts.computeIfPresent(client, (key, count) -> count == 1 ? null : count - 1);
  }
}
