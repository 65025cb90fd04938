package io.postern.upstream;

import java.time.Duration;

/**
 * How a server is watched.
 *
 * @param every from the end of a probe to the next, 100 ms to 1 h
 * @param timeout how long a whole probe may take, 100 ms to 1 min
 * @param fall how many probes in a row fail before it is down, or how many sessions in a row can't
 *     connect, 1 to 100
 * @param rise how many probes in a row pass before it is up again, 1 to 100
 * @param longestBackOff from probe to probe of a server that stays down, {@code every} to 24 h: the
 *     time doubles with each up to this one
 * @param jitter by what part a time is shortened at most, at random, 0 to 0.9: the probes of many
 *     servers, and of many gateways, don't stay in step
 * @param observed whether sessions that can't connect count as well
 * @param probe what is asked of the server
 */
public record HealthSettings(
    Duration every,
    Duration timeout,
    int fall,
    int rise,
    Duration longestBackOff,
    double jitter,
    boolean observed,
    ProbeSettings probe) {

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST_EVERY = Duration.ofHours(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration LONGEST_BACK_OFF = Duration.ofHours(24);
  private static final int MOST_IN_A_ROW = 100;
  private static final double MOST_JITTER = 0.9;

  /** What holds unless the settings say otherwise. */
  public static final HealthSettings DEFAULT =
      new HealthSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          3,
          2,
          Duration.ofMinutes(1),
          0.2,
          true,
          ProbeSettings.GREETING);

  /** Checks the ranges. */
  public HealthSettings {
    Ranges.check("every", every, SHORTEST, LONGEST_EVERY);
    Ranges.check("timeout", timeout, SHORTEST, LONGEST_TIMEOUT);
    Ranges.check("fall", fall, 1, MOST_IN_A_ROW);
    Ranges.check("rise", rise, 1, MOST_IN_A_ROW);
    Ranges.check("the longest back-off", longestBackOff, every, LONGEST_BACK_OFF);
    if (!(jitter >= 0 && jitter <= MOST_JITTER)) {
      throw new IllegalArgumentException("jitter " + jitter + " is not in 0-" + MOST_JITTER);
    }
  }

  /** The same, with another probe. */
  public HealthSettings asking(ProbeSettings another) {
    return new HealthSettings(
        every, timeout, fall, rise, longestBackOff, jitter, observed, another);
  }
}
