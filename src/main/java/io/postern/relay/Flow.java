package io.postern.relay;

/**
 * The bytes of one direction: how many came, how many the receiver's socket took, and since when
 * the rest waits. Written by the event loop only.
 */
final class Flow {

  private long came;
  private volatile long taken;
  private long movedNanos;

  Flow(long nowNanos) {
    movedNanos = nowNanos;
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
