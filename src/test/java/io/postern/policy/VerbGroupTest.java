package io.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.Verb;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerbGroupTest {

  /** What may stand in a second group beside WRITE and its parts. */
  private static final Set<String> IN_TWO =
      Set.of("dele", "rmd", "xrmd", "rmda", "rnfr", "rnto", "site", "mff", "eprt", "epsv");

  @Test
  void everyOperation_isInAGroup() {
    Set<Operation> grouped = new HashSet<>();
    Arrays.stream(VerbGroup.values()).forEach(group -> grouped.addAll(group.operations()));
    assertThat(grouped).containsExactlyInAnyOrderElementsOf(Operation.all());
  }

  @Test
  void operationsInSeveralGroups_areTheKnownOnes() {
    List<String> several =
        Operation.all().stream().filter(each -> groups(each) > 1).map(Operation::label).toList();
    assertThat(several).containsExactlyInAnyOrderElementsOf(IN_TWO);
  }

  private static long groups(Operation operation) {
    return Arrays.stream(VerbGroup.values())
        .filter(group -> group.operations().contains(operation))
        .count();
  }

  @Test
  void everyUploadIsAWrite_everyDownloadARead() {
    assertThat(VerbGroup.WRITE.operations())
        .contains(Operation.of(Verb.STOR), Operation.of(Verb.STOU), Operation.of(Verb.APPE))
        .containsAll(VerbGroup.DELETE.operations())
        .containsAll(VerbGroup.RENAME.operations());
    assertThat(VerbGroup.READ.operations()).contains(Operation.of(Verb.RETR));
  }

  @Test
  void everySetUp_isActiveOrPassive() {
    EnumSet<Verb.Kind> kinds = EnumSet.of(Verb.Kind.SET_UP, Verb.Kind.UNSUPPORTED_SET_UP);
    Set<Operation> setUps = new HashSet<>(VerbGroup.ACTIVE.operations());
    setUps.addAll(VerbGroup.PASSIVE.operations());
    for (Verb verb : Verb.values()) {
      boolean changesOnly = verb == Verb.CEPR || verb == Verb.SSCN;
      assertThat(setUps.contains(Operation.of(verb)))
          .as(verb.text())
          .isEqualTo(kinds.contains(verb.kind()) && !changesOnly);
    }
  }

  @ParameterizedTest(name = "{0} has {1}: {2}")
  @CsvSource({
    "connect, connect, true",
    "login, user, true",
    "security, auth, true",
    "session, cwd, true",
    "session, quit, true",
    "session, site, false",
    "read, size, true",
    "read, stor, false",
    "write, mff, true",
    "write, rmda, true",
    "write, cpto, true",
    "write, site, false",
    "write, allo, false",
    "list, stat, true",
    "session, stat, false",
    "list, mlst, true",
    "delete, rmd, true",
    "rename, rnto, true",
    "admin, smnt, true",
    "active, active-data, true",
    "active, lprt, true",
    "passive, passive-data, true",
    "passive, p@sw, true",
    "passive, active-data, false",
    "extended, epsv, true",
    "unknown, other, true"
  })
  void operations(String group, String operation, boolean has) {
    assertThat(
            VerbGroup.of(group)
                .orElseThrow()
                .operations()
                .contains(Operation.of(operation).orElseThrow()))
        .isEqualTo(has);
  }

  @Test
  void of_noGroup_isEmpty() {
    assertThat(VerbGroup.of("READ")).isEmpty();
    assertThat(VerbGroup.of("stor")).isEmpty();
  }
}
