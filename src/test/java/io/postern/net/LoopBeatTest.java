package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LoopBeatTest {

  private static final long PERIOD = LoopBeat.PERIOD.toNanos();
  private static final long WINDOW = LoopBeat.WINDOW.toNanos();

  private final LoopBeat beat = new LoopBeat(0);

  @Test
  void beatInTime_isNoDelay() {
    beat.take(PERIOD);

    assertThat(beat.delayNanos(PERIOD + 1)).isZero();
  }

  @Test
  void lateBeat_isRememberedForHalfAMinuteToAMinute() {
    beat.take(PERIOD + 70);
    assertThat(beat.delayNanos(PERIOD + 71)).isEqualTo(70);

    beat.take(2 * PERIOD + 70 + 5);
    assertThat(beat.delayNanos(2 * PERIOD + 80)).isEqualTo(70);

    long later = 2 * PERIOD + 75;
    while (later < WINDOW + PERIOD) {
      later += PERIOD;
      beat.take(later);
    }
    assertThat(beat.delayNanos(later)).as("of the window before").isEqualTo(70);

    while (later < 2 * WINDOW + 3 * PERIOD) {
      later += PERIOD;
      beat.take(later);
    }
    assertThat(beat.delayNanos(later)).isZero();
  }

  @Test
  void owedBeat_isADelayThatGrows() {
    assertThat(beat.delayNanos(PERIOD + 3_000)).isEqualTo(3_000);
    assertThat(beat.delayNanos(PERIOD + 9_000)).isEqualTo(9_000);
  }

  @Test
  void blockedLoop_isLate() {
    EventLoop loop = new DefaultEventLoop();
    try {
      CountDownLatch blocked = new CountDownLatch(1);
      LoopBeat watched = LoopBeat.of(loop);
      loop.execute(() -> await(blocked));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> watched.delayNanos(System.nanoTime()) > Duration.ofMillis(50).toNanos());
      blocked.countDown();
    } finally {
      loop.shutdownGracefully();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
