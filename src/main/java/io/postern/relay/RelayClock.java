package io.postern.relay;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The idle and the stall timeout of one relay. One timer, which looks when bytes last moved and
 * sleeps until the earliest time at which a timeout can be due; bytes that move touch no timer. A
 * flow that the pace holds neither stalls nor is idle.
 */
final class RelayClock {

  private final EventLoop loop;
  private final long stallNanos;
  private final long idleNanos;
  private final Flow leftToRight;
  private final Flow rightToLeft;
  private final Consumer<RelayEnd.Cause> expired;
  private @Nullable Future<?> timer;

  RelayClock(
      EventLoop loop,
      RelaySettings settings,
      Flow leftToRight,
      Flow rightToLeft,
      Consumer<RelayEnd.Cause> expired) {
    this.loop = loop;
    this.stallNanos = settings.stall().toNanos();
    this.idleNanos = settings.idle().toNanos();
    this.leftToRight = leftToRight;
    this.rightToLeft = rightToLeft;
    this.expired = expired;
  }

  void start() {
    schedule(Math.min(stallNanos, idleNanos));
  }

  void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void look() {
    long now = System.nanoTime();
    long untilStalled = Math.min(untilStalled(leftToRight, now), untilStalled(rightToLeft, now));
    long untilIdle = untilIdle(now);
    if (untilStalled <= 0) {
      expired.accept(RelayEnd.Cause.STALLED);
    } else if (untilIdle <= 0) {
      expired.accept(RelayEnd.Cause.IDLE);
    } else {
      schedule(Math.min(untilStalled, untilIdle));
    }
  }

  private long untilStalled(Flow flow, long now) {
    boolean forReceiver = flow.isWaiting() && !flow.isHeld();
    return forReceiver ? stallNanos - (now - flow.movedNanos()) : stallNanos;
  }

  private long untilIdle(long now) {
    boolean held = leftToRight.isHeld() || rightToLeft.isHeld();
    return held ? idleNanos : idleNanos - (now - lastMovedNanos());
  }

  private long lastMovedNanos() {
    long left = leftToRight.movedNanos();
    long right = rightToLeft.movedNanos();
    return left - right > 0 ? left : right;
  }

  private void schedule(long nanos) {
    timer = loop.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
  }
}
