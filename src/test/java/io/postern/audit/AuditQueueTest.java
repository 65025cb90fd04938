package io.postern.audit;

import static io.postern.testing.SampleEvents.command;
import static io.postern.testing.SampleEvents.denied;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.Verb;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AuditQueueTest {

  @Test
  void offer_longTexts_areBoundedTogether() {
    AuditQueue queue = new AuditQueue(1_000_000);
    String megabyte = "x".repeat(1 << 20);

    for (int i = 0; i < 100; i++) {
      queue.offer(entry(megabyte));
    }

    assertThat(queue.lost()).isBetween(68L, 69L);
  }

  @Test
  void offer_longPaths_areBoundedTogether() {
    AuditQueue queue = new AuditQueue(1_000_000);
    String megabyte = "x".repeat(1 << 20);

    for (int i = 0; i < 100; i++) {
      queue.offer(new AuditQueue.Entry(Instant.EPOCH, denied(Verb.STOR, "", megabyte)));
    }

    assertThat(queue.lost()).isBetween(68L, 69L);
  }

  @Test
  void offer_afterRoomWasMade_isTaken() {
    AuditQueue queue = new AuditQueue(1_000_000);
    queue.offer(entry("x".repeat((int) AuditQueue.MAX_TEXT - 10)));
    queue.offer(entry("too much by now"));
    assertThat(queue.lost()).isEqualTo(1);

    assertThat(queue.poll()).isNotNull();
    queue.offer(entry("room again"));

    assertThat(queue.lost()).isEqualTo(1);
    assertThat(queue.isEmpty()).isFalse();
  }

  private static AuditQueue.Entry entry(String argument) {
    return new AuditQueue.Entry(Instant.EPOCH, command(Verb.CWD, "CWD", argument, 250));
  }
}
