package io.postern.relay;

import java.util.function.LongConsumer;

/**
 * The bytes of one direction: how many came, how many the receiver's socket took, and since when
 * the rest waits. Written by the event loop only.
 */
final class Flow {

  private final LongConsumer told;
  private long came;
  private volatile long taken;
  private long movedNanos;
  private boolean held;

  /**
   * Nothing yet.
   *
   * @param told of the bytes whenever the receiver took some
   */
  Flow(long nowNanos, LongConsumer told) {
    this.told = told;
    this.movedNanos = nowNanos;
  }

  /** Bytes were read from the sender. */
  void came(long bytes, long nowNanos) {
    if (!isWaiting()) {
      movedNanos = nowNanos;
    }
    came += bytes;
  }

  /** The receiver's socket took bytes. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void took(long bytes, long nowNanos) {
    taken += bytes;
    movedNanos = nowNanos;
    told.accept(bytes);
  }

  /** What waits has to wait for the pace, not for the receiver. */
  void hold() {
    held = true;
  }

  /** The pace lets go on; from now on the receiver is waited for. */
  void release(long nowNanos) {
    if (held) {
      held = false;
      movedNanos = nowNanos;
    }
  }

  /** Whether the pace holds it. */
  boolean isHeld() {
    return held;
  }

  /** How many bytes came. */
  long came() {
    return came;
  }

  /** Whether bytes wait for the receiver. */
  boolean isWaiting() {
    return came > taken;
  }

  /** How many bytes wait for the receiver. */
  long waitingBytes() {
    return came - taken;
  }

  /** When bytes last began to wait or were taken. */
  long movedNanos() {
    return movedNanos;
  }

  /** How many bytes the receiver took. Any thread. */
  long taken() {
    return taken;
  }
}
