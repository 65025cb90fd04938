package io.postern.config;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Any bytes give settings or mistakes. A longer run: {@code JAZZER_FUZZ=1 mvn test
 * -Dtest=SettingsFileFuzzTest}.
 */
class SettingsFileFuzzTest {

  @FuzzTest(maxDuration = "2m")
  void parse_anyBytes_givesSettingsOrMistakes(byte[] content) {
    MutatedFilesTest.outcome(content);
  }
}
