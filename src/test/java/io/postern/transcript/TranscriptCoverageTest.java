package io.postern.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which rows of the specification the transcripts stand for. */
class TranscriptCoverageTest {

  /** Rows below the lines that transcripts are made of, and the tests that hold them. */
  private static final Map<String, String> ON_SOCKETS =
      Map.of("C2", "io.postern.net.TlsResidueTest", "C5", "io.postern.net.ResumedDataTest");

  /** Rows of which transcripts show a part, and the tests that hold the rest, on sockets. */
  private static final Map<String, String> ALSO_ON_SOCKETS =
      Map.of(
          "C1", "io.postern.net.TlsResidueTest",
          "C4", "io.postern.net.HostileTlsTest",
          "C6", "io.postern.net.HostileDataTest",
          "C7", "io.postern.net.HostileTlsTest");

  /**
   * Left to other tests. S2 and S5 to S8 belong to rules, TLS and plain listeners. What D1 says of
   * memory and load, and A12 of thousands of sessions, is measured elsewhere.
   */
  private static final Set<String> ELSEWHERE = Set.of("S5", "S6", "S7");

  @Test
  void everyRowThatApplies_hasATranscript() {
    Set<String> named =
        Transcripts.all().stream()
            .flatMap(transcript -> transcript.rows().stream())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(named).containsAll(applying());
    assertThat(named).doesNotContainAnyElementsOf(ELSEWHERE);
    assertThat(named).doesNotContainAnyElementsOf(ON_SOCKETS.keySet());
    assertThat(named).containsAll(ALSO_ON_SOCKETS.keySet());
  }

  @Test
  void everyRowOnSockets_hasItsTest() {
    assertThat(Stream.concat(ON_SOCKETS.values().stream(), ALSO_ON_SOCKETS.values().stream()))
        .allSatisfy(test -> assertThat(Class.forName(test).getDeclaredMethods()).isNotEmpty());
  }

  @Test
  void everyTranscript_namesItsRowsAndHasSteps() {
    assertThat(Transcripts.all())
        .hasSizeGreaterThanOrEqualTo(70)
        .allSatisfy(
            transcript -> {
              assertThat(transcript.rows()).isNotEmpty();
              assertThat(transcript.steps()).anyMatch(Step.Sees.class::isInstance);
            });
  }

  @Test
  void fewTranscripts_needVirtualTime() {
    assertThat(
            Transcripts.all().stream()
                .filter(one -> one.pureOnly().isPresent())
                .filter(one -> !one.name().matches("(tls|forward|translate)-.*")))
        .hasSizeLessThanOrEqualTo(10);
  }

  @Test
  void timeThatSocketsWaitFor_isShort() {
    assertThat(Transcripts.all().stream().filter(one -> one.pureOnly().isEmpty()))
        .allSatisfy(
            transcript ->
                assertThat(transcript.steps())
                    .filteredOn(Step.Passes.class::isInstance)
                    .allMatch(step -> ((Step.Passes) step).time().toMillis() <= 1000));
  }

  private static List<String> applying() {
    return Stream.of(
            rows("A", 14),
            rows("B", 13),
            rows("C", 7),
            rows("D", 1),
            rows("S", 12),
            Stream.of("RFC959", "RFC1123", "RFC1639", "RFC2389", "RFC2428", "RFC2577", "RFC2640"),
            Stream.of("RFC3659", "RFC4217", "RFC6384", "RFC7151"),
            Stream.of("TIMEOUT", "LIMIT", "SERVER-FAULT", "PINHOLE-LIFE", "RULES"))
        .flatMap(row -> row)
        .filter(row -> !ELSEWHERE.contains(row) && !ON_SOCKETS.containsKey(row))
        .toList();
  }

  private static Stream<String> rows(String letter, int last) {
    return IntStream.rangeClosed(1, last).mapToObj(number -> letter + number);
  }
}
