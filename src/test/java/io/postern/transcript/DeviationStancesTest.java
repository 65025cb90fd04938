package io.postern.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.Deviation;
import io.postern.ftp.Stance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each deviation under each stance that can be chosen: whether the line is relayed, what is told,
 * what the client hears, and whether the session ends. The table is {@code deviations.txt}.
 */
class DeviationStancesTest {

  private static final StanceTable TABLE = StanceTable.read();

  static Stream<Arguments> stances() {
    return Stream.of(Deviation.values())
        .flatMap(each -> each.permitted().stream().map(stance -> Arguments.of(each, stance)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("stances")
  void stance_doesWhatTheTableSays(Deviation deviation, Stance stance) {
    Transcript transcript = TABLE.transcript(deviation, stance);
    for (Split split : List.of(Split.WHOLE, Split.BYTES, Split.random(7))) {
      try (Stage stage = new SessionStage(transcript.setup(), split)) {
        new Performance(transcript, stage).run();
      }
    }
  }

  @Test
  void everyDeviation_hasABlock_andNothingElseHas() {
    assertThat(TABLE.names())
        .containsExactlyElementsOf(Stream.of(Deviation.values()).map(Deviation::label).toList());
  }

  @ParameterizedTest
  @MethodSource("deviations")
  void block_hasTheSectionsOfItsStances(Deviation deviation) {
    List<String> sections = new ArrayList<>(TABLE.sections(deviation));
    sections.remove("closed");

    assertThat(sections)
        .containsExactlyElementsOf(
            switch (deviation.least()) {
              case ALLOW, LOG -> List.of("tolerated", "denied");
              case DENY -> List.of("denied");
              case CLOSE -> List.of();
            });
  }

  @ParameterizedTest
  @MethodSource("deviations")
  void defaults_canBeChosen_andStrictIsNotTheMilder(Deviation deviation) {
    assertThat(deviation.permitted()).contains(deviation.lenient(), deviation.strict());
    assertThat(deviation.strict()).isGreaterThanOrEqualTo(deviation.lenient());
  }

  static List<Deviation> deviations() {
    return List.of(Deviation.values());
  }
}
