package io.postern.transcript;

import io.postern.policy.Policy;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of random sessions, each with a seed of its own that a failure names. */
class ControlSessionPropertyTest {

  private static final int SESSIONS = 1000;
  private static final int STEPS = 60;

  @ParameterizedTest(name = "seeds from {0}")
  @ValueSource(longs = {0, 1000, 2000, 3000, 4000, 5000, 10000})
  void randomSessions_keepWhatMustHold(long first) {
    for (long seed = first; seed < first + SESSIONS; seed++) {
      Policy policy = Policy.of(1, seed % 4 == 3, Map.of());
      try {
        new RandomSession(Choices.seeded(seed), policy).run(STEPS);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
