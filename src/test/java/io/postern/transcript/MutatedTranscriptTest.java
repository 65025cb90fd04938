package io.postern.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every expectation of every transcript counts: without it, or with another, the test fails. */
class MutatedTranscriptTest {

  static List<Transcript> transcripts() {
    return Transcripts.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transcripts")
  void expectationLeftOut_fails(Transcript transcript) {
    int[] counting =
        IntStream.range(0, transcript.steps().size())
            .filter(i -> counts(transcript.steps().get(i)))
            .toArray();

    assertThat(counting).isNotEmpty();
    for (int i : counting) {
      List<Step> without = new ArrayList<>(transcript.steps());
      Step removed = without.remove(i);
      assertFails(transcript, without, removed);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transcripts")
  void lineExpectedOtherwise_fails(Transcript transcript) {
    for (int i = 0; i < transcript.steps().size(); i++) {
      if (transcript.steps().get(i) instanceof Step.Sees sees) {
        List<Step> changed = new ArrayList<>(transcript.steps());
        changed.set(i, new Step.Sees(sees.at(), sees.side(), "x" + sees.text()));
        assertFails(transcript, changed, sees);
      }
    }
  }

  private static boolean counts(Step step) {
    return step instanceof Step.Sees
        || (step instanceof Step.Hole hole
            && List.of("open", "close").contains(hole.words().get(0)))
        || (step instanceof Step.Event event
            && Stage.STRICT_EVENTS.stream().anyMatch(event.text()::startsWith));
  }

  private static void assertFails(Transcript transcript, List<Step> steps, Step step) {
    Transcript changed =
        new Transcript(
            transcript.name(), transcript.rows(), transcript.pureOnly(), transcript.setup(), steps);
    assertThatThrownBy(
            () -> {
              try (Stage stage = new SessionStage(changed.setup(), Split.WHOLE)) {
                new Performance(changed, stage).run();
              }
            })
        .as("without %s", step)
        .isInstanceOf(AssertionError.class);
  }
}
