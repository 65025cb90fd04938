package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.Protection;
import io.postern.tls.TlsVersion;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FtpsCasesTest {

  @Test
  void chosen_haveEveryCombinationThatAPossibleRowHas() {
    assertThat(combinations(FtpsCases.chosen().stream()))
        .isEqualTo(combinations(FtpsCases.possible()));
  }

  @Test
  void chosen_areFewOfThePossible() {
    assertThat(FtpsCases.chosen()).doesNotHaveDuplicates().hasSizeBetween(150, 250);
    assertThat(FtpsCases.possible().count()).isGreaterThan(5_000);
  }

  @Test
  void everyServer_isBridgedWithProtectedDataInBothVersions() {
    for (FtpsServer server : FtpsServer.values()) {
      for (TlsVersion version : TlsVersion.values()) {
        assertThat(combinations(FtpsCases.chosen().stream()))
            .contains(Set.of(server, FtpsStance.BRIDGE, Protection.PRIVATE, version));
      }
    }
  }

  private static Set<Set<Object>> combinations(Stream<FtpsCase> rows) {
    return rows.flatMap(row -> row.combinations().stream()).collect(Collectors.toSet());
  }
}
