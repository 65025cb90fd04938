package io.postern.app;

import static io.postern.app.Outcome.postern;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.AuditLog;
import io.postern.config.RulesFile;
import io.postern.policy.Policy;
import io.postern.testing.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that {@link Recording} wrote, replayed. */
class ReplayCommandTest {

  private static final Path TEXTS = Path.of("src/test/resources/io/postern/app/replay");
  static final String LIVE = TEXTS.resolve("live.yaml").toString();
  static final String CANDIDATE = TEXTS.resolve("candidate.yaml").toString();

  @TempDir private Path folder;
  private Path log;

  @BeforeEach
  void record() throws Exception {
    log = folder.resolve("audit.jsonl");
    try (Recording recording =
        new Recording(log, RulesFiles.policy(RulesFile.load(Path.of(LIVE))))) {
      visit(recording);
    }
  }

  /** Three clients do what people do. */
  static void visit(Recording recording) {
    recording
        .client("192.0.2.7")
        .logsIn("bob")
        .sends("CWD /bob", "PASV", "STOR notes.txt", "PASV", "STOR tool.exe")
        .sends("DELE old.txt", "DELE /shared/x", "QUIT");
    recording
        .client("192.0.2.8")
        .logsIn("eve")
        .sends("PORT 192,0,2,8,200,10", "RETR /pub/list", "PASV", "RETR /pub/more", "QUIT");
    recording.client("203.0.113.9").logsIn("mallory").sends("SITE HELP", "QUIT");
  }

  private Outcome replay(String... more) {
    return postern(
        Stream.concat(Stream.of("replay", log.toString()), Arrays.stream(more))
            .toArray(String[]::new));
  }

  private String shown(String text) {
    return text.replace(log.toString(), "audit.jsonl");
  }

  private static String text(String name) throws IOException {
    return Files.readString(TEXTS.resolve(name));
  }

  @Test
  void rulesThatRan_changeNothing() throws IOException {
    Outcome outcome = replay("--rules", LIVE);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).isEqualTo(text("nothing.txt"));
    assertThat(outcome.code()).isZero();
  }

  @Test
  void candidate_tellsWhatItWouldChangeByRuleAndUser() throws IOException {
    Outcome outcome = replay("--rules", CANDIDATE, "--home", "/");
    assertThat(outcome.err()).isEmpty();
    assertThat(shown(outcome.out())).isEqualTo(text("changes.txt"));
    assertThat(outcome.code()).isEqualTo(ExitCodes.NO);
  }

  @Test
  void json_isAFlatObjectOnEachLine() throws IOException {
    Outcome outcome = replay("--rules", CANDIDATE, "--home", "/", "--format", "json");
    assertThat(shown(outcome.out())).isEqualTo(text("changes.jsonl"));
    assertThat(outcome.code()).isEqualTo(ExitCodes.NO);
  }

  @Test
  void log_holdsNoPassword() throws IOException {
    assertThat(Files.readString(log)).contains("\"verb\":\"PASS\"").doesNotContain("s3cret-word");
  }

  @Test
  void brokenLines_areNamedCountedAndPassedOver() throws IOException {
    List<String> lines = Files.readAllLines(log);
    String cut = lines.get(5).substring(0, 20);
    Files.writeString(
        log, "\n" + cut + "\n[1]\n\n{\"event\":\"new\"}\n", StandardOpenOption.APPEND);
    Outcome outcome = replay("--rules", CANDIDATE, "--home", "/");
    int last = lines.size();
    assertThat(outcome.errLines())
        .containsExactly(
            "warning: " + log + ":" + (last + 2) + ": cut off, or not JSON",
            "warning: " + log + ":" + (last + 3) + ": not a JSON object");
    assertThat(outcome.out())
        .contains("Not compared (lines that can't be read): 2.\n")
        .contains("Not compared (lines of events that this version does not know): 1.\n");
    assertThat(outcome.code()).isEqualTo(ExitCodes.NO);
  }

  @Test
  void rotatedLog_inAnyOrderOfItsFiles_saysTheSame() throws IOException {
    String whole = replay("--rules", CANDIDATE, "--home", "/").out();
    List<String> lines = Files.readAllLines(log);
    Path older = Files.write(folder.resolve("audit.jsonl.1"), lines.subList(0, 9));
    Files.write(log, lines.subList(9, lines.size()));
    Outcome outcome = replay(older.toString(), "--rules", CANDIDATE, "--home", "/");
    assertThat(withoutPlaces(outcome.out())).isEqualTo(withoutPlaces(whole));
  }

  private static String withoutPlaces(String text) {
    return text.replaceAll("\\(\\S+:[0-9]+\\)", "");
  }

  @Test
  void recordedWithoutRules_pathsAreFollowedFromHome() throws Exception {
    log = folder.resolve("open.jsonl");
    try (Recording recording = new Recording(log, Policy.lenient())) {
      recording.client("192.0.2.7").logsIn("bob").sends("STOR a.exe", "CWD bob", "STOR b", "QUIT");
    }
    assertThat(replay("--rules", CANDIDATE).out()).contains("the log does not tell the path");
    String known = replay("--rules", CANDIDATE, "--home", "/").out();
    assertThat(known)
        .contains("Newly denied: 1\n", "STOR /a.exe")
        .doesNotContain("does not tell the path");
  }

  /** TLS, the certificate and PROT are followed: CCC ends the first two. */
  @Test
  void recordedTls_isWhatTheCandidateIsAskedAbout() throws Exception {
    log = folder.resolve("tls.jsonl");
    try (Recording recording = new Recording(log, Policy.lenient())) {
      recording
          .client("192.0.2.7")
          .shows("CN=bob,O=Partner")
          .logsIn("bob")
          .sends("PBSZ 0", "PROT P", "DELE signed", "PASV", "STOR private", "PROT C")
          .sends("PASV", "STOR clear", "CCC", "DELE unsigned", "QUIT");
    }
    Path candidate =
        Files.writeString(
            folder.resolve("tls.yaml"),
            """
            rules:
              - {id: signed, when: {certificate: bob, verb: dele}, then: allow}
              - {id: unsigned, when: {verb: dele}, then: deny}
              - {id: private, when: {tls: true}, then: {private-data: true}}
            """);
    Outcome outcome = replay("--rules", candidate.toString());
    assertThat(outcome.out())
        .contains(
            "Newly denied: 3\n", "2 by private", "PROT C (", "1 by unsigned", "DELE unsigned (")
        .doesNotContain("DELE signed", "STOR private", "Newly allowed: 1", "does not know");
  }

  private static final String FORWARD =
      """
      rules:
        - {id: no-evil, when: {target: "*.evil.example"}, then: deny}
        - {id: no-inside, when: {target: 10.9.0.0/16}, then: deny}
        - {id: keep, when: {target: ftp.example.org, verb: delete}, then: deny}
        - {id: no-root, when: {user: root, verb: user}, then: deny}
        - {id: seen, when: {target: "*.example.org", verb: retr}, then: observe}
      """;

  /** Sessions whose clients name their servers, recorded under these rules. */
  private void recordForward() throws Exception {
    log = folder.resolve("forward.jsonl");
    Path rules = Files.writeString(folder.resolve("forward.yaml"), FORWARD);
    try (Recording recording = new Recording(log, RulesFiles.policy(RulesFile.load(rules)))) {
      recording
          .naming("192.0.2.7", false)
          .logsIn("anna@ftp.example.org")
          .sends("DELE a", "PASV", "RETR b", "QUIT");
      recording.naming("192.0.2.8", false).logsIn("bob@ftp.other.example").sends("DELE c", "QUIT");
      recording.naming("192.0.2.9", false).logsIn("eve@x.evil.example");
      recording.naming("192.0.2.10", false).logsIn("eve@inside.example.org");
      recording.naming("192.0.2.11", false).logsIn("root@ftp.example.org").sends("QUIT");
      recording
          .naming("192.0.2.12", true)
          .logsIn("gate")
          .logsIn("anna@ftp.example.org")
          .sends("DELE d", "QUIT");
    }
  }

  @Test
  void sessionsThatNameTheirServers_haveTheSameRulings() throws Exception {
    recordForward();
    Outcome same = replay("--rules", folder.resolve("forward.yaml").toString());
    assertThat(same.err()).isEmpty();
    assertThat(same.out())
        .contains("Newly denied: nothing\n", "Newly allowed: nothing\n")
        // The log tells of a login behind the refusal of its server, which ended the session.
        .contains("Compared: 30 decisions.", "would have ended before): 2.");
    assertThat(same.code()).isZero();
  }

  @Test
  void sessionsThatNameTheirServers_areAskedAboutThemUnderOtherRules() throws Exception {
    recordForward();
    Path other =
        Files.writeString(
            folder.resolve("other.yaml"),
            """
            rules:
              - {id: away, when: {target: ftp.other.example}, then: deny}
              - {id: watched, when: {target: 198.51.100.7, verb: retr}, then: observe}
            """);
    Outcome outcome = replay("--rules", other.toString());
    assertThat(outcome.out())
        .contains("by away, user bob", "2 by default, user anna, was refused by keep", "watched");
    assertThat(outcome.out()).contains("by no-evil", "by no-inside", "by no-root");
    assertThat(outcome.code()).isEqualTo(ExitCodes.NO);
  }

  /** What the gateway writes is known, whether or not rules have to do with it. */
  @Test
  void everyKindOfLine_isKnown() throws Exception {
    log = folder.resolve("all.jsonl");
    try (AuditLog all = AuditLog.open(log, Clock.systemUTC())) {
      SampleEvents.oneOfEach().forEach(all::publish);
    }
    assertThat(replay("--rules", CANDIDATE).out()).doesNotContain("does not know");
  }

  @Test
  void wrongArguments_areToldAndEndWithTwo() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "hello\n");
    Outcome noLog = postern("replay", text.toString(), "--rules", CANDIDATE);
    assertThat(noLog.errLines())
        .containsExactly(
            "warning: " + text + ":1: cut off, or not JSON",
            "postern: no line of an audit log in what was given");
    Outcome missing = postern("replay", "no-such.jsonl", "--rules", CANDIDATE);
    assertThat(missing.errLines())
        .containsExactly("no-such.jsonl: expected an audit log, but there is none of that name");
    Outcome settings = replay("--rules", "deploy/postern.yaml");
    assertThat(settings.err()).contains("expected a rules file, but this looks like a settings");
    Outcome home = replay("--rules", CANDIDATE, "--home", "in");
    assertThat(home.errLines().get(0))
        .isEqualTo("postern replay: --home: expected an absolute path such as /");
    assertThat(List.of(noLog, missing, settings, home))
        .allSatisfy(outcome -> assertThat(outcome.code()).isEqualTo(ExitCodes.USAGE))
        .allSatisfy(outcome -> assertThat(outcome.out()).isEmpty());
  }
}
