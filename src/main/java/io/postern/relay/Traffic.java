package io.postern.relay;

import java.util.concurrent.atomic.LongAdder;

/**
 * The bytes that relays have carried, counted as they go: a transfer of hours shows from its first
 * second. Thread-safe.
 */
public final class Traffic {

  private final LongAdder toRight = new LongAdder();
  private final LongAdder toLeft = new LongAdder();

  /** An observer that counts here what its relay carries, and tells another one of the end. */
  public RelayObserver counting(RelayObserver told) {
    return new RelayObserver() {
      @Override
      public void moved(boolean rightward, long bytes) {
        (rightward ? toRight : toLeft).add(bytes);
      }

      @Override
      public void ended(RelayEnd end) {
        told.ended(end);
      }
    };
  }

  /** Bytes that the right sides have taken. */
  public long toRight() {
    return toRight.sum();
  }

  /** Bytes that the left sides have taken. */
  public long toLeft() {
    return toLeft.sum();
  }
}
