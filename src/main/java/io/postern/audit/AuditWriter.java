package io.postern.audit;

import io.postern.audit.AuditQueue.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. What can't be written is kept and tried again each second; meanwhile
 * the queue fills, and what finds no room there is counted as lost.
 */
final class AuditWriter implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);

  /** How often the file is looked at for rotation, and a failed write is tried again. */
  private static final Duration CHECK_EVERY = Duration.ofSeconds(1);

  /** After a batch, so that a busy gateway's events don't each wake this thread. */
  private static final Duration GATHER = Duration.ofMillis(10);

  /** A batch ends above this many characters. */
  private static final int BATCH_TEXT = 256 << 10;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final AuditQueue queue;
  private final AuditLines lines;
  private final AuditOutput output;
  private final Clock clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final StringBuilder text = new StringBuilder();
  private ByteBuffer unwritten = NOTHING;
  private int unwrittenEvents;
  private long lostTold;
  private long checkedAt = System.nanoTime();
  private boolean failing;

  AuditWriter(AuditQueue queue, AuditLines lines, AuditOutput output, Clock clock) {
    this.queue = queue;
    this.lines = lines;
    this.output = output;
    this.clock = clock;
  }

  /** Has the thread write what waits, and end. */
  void end() {
    closing.countDown();
    queue.wake();
  }

  @Override
  public void run() {
    try {
      while (closing.getCount() > 0) {
        step();
      }
      finish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void step() throws InterruptedException {
    if (unwritten.hasRemaining()) {
      pause(CHECK_EVERY);
    } else {
      batch(queue.poll(CHECK_EVERY));
    }
    write();
    if (queue.isEmpty()) {
      pause(GATHER);
    }
  }

  private void finish() {
    do {
      if (!unwritten.hasRemaining()) {
        batch(queue.poll());
      }
      write();
    } while (!failing && !queue.isEmpty());
    if (unwritten.hasRemaining()) {
      queue.lose(unwrittenEvents);
      queue.loseRest();
      LOG.error("The audit log ends without its last events; {} were lost in all", queue.lost());
    }
    closeOutput();
  }

  private void pause(Duration time) throws InterruptedException {
    boolean unused = closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void batch(@Nullable Entry first) {
    text.setLength(0);
    unwrittenEvents = 0;
    for (Entry entry = first; entry != null; entry = queue.poll()) {
      append(entry);
      if (text.length() >= BATCH_TEXT) {
        break;
      }
    }
    appendLost();
    unwritten = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void append(Entry entry) {
    if (entry.event() == null) {
      return;
    }
    int before = text.length();
    try {
      lines.append(text, entry.at(), entry.event());
      unwrittenEvents++;
    } catch (RuntimeException e) {
      text.setLength(before);
      queue.lose(1);
      LOG.error("An event can't be written to the audit log", e);
    }
  }

  private void appendLost() {
    long lost = queue.lost();
    if (lost > lostTold) {
      lines.appendLost(text, clock.instant(), lost - lostTold);
      lostTold = lost;
    }
  }

  private void write() {
    try {
      followRotation();
      output.write(unwritten);
      if (failing) {
        LOG.warn("The audit log is written again");
      }
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        LOG.error("The audit log can't be written, events wait and may be lost: {}", e.toString());
      }
      failing = true;
    }
  }

  private void followRotation() throws IOException {
    if (System.nanoTime() - checkedAt < CHECK_EVERY.toNanos()) {
      return;
    }
    checkedAt = System.nanoTime();
    if (output.followRotation()) {
      toLineStart(unwritten);
    }
  }

  /** A line that was half written to the old file goes whole to the new one. */
  private static void toLineStart(ByteBuffer bytes) {
    int start = bytes.position();
    while (start > 0 && bytes.get(start - 1) != '\n') {
      start--;
    }
    if (bytes.hasRemaining()) {
      bytes.position(start);
    }
  }

  private void closeOutput() {
    try {
      output.close();
    } catch (IOException e) {
      LOG.error("The audit log can't be closed: {}", e.toString());
    }
  }
}
