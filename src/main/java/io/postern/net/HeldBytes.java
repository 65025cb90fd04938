package io.postern.net;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all sessions together hold of lines and replies that have begun and not ended, and of
 * commands and replies that wait for others ({@code limits.held-bytes}). Each of these has its
 * limit in a session; many sessions at those limits would fill the memory. Used from every event
 * loop.
 */
final class HeldBytes {

  private final long limitBytes;
  private final AtomicLong taken = new AtomicLong();

  HeldBytes(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** What is held now, beyond what each session may hold freely. */
  long taken() {
    return taken.get();
  }

  /**
   * The part of one session.
   *
   * @param freeBytes what it may hold without being counted: enough for everyday sessions, so that
   *     these neither meet here nor are ended for what others hold
   */
  Share share(long freeBytes) {
    return new Share(freeBytes);
  }

  /** What one session holds of it. Lives on the session's event loop. */
  final class Share {

    private final long freeBytes;
    private long counted;

    private Share(long freeBytes) {
      this.freeBytes = freeBytes;
    }

    /** Whether anything of it is counted. */
    boolean counts() {
      return counted > 0;
    }

    /**
     * Takes note of what the session holds now.
     *
     * @return false if it has grown, and all together hold more than they may
     */
    boolean holds(long bytes) {
      long now = Math.max(0, bytes - freeBytes);
      long more = now - counted;
      if (more == 0) {
        return true;
      }
      counted = now;
      return taken.addAndGet(more) <= limitBytes || more < 0;
    }

    /** The session is over. Idempotent. */
    void release() {
      holds(0);
    }
  }
}
