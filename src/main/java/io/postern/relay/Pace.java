package io.postern.relay;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When one direction of a relay may pass on how much, so that it keeps to its pacers. While it has
 * to wait, its flow is held: that is neither a stall nor silence. On the event loop.
 */
final class Pace {

  /** After this long a wait is looked at anew: a rate may have been raised. */
  private static final long LONGEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final List<Pacer> pacers;
  private final long[] places;
  private final EventLoop loop;
  private final Flow flow;
  private final Runnable resume;
  private int booked;
  private int granted;
  private @Nullable Future<?> timer;

  private Pace(List<Pacer> pacers, EventLoop loop, Flow flow, Runnable resume) {
    this.pacers = pacers;
    this.places = new long[pacers.size()];
    this.loop = loop;
    this.flow = flow;
    this.resume = resume;
  }

  /**
   * The pace that these pacers allow; null if there are none.
   *
   * @param resume called when a wait may be over
   */
  static @Nullable Pace of(List<Pacer> pacers, EventLoop loop, Flow flow, Runnable resume) {
    return pacers.isEmpty() ? null : new Pace(pacers, loop, flow, resume);
  }

  /** The most that should be read at once: a turn, so that all who share a rate take equal ones. */
  int turnBytes() {
    int least = Integer.MAX_VALUE;
    for (Pacer pacer : pacers) {
      least = Math.min(least, pacer.turnBytes());
    }
    return least;
  }

  /**
   * How many of the bytes that wait may be passed on now.
   *
   * @param waiting how many wait, above 0
   * @return 0 if none may; then this tells when to ask again
   */
  int grant(int waiting) {
    if (granted == 0 && timer == null) {
      ask(waiting);
    }
    return Math.min(granted, waiting);
  }

  /** Bytes that were granted were passed on. */
  void passed(int bytes) {
    granted -= bytes;
  }

  /** It is over, or another one takes its place. */
  void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    flow.release(System.nanoTime());
  }

  private void ask(int waiting) {
    long now = System.nanoTime();
    if (booked == 0) {
      book(Math.min(waiting, turnBytes()), now);
    }
    long wait = nanosToWait(now);
    if (wait == 0) {
      granted = booked;
      booked = 0;
      flow.release(now);
    } else {
      flow.hold();
      timer = loop.schedule(this::awake, Math.min(wait, LONGEST_SLEEP_NANOS), TimeUnit.NANOSECONDS);
    }
  }

  private void book(int bytes, long now) {
    booked = bytes;
    for (int i = 0; i < places.length; i++) {
      places[i] = pacers.get(i).book(bytes, now);
    }
  }

  private long nanosToWait(long now) {
    long longest = 0;
    for (int i = 0; i < places.length; i++) {
      longest = Math.max(longest, pacers.get(i).nanosUntil(places[i], now));
    }
    return longest;
  }

  private void awake() {
    timer = null;
    resume.run();
  }
}
