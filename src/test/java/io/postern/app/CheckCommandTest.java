package io.postern.app;

import static io.postern.app.Outcome.postern;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code check --rules}, {@code check --tests}, and {@code check} of certificates; other settings
 * are in {@link CommandLineTest}.
 */
class CheckCommandTest {

  private static final Path RULES = Path.of("src/test/resources/io/postern/app/rules.yaml");

  @TempDir private Path folder;

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private String tests(String cases) throws IOException {
    Files.copy(RULES, folder.resolve("rules.yaml"));
    return file("t.yaml", "rules: rules.yaml\ngiven: {client: 192.0.2.7, user: bob}\n" + cases);
  }

  @Test
  void shippedTests_passWithoutAnArgument() {
    Outcome outcome = postern("check", "--tests");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.outLines())
        .hasSizeGreaterThan(8)
        .allMatch(line -> line.matches("rules/tests/[a-z-]+\\.yaml: ok; [0-9]+ cases?"));
  }

  @Test
  void rules_rightFile_saysOkWithASummary() {
    Outcome outcome = postern("check", "--rules", RULES.toString());
    assertThat(outcome.code()).isZero();
    assertThat(outcome.outLines()).containsExactly(RULES + ": ok; 7 rules, default deny");
  }

  @Test
  void rules_withMistakes_tellsEachWithItsPlace() throws IOException {
    String wrong = file("r.yaml", "rules:\n  - id: a\n    wen: {}\n    then: alow\n");
    Outcome outcome = postern("check", "--rules", wrong);
    assertThat(outcome.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(outcome.errLines())
        .satisfiesExactly(
            key -> assertThat(key).startsWith(wrong + ":3:5: rules[0].wen: unknown key; did you"),
            then -> assertThat(then).startsWith(wrong + ":4:11: rules[0].then: expected allow"));
  }

  @Test
  void tests_failingCases_tellWhatWasExpectedWhatCameAndWhy() throws IOException {
    String file =
        tests(
            """
            cases:
              - name: no programs
                given: {verb: STOR, path: /in/x.exe}
                expect: {verdict: deny, rule: no-binaries, reply: 553, limit: upload-bytes}
              - name: no text either
                given: {verb: STOR, path: /in/x.txt}
                expect: {verdict: deny, reply: 550, limit: [transfers]}
              - name: another text
                given: {verb: DELE, path: /x}
                expect: {verdict: deny, rule: uploads, reply: 550 Go away., observed: watch-secret}
            """);
    Outcome outcome = postern("check", "--tests", file);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isEqualTo(ExitCodes.NO);
    assertThat(outcome.outLines())
        .containsExactly(
            file
                + ":7: no text either: expected verdict deny, got allow; expected reply 550, got"
                + " the server's; expected limit transfers, got bytes-per-second, upload-bytes;"
                + " rule uploads: allows",
            file
                + ":10: another text: expected rule uploads, got default; expected reply 550 Go"
                + " away., got 550 Not allowed by policy.; expected observed watch-secret, got"
                + " none; rule default: no rule decides: denies",
            file + ": 2 of 3 cases failed");
  }

  @Test
  void tests_withMistakes_tellsEachWithItsPlaceAndASuggestion() throws IOException {
    String file =
        tests(
            """
            cases:
              - name: a
                given: {verb: STORR, pat: /x, mode: activ}
                expect: {verdict: refuse, reply: 200, limit: transfer}
              - name: a
                given: {verb: PORT, mode: passive}
                expect: {verdict: allow, reply: 550, observd: x}
              - given: {client: 192.0.2.0/24}
                expect: {rule: x}
            """);
    Outcome outcome = postern("check", "--tests", file);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(outcome.errLines().stream().map(line -> line.replace(file, "F")))
        .containsExactly(
            "F:5:19: cases[0].given.verb: expected a verb such as STOR, or connect, active-data or"
                + " passive-data, got \"STORR\"; did you mean \"STOR\"?",
            "F:5:26: cases[0].given.pat: unknown key; did you mean \"path\"?",
            "F:5:41: cases[0].given.mode: expected active or passive, got \"activ\"; did you mean"
                + " \"active\"?",
            "F:6:23: cases[0].expect.verdict: expected allow, deny or close, got \"refuse\"",
            "F:6:38: cases[0].expect.reply: expected a code from 400 to 599, and the text if it"
                + " matters, got \"200\"",
            "F:6:50: cases[0].expect.limit: expected the name of a limit such as bytes-per-second,"
                + " got \"transfer\"; did you mean \"transfers\"?",
            "F:7:11: cases[1].name: expected a name of its own, it is already on line 4",
            "F:8:31: cases[1].given.mode: expected active, which port is, got passive",
            "F:9:37: cases[1].expect.reply: expected nothing: the reply to what is allowed is the"
                + " server's",
            "F:9:42: cases[1].expect.observd: unknown key; did you mean \"observed\"?",
            "F:10:5: cases[2].name: is missing; expected `name: a text`",
            "F:10:12: cases[2].given.verb: is missing; expected `verb: a verb such as STOR, or"
                + " connect, active-data or passive-data`",
            "F:10:21: cases[2].given.client: expected an IPv4 or IPv6 address, got"
                + " \"192.0.2.0/24\"",
            "F:11:13: cases[2].expect.verdict: is missing; expected `verdict: allow, deny or"
                + " close`");
  }

  @Test
  void tests_rulesThatAreMissingOrWrong_areToldByTheirOwnName() throws IOException {
    String none =
        file(
            "none.yaml",
            "rules: no.yaml\ncases: [{name: a, given: {client: '::1',"
                + " verb: noop}, expect: {verdict: allow}}]\n");
    assertThat(postern("check", "--tests", none).errLines())
        .containsExactly(
            folder.resolve("no.yaml") + ": expected a file, but there is none of that name");
  }

  @Test
  void tests_ofRules_areThoseBesideThem() throws IOException {
    Outcome outcome = postern("check", "--rules", "rules/strict.yaml", "--tests");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.outLines())
        .hasSize(2)
        .satisfiesExactly(
            rules -> assertThat(rules).startsWith("rules/strict.yaml: ok; "),
            cases -> assertThat(cases).startsWith("rules/tests/strict.yaml: ok; "));
    String alone = file("alone.yaml", "default: allow\n");
    assertThat(postern("check", "--rules", alone, "--tests").errLines())
        .containsExactly(
            folder.resolve("tests/alone.yaml")
                + ": expected a file, but there is none of that name");
  }

  @Test
  void tests_besideOtherRules_arePutToThose() throws IOException {
    String candidate = file("candidate.yaml", "default: deny\n");
    String tests = "rules/tests/default.yaml";
    assertThat(postern("check", "--tests", tests).code()).isZero();
    Outcome outcome = postern("check", "--rules", candidate, "--tests", tests);
    assertThat(outcome.code()).isEqualTo(ExitCodes.NO);
    assertThat(outcome.out()).contains("expected verdict allow, got deny");
  }

  @Test
  void tests_emptyFileEmptyFolderAndNoCases_areMistakes() throws IOException {
    String empty = file("empty.yaml", "# nothing\n");
    String bare = file("bare.yaml", "rules: r.yaml\ncases: []\n");
    Path none = Files.createDirectory(folder.resolve("none"));
    Outcome outcome = postern("check", "--tests", empty, bare, none.toString());
    assertThat(outcome.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(outcome.errLines())
        .containsExactly(
            empty + ":1:1: expected keys such as `rules: ...`, got nothing",
            bare + ":2:8: cases: expected at least one case, such as `- name: ...`",
            none + ": can't be listed: expected files *.yaml, but there are none");
  }

  @Test
  void fileOfAnotherKind_isNamedAsWhatItIs() throws IOException {
    String file = tests("cases: [{name: a, given: {verb: noop}, expect: {verdict: allow}}]\n");
    assertThat(postern("check", RULES.toString()).errLines())
        .containsExactly(
            RULES
                + ": expected a settings file, but this looks like a rules file; 'postern check"
                + " --rules "
                + RULES
                + "' checks it");
    assertThat(postern("check", "--rules", file).err())
        .contains("this looks like a file of rule tests; 'postern check --tests ");
    assertThat(postern("check", "--tests", "deploy/postern.yaml").err())
        .contains("this looks like a settings file; 'postern check deploy/postern.yaml'");
  }

  @Test
  void settings_thatNameRules_checkThemToo() throws IOException {
    String wrong = file("r.yaml", "default: maybe\n");
    String settings =
        file("s.yaml", "listeners: [{server: ftp.example.com}]\nrules: {file: " + wrong + "}\n");
    Outcome outcome = postern("check", settings);
    assertThat(outcome.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(outcome.err()).startsWith(wrong + ":1:10: default: expected allow");
  }

  @Test
  void failureBesideAMistake_endsAsAMistake() throws IOException {
    String fails = tests("cases: [{name: a, given: {verb: site}, expect: {verdict: allow}}]\n");
    assertThat(postern("check", "--tests", fails).code()).isEqualTo(ExitCodes.NO);
    assertThat(postern("check", "--tests", fails, "no-such-file").code())
        .isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void certificates_right_areOkWithTheStance() throws IOException {
    TestCertificate.get().write(folder);
    Outcome outcome = postern("check", settingsWithKeys());
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains(", TLS: client required, server clear, data ports ");
    assertThat(outcome.errLines()).allMatch(line -> line.startsWith("warning: " + folder));
  }

  @Test
  void certificates_withMistakes_tellFileAndListener() throws IOException {
    Outcome outcome = postern("check", settingsWithKeys());
    assertThat(outcome.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(outcome.errLines())
        .containsExactly(
            folder.resolve("chain.pem") + ": listener ftp: no such file",
            folder.resolve("key.pem") + ": listener ftp: no such file");
  }

  private String settingsWithKeys() throws IOException {
    return file(
        "s.yaml",
        "listeners: [{server: a, tls: {client: required, keys: [{chain: %1$s/chain.pem, key: %1$s/key.pem}]}}]"
            .formatted(folder));
  }
}
