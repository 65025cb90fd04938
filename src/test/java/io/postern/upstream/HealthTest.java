package io.postern.upstream;

import static io.postern.upstream.Health.State.DOWN;
import static io.postern.upstream.Health.State.PROBING;
import static io.postern.upstream.Health.State.UP;
import static io.postern.upstream.Sample.WATCHED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The health of one server, result by result. */
class HealthTest {

  private final RandomGenerator random = new SplittableRandom(1);

  /** p: a probe passed, f: it failed, c: a session connected, x: it could not. */
  @ParameterizedTest
  @CsvSource({
    "'', UP",
    "f, UP",
    "ff, DOWN",
    "fpf, UP",
    "fpff, DOWN",
    "ffp, PROBING",
    "ffpp, UP",
    "ffpf, DOWN",
    "ffpfp, PROBING",
    "ffppf, UP",
    "ffppff, DOWN",
    "x, UP",
    "xx, DOWN",
    "xcx, UP",
    // A session that connects says nothing of a login that probes try in vain.
    "fcf, DOWN",
    // Nor is one failed probe and one failed session two of the same kind.
    "fx, UP",
    "xpx, DOWN",
    // Sessions that began before it went down change nothing any more.
    "ffcc, DOWN",
    "ffpc, PROBING",
    "ffpx, PROBING",
    "ffppx, UP",
  })
  void state_afterTheseResults(String results, Health.State state) {
    assertThat(after(results, WATCHED).state()).isEqualTo(state);
  }

  @Test
  void failedSessions_thatAreNotObserved_changeNothing() {
    HealthSettings deaf =
        new HealthSettings(
            WATCHED.every(),
            WATCHED.timeout(),
            2,
            2,
            WATCHED.longestBackOff(),
            0,
            false,
            ProbeSettings.GREETING);

    assertThat(after("xxxx", deaf)).isEqualTo(Health.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 10",
    "f, 10",
    "ff, 10",
    "fff, 20",
    "ffff, 40",
    "fffff, 60",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, 60",
    "ffffp, 10",
    // It answered once in between, and goes on where it was.
    "fffpf, 40",
    "fffpp, 10",
    "fffppff, 10",
  })
  void untilProbe_doublesWhileTheServerIsDown(String results, int seconds) {
    assertThat(after(results, WATCHED).untilProbe(WATCHED, random))
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void untilProbe_ofTheLongestTimes_doesNotOverflow() {
    HealthSettings slow =
        new HealthSettings(
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            1,
            1,
            Duration.ofHours(24),
            0.9,
            true,
            ProbeSettings.GREETING);
    Health health = Health.UNKNOWN;
    for (int i = 0; i < 100; i++) {
      health = health.afterProbe(false, slow);
      assertThat(health.untilProbe(slow, random))
          .isBetween(Duration.ofMinutes(6).minusNanos(1), Duration.ofHours(24));
    }
  }

  @Test
  void jitter_shortensByItsPartAtMost_andIsSpread() {
    HealthSettings jittered = jittered(0.2);
    long[] waits =
        random
            .ints(1_000)
            .mapToLong(i -> Health.UNKNOWN.untilProbe(jittered, random).toMillis())
            .sorted()
            .toArray();

    assertThat(waits[0]).isBetween(8_000L, 8_050L);
    assertThat(waits[500]).isBetween(8_900L, 9_100L);
    assertThat(waits[999]).isBetween(9_950L, 10_000L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyResults_changeStateOnlyAtTheThresholds(long seed) {
    RandomGenerator chance = new SplittableRandom(seed);
    Health health = Health.UNKNOWN;
    int passes = 0;
    int failures = 0;
    for (int i = 0; i < 10_000; i++) {
      boolean passed = chance.nextInt(3) > 0;
      passes = passed ? passes + 1 : 0;
      failures = passed ? 0 : failures + 1;
      Health next = health.afterProbe(passed, WATCHED);
      if (health.state() == UP) {
        assertThat(next.state()).isEqualTo(failures >= WATCHED.fall() ? DOWN : UP);
      } else {
        Health.State answering = passes >= WATCHED.rise() ? UP : PROBING;
        assertThat(next.state()).isEqualTo(passed ? answering : DOWN);
      }
      health = next;
    }
  }

  private static HealthSettings jittered(double jitter) {
    return new HealthSettings(
        WATCHED.every(),
        WATCHED.timeout(),
        2,
        2,
        WATCHED.longestBackOff(),
        jitter,
        true,
        ProbeSettings.GREETING);
  }

  private static Health after(String results, HealthSettings settings) {
    Health health = Health.UNKNOWN;
    for (int i = 0; i < results.length(); i++) {
      char result = results.charAt(i);
      health =
          result == 'p' || result == 'f'
              ? health.afterProbe(result == 'p', settings)
              : health.afterSession(result == 'c', settings);
    }
    return health;
  }
}
