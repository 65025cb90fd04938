package io.postern.upstream;

import java.util.Optional;

/**
 * One session's place at a server, counted until it is closed. The data connections of the session
 * go to this server and to no other. Thread-safe.
 */
public final class Lease implements AutoCloseable {

  private final Pool pool;
  private final Member member;
  // Guarded by the pool's lock.
  private boolean open = true;

  Lease(Pool pool, Member member) {
    this.pool = pool;
    this.member = member;
  }

  /** The session's server. */
  public Server server() {
    return member.server();
  }

  /** Tells that the server has greeted. */
  public void connected(long nowNanos) {
    pool.observed(member, true, nowNanos);
  }

  /**
   * Tells that the server could not be reached or did not greet, and closes.
   *
   * @return the change of its health that this made, if any
   */
  public Optional<HealthChange> failed(long nowNanos) {
    close();
    return pool.observed(member, false, nowNanos);
  }

  /** Gives the place back, once; more calls do nothing. */
  @Override
  public void close() {
    pool.release(this);
  }

  /** Under the pool's lock. */
  void release() {
    if (open) {
      open = false;
      member.leave();
    }
  }
}
