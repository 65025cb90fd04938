package io.postern.transcript;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.postern.policy.Policy;

/**
 * Random sessions that a fuzzer directs. In a build it performs the known inputs again; {@code
 * JAZZER_FUZZ=1 mvn -Dtest=ControlSessionFuzzTest test} looks for new ones.
 */
class ControlSessionFuzzTest {

  private static final int STEPS = 500;

  @FuzzTest(maxDuration = "60s")
  void fuzzedSession_keepsWhatMustHold(FuzzedDataProvider data) {
    new RandomSession(Choices.fuzzed(data), Policy.lenient()).run(STEPS);
  }
}
