package io.postern.audit;

import io.postern.event.EventSink;
import io.postern.event.GatewayEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one JSON line per event that an auditor needs. Publishing only puts the event into a
 * bounded queue; one thread of its own writes. When the queue is full, events are dropped and
 * counted, and a line {@code audit-lost} says how many as soon as there is room.
 *
 * <p>Thread-safe; {@link #publish} never blocks.
 */
public final class AuditLog implements EventSink, AutoCloseable {

  /** How many events may wait to be written. */
  public static final int QUEUE_EVENTS = 65_536;

  /** How long {@link #close} waits for what is in the queue. */
  public static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final Path STANDARD_OUTPUT = Path.of("-");

  private final AuditLines lines = new AuditLines();
  private final AuditQueue queue;
  private final AuditWriter writer;
  private final Thread thread;
  private final Clock clock;

  AuditLog(AuditOutput output, Clock clock, int queueEvents) {
    this.clock = clock;
    this.queue = new AuditQueue(queueEvents);
    this.writer = new AuditWriter(queue, lines, output, clock);
    this.thread = new Thread(writer, "postern-audit");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Begins to write.
   *
   * @param file appended to; made with mode 0640 if it is not there; {@code -} is standard output
   * @param clock of the lines' time stamps
   * @throws IOException if the file can't be opened; the message is one line that names it
   */
  public static AuditLog open(Path file, Clock clock) throws IOException {
    AuditOutput output = file.equals(STANDARD_OUTPUT) ? new StandardOutput() : new FileOutput(file);
    return new AuditLog(output, clock, QUEUE_EVENTS);
  }

  @Override
  public void publish(GatewayEvent event) {
    if (lines.has(event)) {
      queue.offer(new AuditQueue.Entry(clock.instant(), event));
    }
  }

  /** How many events were lost, ever. */
  public long lost() {
    return queue.lost();
  }

  /**
   * Writes what waits and closes the file. Blocks until then, at most {@link #CLOSE_TIMEOUT}.
   * Idempotent.
   */
  @Override
  public void close() {
    writer.end();
    try {
      thread.join(CLOSE_TIMEOUT.toMillis());
      if (thread.isAlive()) {
        LOG.error("The audit log's last events could not be written in {}", CLOSE_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
