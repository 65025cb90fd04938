package io.postern.transcript;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every transcript against the session alone: whole, byte by byte, and randomly split. */
class SessionTranscriptTest {

  static Stream<Case> cases() {
    return Case.of(
        Transcripts.all(),
        Split.WHOLE,
        Split.BYTES,
        Split.random(1),
        Split.random(2),
        Split.random(3),
        Split.random(20_261_121));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void transcript_onTheSession(Case one) {
    try (Stage stage = new SessionStage(one.transcript().setup(), one.split())) {
      new Performance(one.transcript(), stage).run();
    }
  }
}
