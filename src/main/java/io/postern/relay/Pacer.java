package io.postern.relay;

/**
 * A rate that any number of relays share, on any event loop. A virtual clock counts bytes at the
 * rate; who wants to pass bytes on books the next free place on it, and passes them on when the
 * clock is there. So bookings are served in the order in which they were made: nobody starves, and
 * relays that always have bytes take turns. Time is a parameter: nanoseconds like {@link
 * System#nanoTime}. Thread-safe.
 */
public final class Pacer {

  /** A late timer, or a pause of the JVM, of up to this long is made up for. */
  private static final long CREDIT_NANOS = 100_000_000;

  private static final double NANOS_A_SECOND = 1e9;

  /** Turns a second of one relay alone; more would cost processor time, fewer are felt. */
  private static final int TURNS_A_SECOND = 50;

  /** Turns smaller than a segment cost headers, unless they would be rarer than these. */
  private static final int MIN_TURNS_A_SECOND = 4;

  private static final int SEGMENT_BYTES = 1460;

  /** So small that the kernel always holds a turn's bytes of a sender that sends all the time. */
  private static final int MAX_TURN_BYTES = 32 * 1024;

  private long bytesPerSecond;

  /** All bytes that were ever booked: the first free place. */
  private long booked;

  /** How far the clock is behind the first free place; below 0 if it is ahead. */
  private double behind;

  private long atNanos;

  /**
   * Nothing is booked yet.
   *
   * @param bytesPerSecond above 0
   */
  public Pacer(long bytesPerSecond, long nowNanos) {
    this.bytesPerSecond = checked(bytesPerSecond);
    this.atNanos = nowNanos;
  }

  /** Changes the rate, also for what is booked already. */
  public synchronized void bytesPerSecond(long rate, long nowNanos) {
    advance(nowNanos);
    bytesPerSecond = checked(rate);
  }

  /** The rate. */
  public synchronized long bytesPerSecond() {
    return bytesPerSecond;
  }

  /** How many bytes are a turn: the most that should be booked at once. */
  synchronized int turnBytes() {
    long least = Math.min(SEGMENT_BYTES, bytesPerSecond / MIN_TURNS_A_SECOND);
    long bytes = Math.max(bytesPerSecond / TURNS_A_SECOND, least);
    return (int) Math.max(1, Math.min(MAX_TURN_BYTES, bytes));
  }

  /**
   * Books the next place.
   *
   * @return the place, for {@link #nanosUntil}
   */
  synchronized long book(int bytes, long nowNanos) {
    advance(nowNanos);
    long place = booked;
    booked += bytes;
    behind += bytes;
    return place;
  }

  /** In how many nanoseconds the place's bytes may be passed on; 0 if now. */
  synchronized long nanosUntil(long place, long nowNanos) {
    advance(nowNanos);
    double bytes = behind - (booked - place);
    return bytes <= 0 ? 0 : (long) Math.ceil(bytes * NANOS_A_SECOND / bytesPerSecond);
  }

  private void advance(long nowNanos) {
    long nanos = nowNanos - atNanos;
    if (nanos > 0) {
      double most = bytesPerSecond * (CREDIT_NANOS / NANOS_A_SECOND);
      behind = Math.max(behind - nanos * (bytesPerSecond / NANOS_A_SECOND), -most);
      atNanos = nowNanos;
    }
  }

  private static long checked(long bytesPerSecond) {
    if (bytesPerSecond <= 0) {
      throw new IllegalArgumentException("no rate: " + bytesPerSecond);
    }
    return bytesPerSecond;
  }
}
