package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.postern.policy.Conditions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sets whose values are in files of lines. */
class SetFilesTest {

  @TempDir private Path folder;

  /** A rule with an extension of a set, whose values are in `set.txt`. */
  private Path rules(String kind, String key, String file) throws IOException {
    return Files.writeString(
        folder.resolve("rules.yaml"),
        """
        sets: {s: {%s: [], file: %s}}
        rules: [{id: a, when: {%s: s}, then: deny}]
        """
            .formatted(kind, file, key));
  }

  private Path set(String content) throws IOException {
    return Files.writeString(folder.resolve("set.txt"), content);
  }

  private Conditions when() throws Exception {
    return RulesFile.load(folder.resolve("rules.yaml")).rules().rules().get(0).when();
  }

  private List<String> mistakes() {
    return fault().problems().stream().map(Problem::toString).toList();
  }

  private ConfigException fault() {
    return catchThrowableOfType(
        ConfigException.class, () -> RulesFile.load(folder.resolve("rules.yaml")));
  }

  /** {@code @} is CR, {@code $} is LF. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "exe$scr",
        "exe$scr$",
        "exe@$scr@$",
        "\uFEFFexe$scr$",
        "# programs$exe$# more$scr$",
        "$$  exe  $\t$ scr$ $",
        "exe # programs$scr\t# screen savers$#",
        "EXE$Scr$"
      })
  void linesCommentsAndEndings_areTheSameTwoValues(String content) throws Exception {
    rules("extensions", "extension", "set.txt");
    set(content.replace('@', '\r').replace('$', '\n'));
    assertThat(when().extensions()).containsExactlyInAnyOrder("exe", "scr");
  }

  @Test
  void valueWithAHashInside_isNoComment() throws Exception {
    rules("users", "user", "set.txt");
    set("bob#1\nc#\n");
    assertThat(when().users().orElseThrow().names()).containsExactlyInAnyOrder("bob#1", "c#");
  }

  @Test
  void usersOfAllForms_areTakenFromLinesWithoutQuotationMarks() throws Exception {
    rules("users", "user", "set.txt");
    set("bob\nacme-*\n/eu-[0-9]+/\nanonymous\n");
    assertThat(when().users().orElseThrow().names()).containsExactly("bob");
    assertThat(when().users().orElseThrow().patterns()).hasSize(2);
    assertThat(when().users().orElseThrow().anonymous()).isTrue();
  }

  @Test
  void fileThatChanges_isReadAnew() throws Exception {
    rules("networks", "client", "set.txt");
    set("10.0.0.0/8\n");
    assertThat(when().clients()).hasSize(1);
    set("10.0.0.0/8\n192.0.2.7\n");
    assertThat(when().clients()).hasSize(2);
  }

  @Test
  void fileWithoutAByte_isRefused_oneWithACommentIsNot() throws Exception {
    Path rules = rules("networks", "client", "set.txt");
    set("");
    assertThat(mistakes())
        .containsExactly(
            folder.resolve("set.txt")
                + ": sets.s: expected values, or a comment if it has none; it is empty");
    set("# nobody\n");
    assertThat(RulesFile.load(rules).warnings()).hasSize(1);
  }

  @Test
  void nameOfASetWithAMistake_isNoFurtherMistake() throws Exception {
    Files.writeString(
        folder.resolve("rules.yaml"),
        """
        sets: {s: {file: set.txt}}
        rules: [{id: a, when: {client: s}, then: deny}]
        """);
    assertThat(mistakes()).singleElement().asString().contains(":1:11: sets.s: expected one of");
  }

  @Test
  void filesToWatch_areTheRulesAndAllSets(@TempDir Path elsewhere) throws Exception {
    Path far = Files.writeString(elsewhere.resolve("far.txt"), "bob\n");
    Path near = set("exe\n");
    Path rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            """
            sets:
              a: {extensions: [], file: set.txt}
              b: {extensions: [com], file: ./set.txt}
              c: {users: [], file: %s}
            """
                .formatted(far));
    assertThat(RulesFile.load(rules).files()).containsExactly(rules, near, far);
  }

  @Test
  void filesToWatch_ofARejectedFile_areThereTooAndSoIsTheMissingOne() throws Exception {
    Path rules = rules("users", "user", "none.txt");
    assertThat(fault().files()).containsExactly(rules, folder.resolve("none.txt"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          networks | client | 10.0.0.0/8$$ 10.0.0.1/8 # x$ | 3:2: sets.s: expected a network such as 10.0.0.0/8 or 2001:db8::/32, got "10.0.0.1/8", which has bits behind the prefix; did you mean 10.0.0.0/8?
          networks | client | # x@$ftp.example.com@$ | 2:1: sets.s: expected a network such as 10.0.0.0/8 or 2001:db8::/32, got "ftp.example.com"
          extensions | extension | exe$.scr | 2:1: sets.s: expected an extension without the dot, such as exe or tar.gz, got ".scr"; did you mean "scr"?
          extensions | extension | exe scr | 1:1: sets.s: expected an extension without the dot, such as exe or tar.gz, got "exe scr"
          users | user | bob$/(/ | 2:1: sets.s: expected a user's name, a glob such as "acme-*" or a regular expression such as "/eu-[0-9]+/"; /(/ is no regular expression of RE2: missing closing )
          """)
  void wrongLine_isToldWithFileLineAndColumn(String kind, String key, String lines, String told)
      throws Exception {
    rules(kind, key, "set.txt");
    Path set = set(lines.replace('@', '\r').replace('$', '\n'));
    assertThat(mistakes()).containsExactly(set + ":" + told);
  }

  @Test
  void mistakesOfRulesAndOfSets_areToldTogether() throws Exception {
    Path set = set("exe\n.scr\n");
    Path rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            "sets: {s: {extensions: [], file: set.txt}}\nrules: [{id: a, than: deny}]\n");
    assertThat(mistakes()).hasSize(3);
    assertThat(mistakes()).anyMatch(mistake -> mistake.startsWith(set + ":2:1: "));
    assertThat(mistakes()).anyMatch(mistake -> mistake.startsWith(rules + ":2:17: "));
  }

  @Test
  void fileOfSomethingElse_isNotToldLineByLine() throws Exception {
    rules("networks", "client", "set.txt");
    Path set = set("no network\n".repeat(1_000));
    assertThat(mistakes())
        .hasSize(21)
        .contains(set + ": sets.s: has many wrong lines; these are the first");
  }

  @Test
  void otherBytesThanUtf8_areTold() throws Exception {
    rules("users", "user", "set.txt");
    Path set = folder.resolve("set.txt");
    Files.write(set, "bob\nJ\u00F6rg\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(mistakes())
        .containsExactly(set + ":2:1: sets.s: expected UTF-8 text, got other bytes");
  }

  @Test
  void fileTooLarge_isTold() throws Exception {
    rules("users", "user", "set.txt");
    Path set = Files.write(folder.resolve("set.txt"), new byte[SetValues.MOST_BYTES + 1]);
    assertThat(mistakes()).containsExactly(set + ": sets.s: expected at most 4MiB, got more");
    set(
        IntStream.rangeClosed(0, SetValues.MOST_VALUES)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining("\n")));
    assertThat(mistakes())
        .containsExactly(set + ": sets.s: expected at most 100000 values, got more");
  }

  @Test
  void missingFile_isToldWhereItIsNamed() throws Exception {
    Path rules = rules("users", "user", "none.txt");
    assertThat(mistakes())
        .containsExactly(
            rules
                + ":1:29: sets.s.file: expected a file, but there is none of that name ("
                + folder.resolve("none.txt")
                + ")");
    rules("users", "user", ".");
    assertThat(mistakes())
        .singleElement()
        .asString()
        .contains(":1:29: sets.s.file: expected a file that can be read, got: a directory (");
  }
}
