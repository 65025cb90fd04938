package io.postern.relay;

import java.time.Duration;

/**
 * How a relay ended and what it carried.
 *
 * @param cause why
 * @param leftToRight bytes of the left channel that the right one's socket took
 * @param rightToLeft bytes of the right channel that the left one's socket took
 * @param duration from start to end
 */
public record RelayEnd(Cause cause, long leftToRight, long rightToLeft, Duration duration) {

  /** Why a relay ended. */
  public enum Cause {
    /** Each side ended its half, and every byte was delivered. */
    COMPLETED,
    /** The left channel failed or was reset. */
    LEFT_RESET,
    /** The right channel failed or was reset. */
    RIGHT_RESET,
    /** The left channel ended without the end of its TLS: what it sent may be cut off. */
    LEFT_TRUNCATED,
    /** The right channel ended without the end of its TLS. */
    RIGHT_TRUNCATED,
    /** A receiver took nothing for {@link RelaySettings#stall}. */
    STALLED,
    /** Nothing came for {@link RelaySettings#idle}. */
    IDLE,
    /** One side sent more than {@link RelayLimits} allow; nothing above was passed on. */
    TOO_LARGE,
    /** {@link Relay#abort}. */
    ABORTED
  }
}
