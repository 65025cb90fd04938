package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FtpsCasesTest {

  @Test
  void chosen_haveEveryPairOfValuesThatAPossibleRowHas() {
    assertThat(pairs(FtpsCases.chosen().stream())).isEqualTo(pairs(FtpsCases.possible()));
  }

  @Test
  void chosen_areFewOfThePossible() {
    assertThat(FtpsCases.chosen()).doesNotHaveDuplicates().hasSizeBetween(80, 110);
    assertThat(FtpsCases.possible().count()).isGreaterThan(5_000);
  }

  @Test
  void chosen_areOfEveryServerStanceAndVersion() {
    Set<Object> values = new HashSet<>();
    FtpsCases.chosen().forEach(row -> values.addAll(row.dimensions()));
    assertThat(values)
        .contains((Object[]) FtpsServer.values())
        .contains((Object[]) FtpsStance.values())
        .contains((Object[]) io.postern.tls.TlsVersion.values());
  }

  private static Set<Set<Object>> pairs(Stream<FtpsCase> rows) {
    return rows.flatMap(FtpsCasesTest::pairs).collect(Collectors.toSet());
  }

  private static Stream<Set<Object>> pairs(FtpsCase row) {
    List<Object> values = row.dimensions();
    return values.stream()
        .flatMap(
            one ->
                values.stream()
                    .filter(other -> !other.equals(one))
                    .map(other -> Set.of(one, other)));
  }
}
