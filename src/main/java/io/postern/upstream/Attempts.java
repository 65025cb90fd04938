package io.postern.upstream;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One session's search for a server: one after the other, never the same twice, as often as the
 * pool's retries allow. Belongs to one thread.
 */
public final class Attempts {

  private final Pool pool;
  private final Client client;
  private final Set<Server> tried = new HashSet<>();
  private final int most;
  private @Nullable Lease last;

  Attempts(Pool pool, Client client, int most) {
    this.pool = pool;
    this.client = client;
    this.most = most;
  }

  /**
   * The first server, or the next one after a failure. The lease given before is closed: a session
   * never has two places.
   */
  public Attempt next(long nowNanos) {
    close();
    if (tried.size() >= most) {
      return new Attempt.None(NoServer.TRIED);
    }
    Attempt attempt = pool.take(client, tried, nowNanos);
    if (attempt instanceof Attempt.Found found) {
      last = found.lease();
      tried.add(found.lease().server());
    }
    return attempt;
  }

  /** Gives back the place that the session has, if any. */
  public void close() {
    if (last != null) {
      last.close();
      last = null;
    }
  }
}
