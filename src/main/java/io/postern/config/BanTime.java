package io.postern.config;

import java.time.Duration;
import java.util.Optional;

/** How long an operator bans a client. */
public final class BanTime {

  /** The most. */
  public static final Duration MOST = Duration.ofDays(366);

  private static final ValueType<Duration> TYPE = Scalars.duration(Duration.ofSeconds(1), MOST);

  private BanTime() {}

  /** Reads a duration such as {@code 30m}; empty if it is none. */
  public static Optional<Duration> parse(String text) {
    return TYPE.parse(text);
  }

  /** What it must be, to follow the word "expected". */
  public static String expected() {
    return TYPE.expected();
  }
}
