package io.postern.app;

import static io.postern.app.Outcome.postern;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainCommandTest {

  private static final String RULES = "src/test/resources/io/postern/app/rules.yaml";

  private static Outcome explain(String... more) {
    return explainBy(Path.of(RULES), more);
  }

  private static Outcome explainBy(Path rules, String... more) {
    List<String> arguments = new ArrayList<>(List.of("explain", "--rules", rules.toString()));
    arguments.addAll(List.of("--client", "192.0.2.7", "--time", "2026-03-01T08:00:00Z"));
    arguments.addAll(List.of(more));
    return postern(arguments.toArray(String[]::new));
  }

  @Test
  void deniedUpload_tellsRuleReplyLimitsAndWhyTheEarlierDidNotMatch() {
    Outcome outcome = explain("--user", "bob", "--verb", "STOR", "--path", "/in/../in/x.exe");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isEqualTo(ExitCodes.NO);
    assertThat(outcome.out())
        .isEqualTo(
            """
            asked:    STOR from 192.0.2.7 by bob at listener ftp, no TLS, 2026-03-01T08:00:00Z
            path:     /in/x.exe
            verdict:  deny
            rule:     no-binaries (No programs from partners.)
            reply:    553 Programs are not accepted here. [TRACE]
            limit:    bytes-per-second 1MB, upload-bytes 100MiB (rule pace)

               1  door          no match   verb stor is not connect
               2  login         no match   verb stor is not user, pass, acct, rein or 34 more
               3  pace          matches    limits
               4  watch-secret  no match   path /in/x.exe is not /secret/**
               5  no-binaries   matches    denies
            """);
  }

  @Test
  void allowedConnect_tellsBannerAndEndsWithZero() {
    Outcome outcome = explain("--verb", "connect", "--user", "bob", "--path", "/x");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            """
            asked:    connect from 192.0.2.7 at listener ftp, no TLS, 2026-03-01T08:00:00Z
            verdict:  allow
            rule:     door
            reply:    220 FTP server ready.
            limit:    sessions-per-client 5 (rule door)

               1  door  matches    allows
            """);
  }

  @Test
  void certificate_isAskedAboutAndWhatIsDemandedIsTold(@TempDir Path folder) throws IOException {
    Path rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            """
            rules:
              - {id: partners, when: {certificate: "*,O=Partner"}, then: {private-data: true}}
              - {id: bob, when: {certificate: bob, tls: true}, then: allow}
            """);
    Outcome outcome = explainBy(rules, "--certificate", "CN=bob,O=Partner", "--verb", "RETR");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("certificate CN=bob,O=Partner, TLS, 2026", "verdict:  allow")
        .contains("demand:   private-data, 521 without PROT P (rule partners)")
        .contains("matches    demands private data");
    Outcome nobody = explainBy(rules, "--tls", "--verb", "RETR");
    assertThat(nobody.out()).contains("the client has shown no certificate");
    Outcome wrong = explain("--certificate", "cn=bob, o=x", "--verb", "RETR");
    assertThat(wrong.errLines().get(0)).contains("--certificate: ", "'CN=bob,O=x'");
    assertThat(wrong.code()).isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void relativePath_isResolvedAndWhatObservesIsTold() {
    Outcome outcome =
        explain("--user", "eve", "--verb", "retr", "--path", "../secret/a", "--cwd", "/in");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.outLines())
        .contains(
            "path:     /secret/a",
            "verdict:  allow",
            "rule:     reads",
            "reply:    the server's",
            "observed: watch-secret");
  }

  @Test
  void relativePathWithoutDirectory_isUnknownAndAllowedByNoRule() {
    Outcome outcome = explain("--user", "eve", "--verb", "RETR", "--path", "a");
    assertThat(outcome.code()).isEqualTo(ExitCodes.NO);
    assertThat(outcome.out())
        .contains("path:     unknown (", "rule:     default (no rule decides)");
  }

  @Test
  void dataConnection_tellsThatItIsResetAndWhatTheTransferIsTold() {
    Outcome outcome = explain("--verb", "active-data", "--data-address", "10.0.0.1:20");
    assertThat(outcome.code()).isEqualTo(ExitCodes.NO);
    assertThat(outcome.outLines())
        .contains(
            "asked:    active-data from 192.0.2.7 at listener ftp with 10.0.0.1:20, active, no"
                + " TLS, 2026-03-01T08:00:00Z",
            "reply:    425 Not allowed by policy. [TRACE] (to the transfer; the data connection is"
                + " reset)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --verb write           | --verb: expected a verb such as STOR, or connect, active-data or passive-data, got "write", which is a group; name one of its verbs, such as stor, appe, stou
          --verb STORR           | --verb: expected a verb such as STOR, or connect, active-data or passive-data, got "STORR"; did you mean "STOR"?
          --verb conect          | --verb: expected a verb such as STOR, or connect, active-data or passive-data, got "conect"; did you mean "connect"?
          --verb XYZZY           | --verb: expected a verb such as STOR, or connect, active-data or passive-data, got "XYZZY"; a verb that the gateway does not know is `other`
          --verb PORT --mode passive | --mode: expected active, which port is, got passive
          --verb PORT --data-address 1.2.3.4 | --data-address: expected ADDRESS:PORT, [IPv6]:PORT, got "1.2.3.4"
          --verb CWD --cwd in    | --cwd: expected an absolute path such as /in, got "in"
          --verb NOOP --server x | --server: expected an IPv4 or IPv6 address, got "x"
          """)
  void wrongValues_areToldByTheNamesOfTheOptions(String arguments, String message) {
    Outcome outcome = explain(arguments.split(" ", -1));
    assertThat(outcome.errLines()).containsExactly(message);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.code()).isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void severalWrongValues_areAllTold() {
    Outcome outcome =
        postern("explain", "--rules", RULES, "--client", "x", "--verb", "y", "--time", "noon");
    assertThat(outcome.errLines())
        .hasSize(3)
        .satisfiesExactly(
            client -> assertThat(client).startsWith("--client: expected an IPv4 or IPv6 address"),
            time -> assertThat(time).startsWith("--time: expected a time with its offset, such as"),
            verb -> assertThat(verb).startsWith("--verb: expected a verb"));
  }

  @Test
  void missingOptions_areNamed() {
    assertThat(postern("explain", "--client", "::1").errLines().get(0))
        .isEqualTo("postern explain: Missing required option: '--verb=VERB'");
  }

  @Test
  void neitherRulesNorSettings_saysWhatIsExpected() {
    Outcome outcome = postern("explain", "--client", "::1", "--verb", "NOOP");
    assertThat(outcome.errLines())
        .containsExactly(
            "postern explain: expected --rules FILE or --config FILE",
            "Try 'postern explain --help'.");
    assertThat(outcome.code()).isEqualTo(ExitCodes.USAGE);
  }

  private static Outcome configured(Path folder, String... more) throws IOException {
    String settings =
        """
        listeners:
          - {name: outside, listen: '*:2121', server: 10.0.0.5, data-ports: 50000-50999}
          - {name: inside, listen: '*:2122', server: ftp.example.com, data-ports: 51000-51999}
        rules: {file: %s}
        """
            .formatted(Path.of(RULES).toAbsolutePath());
    Path file = Files.writeString(folder.resolve("postern.yaml"), settings);
    List<String> arguments = new ArrayList<>(List.of("explain", "--config", file.toString()));
    arguments.addAll(List.of("--client", "192.0.2.7", "--verb", "NOOP"));
    arguments.addAll(List.of("--time", "2026-03-01T08:00:00Z"));
    arguments.addAll(List.of(more));
    return postern(arguments.toArray(String[]::new));
  }

  @Test
  void settings_nameTheRulesTheListenerAndTheServer(@TempDir Path folder) throws IOException {
    Outcome outcome = configured(folder);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.outLines())
        .startsWith(
            "asked:    NOOP from 192.0.2.7 at listener outside to 10.0.0.5, no TLS,"
                + " 2026-03-01T08:00:00Z",
            "verdict:  allow",
            "rule:     login");
    assertThat(configured(folder, "--listener", "inside").outLines().get(0))
        .isEqualTo(
            "asked:    NOOP from 192.0.2.7 at listener inside, no TLS, 2026-03-01T08:00:00Z");
  }

  @Test
  void settings_withoutThatListener_nameThoseThatThereAre(@TempDir Path folder) throws IOException {
    Outcome outcome = configured(folder, "--listener", "ftp");
    assertThat(outcome.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(outcome.errLines())
        .containsExactly(
            "postern explain: --listener: expected a listener of "
                + folder.resolve("postern.yaml")
                + ": outside, inside",
            "Try 'postern explain --help'.");
  }

  @Test
  void settings_besideRules_askThoseRules(@TempDir Path folder) throws IOException {
    Outcome outcome = configured(folder, "--rules", "rules/default.yaml");
    assertThat(outcome.outLines()).contains("verdict:  allow").doesNotContain("rule:     login");
  }

  @Test
  void settingsFileInPlaceOfRules_isNamedAsWhatItIs() {
    Outcome outcome =
        postern(
            "explain", "--rules", "deploy/postern.yaml", "--client", "::1", "--verb", "connect");
    assertThat(outcome.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(outcome.errLines())
        .containsExactly(
            "deploy/postern.yaml: expected a rules file, but this looks like a settings file;"
                + " 'postern check deploy/postern.yaml' checks it");
  }
}
