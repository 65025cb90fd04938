package io.postern.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A certificate that nobody signs but its own key: for the demo and for tests, never for users. */
public final class SelfSigned {

  private SelfSigned() {}

  /**
   * A new EC key (P-256) and certificate, in memory only.
   *
   * @param names DNS names and IP addresses; the first is the common name
   * @param from when it becomes valid; make it a day ago, for clients whose clock is slow
   * @param life how long it is valid
   */
  public static ServerKeys create(List<String> names, Instant from, Duration life) {
    throw new UnsupportedOperationException();
  }
}
