package io.postern.net;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * How late an event loop is. It has a beat to take every half second; what it takes late, or still
 * owes, is what everything else on that loop waits too. The worst of the last half minute to minute
 * is kept, so that no scraper misses it.
 */
final class LoopBeat {

  static final Duration PERIOD = Duration.ofMillis(500);
  static final Duration WINDOW = Duration.ofSeconds(30);

  private volatile long dueNanos;
  private volatile long worstNanos;
  private volatile long worstBeforeNanos;
  private long windowNanos;

  LoopBeat(long nowNanos) {
    this.windowNanos = nowNanos;
    this.dueNanos = nowNanos + PERIOD.toNanos();
  }

  /** One for a loop, which beats until the loop ends. */
  static LoopBeat of(EventExecutor loop) {
    LoopBeat beat = new LoopBeat(System.nanoTime());
    beat.schedule(loop);
    return beat;
  }

  /** The loop takes its beat. On the loop. */
  void take(long nowNanos) {
    if (nowNanos - windowNanos >= WINDOW.toNanos()) {
      worstBeforeNanos = worstNanos;
      worstNanos = 0;
      windowNanos = nowNanos;
    }
    worstNanos = Math.max(worstNanos, nowNanos - dueNanos);
    dueNanos = nowNanos + PERIOD.toNanos();
  }

  /** The worst lateness of late, in nanoseconds: not below 0. Any thread. */
  long delayNanos(long nowNanos) {
    long owed = Math.max(0, nowNanos - dueNanos);
    return Math.max(owed, Math.max(worstNanos, worstBeforeNanos));
  }

  private void schedule(EventExecutor loop) {
    try {
      loop.schedule(
          () -> {
            take(System.nanoTime());
            schedule(loop);
          },
          PERIOD.toMillis(),
          TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The loop has ended, and nobody waits for it any more.
    }
  }
}
