package io.postern.audit;

import io.postern.event.GatewayEvent;
import io.postern.event.GatewayEvent.CommandCompleted;
import io.postern.event.GatewayEvent.DeviationSeen;
import io.postern.event.GatewayEvent.LimitHit;
import io.postern.event.GatewayEvent.RuleApplied;
import io.postern.event.GatewayEvent.TransferEnded;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written: bounded in events and in the text that peers sent, so that a full disk
 * and long file names together can't fill the heap. Thread-safe; giving never blocks.
 */
final class AuditQueue {

  /** The most text of peers that waits: 32 Mi characters. */
  static final long MAX_TEXT = 32L << 20;

  /**
   * An event that waits.
   *
   * @param event null only wakes the taker
   */
  record Entry(Instant at, @Nullable GatewayEvent event) {

    private static final Entry WAKE = new Entry(Instant.EPOCH, null);

    /** The characters that a peer chose. */
    long text() {
      if (event instanceof CommandCompleted e) {
        return (long) e.argument().length() + e.ruling().path().length();
      }
      if (event instanceof TransferEnded e) {
        return e.path().length();
      }
      if (event instanceof RuleApplied e) {
        return (long) e.path().length() + e.remedy().length();
      }
      if (event instanceof DeviationSeen e) {
        return e.detail().length();
      }
      return event instanceof LimitHit e ? e.detail().length() : 0;
    }
  }

  private final LinkedBlockingQueue<Entry> entries;
  private final AtomicLong text = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  AuditQueue(int maxEvents) {
    this.entries = new LinkedBlockingQueue<>(maxEvents);
  }

  /** Adds an event, or counts it as lost if there is no room. */
  void offer(Entry entry) {
    long size = entry.text();
    if (text.addAndGet(size) > MAX_TEXT || !entries.offer(entry)) {
      text.addAndGet(-size);
      lost.incrementAndGet();
    }
  }

  /** Wakes the taker. If the queue is full, it is awake. */
  void wake() {
    boolean unused = entries.offer(Entry.WAKE);
  }

  /** The next event, waiting for it if need be; null if none came. */
  @Nullable Entry poll(Duration wait) throws InterruptedException {
    return taken(entries.poll(wait.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** The next event; null if there is none. */
  @Nullable Entry poll() {
    return taken(entries.poll());
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Counts events that were taken and could not be written. */
  void lose(long events) {
    lost.addAndGet(events);
  }

  /** Counts all that waits as lost. */
  void loseRest() {
    for (Entry entry = poll(); entry != null; entry = poll()) {
      lose(entry.event() == null ? 0 : 1);
    }
  }

  /** How many events were lost, ever. */
  long lost() {
    return lost.get();
  }

  private @Nullable Entry taken(@Nullable Entry entry) {
    if (entry != null) {
      text.addAndGet(-entry.text());
    }
    return entry;
  }
}
