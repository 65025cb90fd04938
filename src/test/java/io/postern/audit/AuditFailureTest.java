package io.postern.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.event.GatewayEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the audit log does when it can't be written. */
class AuditFailureTest {

  private static final Duration RETRIED_WITHIN = Duration.ofSeconds(10);

  private final Output output = new Output();

  @Test
  void write_failsInTheMiddle_laterWritesAreWholeAndInOrder() {
    output.failing.set(true);
    try (AuditLog log = new AuditLog(output, Clock.systemUTC(), 1_000)) {
      IntStream.range(0, 100).forEach(i -> log.publish(event(i)));
      await().until(() -> output.failures.get() > 0);

      output.failing.set(false);
      await().atMost(RETRIED_WITHIN).until(() -> output.lines().size() == 100);

      assertThat(log.lost()).isZero();
    }
    assertThat(output.lines())
        .extracting(line -> line.get("sessions"))
        .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(Integer::toString).toList());
  }

  @Test
  void write_failsAndTheFileIsRotated_theHalfLineIsWrittenWholeToTheNewOne() {
    output.failing.set(true);
    try (AuditLog log = new AuditLog(output, Clock.systemUTC(), 1_000)) {
      log.publish(event(1));
      await().until(() -> output.failures.get() > 0);

      output.rotate.set(true);
      await().atMost(RETRIED_WITHIN).until(() -> !output.rotate.get());
      output.failing.set(false);
      await().atMost(RETRIED_WITHIN).until(() -> output.text().endsWith("\n"));
    }
    assertThat(output.lines())
        .singleElement()
        .satisfies(l -> assertThat(l).containsEntry("sessions", "1"));
  }

  @Test
  void publish_queueFull_countsAndTellsWhatWasLost() throws InterruptedException {
    output.gate = new CountDownLatch(1);
    try (AuditLog log = new AuditLog(output, Clock.systemUTC(), 10)) {
      log.publish(event(0));
      output.blocked.await();

      IntStream.range(1, 101).forEach(i -> log.publish(event(i)));
      assertThat(log.lost()).isEqualTo(90);
      output.gate.countDown();
    }

    List<Map<String, String>> lines = output.lines();
    assertThat(lines).hasSize(12);
    assertThat(lines.get(11)).containsEntry("event", "audit-lost").containsEntry("lost", "90");
  }

  @Test
  void close_outputStillFails_returnsAndCountsTheRest() {
    output.failing.set(true);
    AuditLog log = new AuditLog(output, Clock.systemUTC(), 1_000);
    log.publish(event(1));
    await().until(() -> output.failures.get() > 0);

    log.close();

    assertThat(log.lost()).isEqualTo(1);
    assertThat(output.closed).isTrue();
  }

  @Test
  void publish_diskFull_neitherBlocksNorThrows() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "there is no /dev/full");
    AuditLog log = AuditLog.open(full, Clock.systemUTC());

    IntStream.range(0, AuditLog.QUEUE_EVENTS * 3).forEach(i -> log.publish(event(i)));
    assertThat(log.lost()).isPositive();
    log.close();

    assertThat(log.lost()).isEqualTo(AuditLog.QUEUE_EVENTS * 3L);
  }

  private static GatewayEvent event(int number) {
    return new GatewayEvent.Stopping(number, Duration.ZERO);
  }

  /** Takes half of what is written and then fails, as long as it is told to. */
  private static final class Output implements AuditOutput {

    final AtomicBoolean failing = new AtomicBoolean();
    final AtomicBoolean rotate = new AtomicBoolean();
    final CountDownLatch blocked = new CountDownLatch(1);
    volatile CountDownLatch gate = new CountDownLatch(0);
    final AtomicInteger failures = new AtomicInteger();
    volatile boolean closed;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      if (bytes.hasRemaining()) {
        pass();
        take(bytes, failing.get() ? (bytes.remaining() + 1) / 2 : bytes.remaining());
      }
      if (failing.get()) {
        failures.incrementAndGet();
        throw new IOException("No space left on device");
      }
    }

    private void pass() throws IOException {
      blocked.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    private synchronized void take(ByteBuffer bytes, int count) {
      byte[] taken = new byte[count];
      bytes.get(taken);
      written.writeBytes(taken);
    }

    @Override
    public synchronized boolean followRotation() {
      boolean now = rotate.getAndSet(false);
      if (now) {
        written.reset();
      }
      return now;
    }

    @Override
    public void close() {
      closed = true;
    }

    synchronized String text() {
      return written.toString(StandardCharsets.UTF_8);
    }

    List<Map<String, String>> lines() {
      String text = text();
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Json::parse).toList();
    }
  }
}
