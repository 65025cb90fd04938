package io.postern.audit;

import static io.postern.testing.SampleEvents.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.postern.event.GatewayEvent;
import io.postern.event.SessionRef;
import io.postern.ftp.Command;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Line;
import io.postern.ftp.Verb;
import io.postern.testing.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T09:30:00.123456Z"), ZoneOffset.UTC);

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("audit.jsonl");
  }

  @Test
  void publish_everyKind_writesOneLineEach() throws IOException {
    List<Map<String, String>> lines = written(SampleEvents.oneOfEach());

    assertThat(lines)
        .extracting(line -> line.get("event"))
        .containsExactly(
            "policy-loaded",
            "listener-opened",
            "session-rejected",
            "proxy-header-refused",
            "loop-refused",
            "pool-server",
            "probe-failed",
            "server-attempt-failed",
            "session-opened",
            "proxy-login",
            "server-named",
            "target-refused",
            "server-connected",
            "tls-started",
            "tls-failed",
            "not-ssh",
            "stream-ended",
            "opaque-ports-opened",
            "session-blind",
            "opaque-data-blocked",
            "opaque-data-opened",
            "opaque-data-closed",
            "opaque-ports-closed",
            "login",
            "command",
            "deviation",
            "limit",
            "rule",
            "client-banned",
            "policy-rejected",
            "files-loaded",
            "files-rejected",
            "pinhole-predicted",
            "pinhole-opened",
            "connection-blocked",
            "pinhole-accepted",
            "pinhole-closed",
            "transfer",
            "session-closed",
            "operator",
            "admin-refused",
            "stopping",
            "listener-closed");
    assertThat(lines)
        .allSatisfy(line -> assertThat(line).containsEntry("time", "2026-11-21T09:30:00.123Z"));
  }

  @Test
  void readme_listsTheEventsThatAreWritten() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String section =
        readme.substring(readme.indexOf("\n## Audit log"), readme.indexOf("\n## Metrics"));
    Set<String> listed =
        Pattern.compile("(?m)^\\| `([^|]*)` \\|")
            .matcher(section)
            .results()
            .flatMap(row -> Stream.of(row.group(1).split("`, `", -1)))
            .collect(Collectors.toSet());

    Set<String> names =
        written(SampleEvents.oneOfEach()).stream()
            .map(line -> line.getOrDefault("event", ""))
            .collect(Collectors.toSet());
    names.add("audit-lost");
    assertThat(listed).isEqualTo(names);
  }

  @Test
  void publish_sessionsEvent_tellsWhoseItIs() throws IOException {
    assertThat(written(List.of(command(Verb.CWD, "CWD", "/pub", 250))).get(0))
        .containsExactly(
            Map.entry("time", "2026-11-21T09:30:00.123Z"),
            Map.entry("event", "command"),
            Map.entry("session", "s1"),
            Map.entry("listener", "ftp"),
            Map.entry("client", "192.0.2.10:40000"),
            Map.entry("server", "198.51.100.7:21"),
            Map.entry("user", "anna"),
            Map.entry("generation", "3"),
            Map.entry("verb", "CWD"),
            Map.entry("argument", "/pub"),
            Map.entry("verdict", "allow"),
            Map.entry("code", "250"),
            Map.entry("tookMs", "1.000"));
  }

  @Test
  void publish_deniedCommand_tellsTheRulesAndThePath() throws IOException {
    GatewayEvent denied = SampleEvents.denied(Verb.STOR, "x.exe", "/in/x.exe");

    assertThat(written(List.of(denied)).get(0))
        .containsEntry("verdict", "deny")
        .containsEntry("rule", "no-binaries")
        .containsEntry("trace", "s1-3")
        .containsEntry("observed", "trial-a,trial-b")
        .containsEntry("path", "/in/x.exe");
  }

  @Test
  void publish_ruleApplied_tellsWhoFromWhereWhichRuleAndWhatWouldAllowIt() throws IOException {
    List<GatewayEvent> rules =
        SampleEvents.oneOfEach().stream()
            .filter(GatewayEvent.RuleApplied.class::isInstance)
            .toList();

    assertThat(written(rules).get(0))
        .containsEntry("client", "192.0.2.10:40000")
        .containsEntry("user", "anna")
        .containsEntry("operation", "active-data")
        .containsEntry("effect", "deny")
        .containsEntry("rule", "no-active")
        .containsEntry("trace", "s1-4")
        .containsEntry("path", "/pub/file.bin")
        .containsEntry("dataAddress", "198.51.100.7")
        .containsEntry("remedy", "an allow of active-data above the rule no-active");
  }

  @Test
  void publish_opaqueData_tellsPortsConnectionsAndStrangers() throws IOException {
    List<Map<String, String>> lines =
        written(
            SampleEvents.oneOfEach().stream()
                .filter(event -> event.getClass().getSimpleName().startsWith("Opaque"))
                .toList());

    assertThat(lines.get(0))
        .containsEntry("listener", "ftp")
        .containsEntry("address", "192.0.2.1")
        .containsEntry("ports", "30000-30100")
        .containsEntry("missing", "30004,30010-30012")
        .containsEntry("detail", "Address already in use");
    assertThat(lines.get(1))
        .containsEntry("stranger", "203.0.113.66:6667")
        .containsEntry("listening", "192.0.2.1:30001");
    assertThat(lines.get(2))
        .containsEntry("session", "s1")
        .containsEntry("connection", "8")
        .containsEntry("peer", "192.0.2.10:40002")
        .containsEntry("listening", "192.0.2.1:30000")
        .containsEntry("target", "198.51.100.7:30000");
    assertThat(lines.get(3))
        .containsEntry("connection", "8")
        .containsEntry("end", "completed")
        .containsEntry("bytesToServer", "0")
        .containsEntry("bytesToClient", "4096");
  }

  @Test
  void publish_sessionBlind_tellsThePorts() throws IOException {
    GatewayEvent blind = new GatewayEvent.SessionBlind(SampleEvents.SESSION, "30000-30100");
    GatewayEvent without = new GatewayEvent.SessionBlind(SampleEvents.SESSION, "");

    List<Map<String, String>> lines = written(List.of(blind, without));

    assertThat(lines.get(0)).containsEntry("ports", "30000-30100");
    assertThat(lines.get(1)).doesNotContainKey("ports");
  }

  @Test
  void publish_policyRejected_tellsTheFirstMistake() throws IOException {
    assertThat(
            written(List.of(new GatewayEvent.PolicyRejected(3, 2, "r.yaml:1:1: x", "signal")))
                .get(0))
        .containsEntry("generation", "3")
        .containsEntry("mistakes", "2")
        .containsEntry("first", "r.yaml:1:1: x")
        .containsEntry("trigger", "signal");
  }

  @Test
  void publish_beforeServerAndUser_leavesThemOut() throws IOException {
    SessionRef fresh = new SessionRef("s2", "ftp", SampleEvents.CLIENT, null, null, 1);

    assertThat(written(List.of(new GatewayEvent.SessionOpened(fresh, SampleEvents.LOCAL))).get(0))
        .doesNotContainKeys("server", "user")
        .containsEntry("local", "192.0.2.1:2121");
  }

  @Test
  void publish_transfer_hasBytesTimesAndResult() throws IOException {
    List<GatewayEvent> transfers =
        SampleEvents.oneOfEach().stream()
            .filter(GatewayEvent.TransferEnded.class::isInstance)
            .toList();

    assertThat(written(transfers).get(0))
        .containsEntry("verb", "RETR")
        .containsEntry("file", "pub/file.bin")
        .containsEntry("direction", "download")
        .containsEntry("mode", "passive")
        .containsEntry("result", "completed")
        .containsEntry("code", "226")
        .containsEntry("end", "completed")
        .containsEntry("bytesToServer", "0")
        .containsEntry("bytesToClient", "1048576")
        .containsEntry("setUpMs", "2.000")
        .containsEntry("durationMs", "40.000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PASS", "pass", "ACCT", "ADAT"})
  void publish_secretCommand_neverShowsTheSecret(String verb) throws IOException {
    Command command = Command.parse(Line.of(verb + " s3cret-w0rd")).orElseThrow();
    GatewayEvent masked = command(command.verb(), command.name(), command.maskedArgument(), 230);
    GatewayEvent forgotten = command(command.verb(), command.name(), command.argumentText(), 230);

    assertThat(written(List.of(masked, forgotten))).hasSize(2);

    assertThat(file).content().doesNotContain("s3cret").doesNotContain("w0rd");
  }

  @Test
  void publish_lineEndsInPath_makesNoSecondLine() throws IOException {
    String path = "a\r\n{\"event\":\"login\",\"success\":true}\n\u2028\u202e";

    assertThat(written(List.of(command(Verb.CWD, "CWD", path, 550))))
        .singleElement()
        .satisfies(line -> assertThat(line).containsEntry("argument", path));
  }

  @Test
  void open_newFile_isForOwnerAndGroupOnly() throws IOException {
    written(List.of());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .matches("rw-[r-]-----");
  }

  @Test
  void open_existingFile_appends() throws IOException {
    Files.writeString(file, "{\"old\":1}\n");

    written(List.of(new GatewayEvent.Stopping(0, Duration.ZERO)));

    assertThat(Files.readAllLines(file)).hasSize(2).first().isEqualTo("{\"old\":1}");
  }

  @Test
  void open_fileThatEndsInHalfALine_beginsANewOne() throws IOException {
    Files.writeString(file, "{\"old\":1}\n{\"eve");

    written(List.of(new GatewayEvent.Stopping(0, Duration.ZERO)), 2);

    assertThat(Files.readAllLines(file)).hasSize(3);
  }

  @Test
  void open_missingDirectory_saysWhich() {
    Path missing = directory.resolve("none").resolve("audit.jsonl");

    assertThatThrownBy(() -> AuditLog.open(missing, CLOCK))
        .isInstanceOf(IOException.class)
        .hasMessage("can't open audit log " + missing + ": no such directory");
  }

  @Test
  void open_directory_saysWhy() {
    assertThatThrownBy(() -> AuditLog.open(directory, CLOCK))
        .isInstanceOf(IOException.class)
        .hasMessage("can't open audit log " + directory + ": Is a directory");
  }

  @Test
  void publish_whileOpen_isOnDiskSoon() throws IOException {
    try (AuditLog log = AuditLog.open(file, CLOCK)) {
      log.publish(new GatewayEvent.Stopping(0, Duration.ZERO));

      await().untilAsserted(() -> assertThat(Files.readAllLines(file)).hasSize(1));
    }
  }

  @Test
  void rotation_fileMovedAway_nextEventsGoToANewOne() throws IOException {
    Path rotated = directory.resolve("audit.jsonl.1");
    try (AuditLog log = AuditLog.open(file, CLOCK)) {
      log.publish(new GatewayEvent.Stopping(1, Duration.ZERO));
      await().untilAsserted(() -> assertThat(Files.readAllLines(file)).hasSize(1));

      Files.move(file, rotated);
      await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(file));
      log.publish(new GatewayEvent.Stopping(2, Duration.ZERO));
    }

    assertThat(Files.readAllLines(rotated)).singleElement().asString().contains("\"sessions\":1");
    assertThat(Files.readAllLines(file)).singleElement().asString().contains("\"sessions\":2");
  }

  @Test
  void wrongTokensOfWhichNobodyIsToldYet_areNotWritten() throws IOException {
    Endpoint client = SampleEvents.CLIENT;
    List<Map<String, String>> lines =
        written(
            List.of(
                new GatewayEvent.AdminRefused(client, 1),
                new GatewayEvent.AdminRefused(client, 0),
                new GatewayEvent.AdminRefused(null, 2)));

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .containsEntry("client", "192.0.2.10:40000")
        .containsEntry("requests", "1");
    assertThat(lines.get(1)).containsEntry("requests", "2").doesNotContainKey("client");
  }

  @Test
  void close_twice_isHarmless() throws IOException {
    AuditLog log = AuditLog.open(file, CLOCK);
    log.publish(new GatewayEvent.Stopping(0, Duration.ZERO));

    log.close();
    log.close();

    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  @Test
  void close_manyEvents_writesAllInOrder() throws IOException {
    try (AuditLog log = AuditLog.open(file, CLOCK)) {
      for (int i = 0; i < 50_000; i++) {
        log.publish(new GatewayEvent.Stopping(i, Duration.ZERO));
      }
      assertThat(log.lost()).isZero();
    }

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(50_000);
    assertThat(Json.parse(lines.get(49_999))).containsEntry("sessions", "49999");
  }

  private List<Map<String, String>> written(List<GatewayEvent> events) throws IOException {
    return written(events, 0);
  }

  private List<Map<String, String>> written(List<GatewayEvent> events, int skip)
      throws IOException {
    try (AuditLog log = AuditLog.open(file, CLOCK)) {
      events.forEach(log::publish);
    }
    return Files.readAllLines(file).stream().skip(skip).map(Json::parse).toList();
  }
}
