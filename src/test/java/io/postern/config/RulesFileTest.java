package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.DataMode;
import io.postern.ftp.Deviation;
import io.postern.ftp.Direction;
import io.postern.ftp.Network;
import io.postern.ftp.Reply;
import io.postern.ftp.Stance;
import io.postern.ftp.Verb;
import io.postern.policy.Conditions;
import io.postern.policy.Conditions.Ports;
import io.postern.policy.Effect.Verdict;
import io.postern.policy.Limits;
import io.postern.policy.NamePattern;
import io.postern.policy.Operation;
import io.postern.policy.PathPattern;
import io.postern.policy.Rule;
import io.postern.policy.TimeWindow;
import io.postern.policy.Users;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every key of a rules file, read back from the rules that it gives. */
class RulesFileTest {

  static LoadedRules load(String text) {
    try {
      return RulesFile.parse("r", text.getBytes(StandardCharsets.UTF_8), Path.of("."));
    } catch (ConfigException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** The one rule of a list. */
  private static Rule rule(String text) {
    return load("rules:\n  - " + text + "\n").rules().rules().get(0);
  }

  private static Conditions when(String conditions) {
    return rule("{id: a, when: {" + conditions + "}, then: deny}").when();
  }

  private static Network network(String text) {
    return Network.parse(text).orElseThrow();
  }

  @Test
  void default_alone_isAListWithoutRules() {
    LoadedRules loaded = load("default: deny");
    assertThat(loaded.rules().rules()).isEmpty();
    assertThat(loaded.rules().otherwise().verdict()).isEqualTo(Verdict.DENY);
    assertThat(loaded.rules().otherwise().reply()).isEmpty();
    assertThat(loaded.rules().windowsPaths()).isFalse();
    assertThat(loaded.rules().traceInReply()).isTrue();
    assertThat(loaded.compliance()).isEmpty();
    assertThat(loaded.stances()).isEmpty();
    assertThat(loaded.files()).isEmpty();
  }

  @Test
  void default_withAReply_hasIt() {
    Reply reply = load("default: {deny: 550 Go away.}").rules().otherwise().reply().orElseThrow();
    assertThat(reply.code()).isEqualTo(550);
    assertThat(reply.text()).isEqualTo("Go away.");
  }

  @Test
  void default_notGiven_allows() {
    assertThat(load("rules: []").rules().otherwise().verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(load("rules:\nsets:\n").rules().otherwise().verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void keysOfTheFile_areTaken() {
    LoadedRules loaded =
        load(
            """
            default: close
            compliance: strict
            deviations: {bare-lf: close, low-port: allow}
            paths: windows
            trace-in-reply: false
            """);
    assertThat(loaded.rules().otherwise().verdict()).isEqualTo(Verdict.CLOSE);
    assertThat(loaded.compliance()).contains(Compliance.STRICT);
    assertThat(loaded.stances())
        .containsOnlyKeys(Deviation.BARE_LF, Deviation.LOW_PORT)
        .containsEntry(Deviation.BARE_LF, Stance.CLOSE);
    assertThat(loaded.rules().windowsPaths()).isTrue();
    assertThat(loaded.rules().traceInReply()).isFalse();
  }

  @Test
  void policy_rulesFile_winsOverTheSettings() {
    Settings settings =
        SettingsFileTest.load(
                "listeners: [{server: a}]\ndeviations: {bare-lf: allow, low-port: allow}")
            .settings();
    var policy =
        settings.policy(7, load("compliance: strict\ndeviations: {low-port: close}\nrules: []"));
    assertThat(policy.generation()).isEqualTo(7);
    assertThat(policy.stance(Deviation.BARE_LF)).isEqualTo(Stance.ALLOW);
    assertThat(policy.stance(Deviation.LOW_PORT)).isEqualTo(Stance.CLOSE);
    assertThat(policy.stance(Deviation.UNKNOWN_VERB)).isEqualTo(Deviation.UNKNOWN_VERB.strict());
    assertThat(settings.policy().stance(Deviation.UNKNOWN_VERB))
        .isEqualTo(Deviation.UNKNOWN_VERB.lenient());
  }

  @Test
  void rule_minimal_matchesAlways() {
    Rule rule = rule("{id: a, then: allow}");
    assertThat(rule.id()).isEqualTo("a");
    assertThat(rule.description()).isEmpty();
    assertThat(rule.when()).isEqualTo(Conditions.NONE);
    assertThat(rule.unless()).isEmpty();
    assertThat(rule.then().verdict()).isEqualTo(Verdict.ALLOW);
  }

  @Test
  void rule_whenAndUnless_takeTheSameKeys() {
    Rule rule =
        rule(
            "{id: a, description: Why not., when: {tls: false}, unless: {user: admin}, then: deny}");
    assertThat(rule.description()).isEqualTo("Why not.");
    assertThat(rule.when().tls()).contains(false);
    assertThat(rule.unless().orElseThrow().users())
        .contains(new Users(Set.of("admin"), List.of(), false));
  }

  @Test
  void conditions_oneValueOrAList_areTaken() {
    assertThat(when("client: 10.0.0.0/8").clients()).containsExactly(network("10.0.0.0/8"));
    assertThat(when("client: [10.0.0.0/8, '2001:db8::/32']").clients()).hasSize(2);
    assertThat(when("listener: [ftp, inside]").listeners())
        .containsExactlyInAnyOrder("ftp", "inside");
    assertThat(when("server: 10.0.0.5").servers()).containsExactly(network("10.0.0.5/32"));
    assertThat(when("tls: true").tls()).contains(true);
    assertThat(when("path: [/in/**, '/home/{user}/**']").paths())
        .extracting(PathPattern::toString)
        .containsExactly("/in/**", "/home/{user}/**");
    assertThat(when("extension: [EXE, tar.gz, 7z, 001]").extensions())
        .containsExactlyInAnyOrder("exe", "tar.gz", "7z", "001");
    assertThat(when("direction: [upload, listing]").directions())
        .containsExactlyInAnyOrder(Direction.UPLOAD, Direction.LISTING);
    assertThat(when("mode: active").mode()).contains(DataMode.ACTIVE);
    assertThat(when("data-address: 192.0.2.20").dataAddresses()).hasSize(1);
    assertThat(when("data-port: [1-1023, 3306]").dataPorts())
        .containsExactly(new Ports(1, 1023), new Ports(3306, 3306));
    assertThat(when("third-party: true").thirdParty()).contains(true);
  }

  @Test
  void verb_groupsAndVerbs_inAnyCase() {
    assertThat(when("verb: stor").operations()).containsExactly(Operation.of(Verb.STOR));
    assertThat(when("verb: [STOR, passive-data]").operations())
        .containsExactlyInAnyOrder(Operation.of(Verb.STOR), Operation.PASSIVE_DATA);
  }

  @Test
  void user_namesGlobsRegexAndAnonymous_areToldApart() {
    Users users = when("user: [bob, 'acme-*', '/eu-[0-9]+/', anonymous]").users().orElseThrow();
    assertThat(users.names()).containsExactly("bob");
    assertThat(users.patterns())
        .extracting(NamePattern::toString)
        .containsExactly("acme-*", "/eu-[0-9]+/");
    assertThat(users.anonymous()).isTrue();
  }

  @Test
  void time_allKeysAndDefaults() {
    assertThat(
            when("time: {days: [mon-wed, sun], from: 08:00, to: '18:30', zone: Europe/Berlin}")
                .time())
        .contains(
            new TimeWindow(
                Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.SUNDAY),
                LocalTime.of(8, 0),
                LocalTime.of(18, 30),
                ZoneId.of("Europe/Berlin")));
    TimeWindow window = when("time: {days: sat-mon}").time().orElseThrow();
    assertThat(window.days())
        .containsExactlyInAnyOrder(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY, DayOfWeek.MONDAY);
    assertThat(window.from()).isEqualTo(LocalTime.MIDNIGHT);
    assertThat(window.to()).isEqualTo(LocalTime.MIDNIGHT);
    assertThat(window.zone().getId()).isEqualTo("Z");
    assertThat(when("time: {to: '24:00'}").time().orElseThrow().to()).isEqualTo(LocalTime.MIDNIGHT);
  }

  @Test
  void then_wordsAndMaps_giveTheVerdict() {
    assertThat(rule("{id: a, then: close}").then().verdict()).isEqualTo(Verdict.CLOSE);
    assertThat(rule("{id: a, then: observe}").then().verdict()).isEqualTo(Verdict.OBSERVE);
    assertThat(rule("{id: a, then: {allow: true}}").then().verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(rule("{id: a, then: {deny: true}}").then().reply()).isEmpty();
    Reply reply = rule("{id: a, then: {deny: 553 Not here.}}").then().reply().orElseThrow();
    assertThat(reply.code() + " " + reply.text()).isEqualTo("553 Not here.");
    assertThat(rule("{id: a, then: {limit: {sessions: 1}}}").then().verdict())
        .isEqualTo(Verdict.NONE);
  }

  @Test
  void then_grants_areTaken() throws Exception {
    var grants =
        rule("{id: a, when: {data-address: 192.0.2.20}, then: {allow: true, banner: FTP ready.,"
                + " syst: 'UNIX Type: L8', third-party: true, data-peer: 192.0.2.20}}")
            .then()
            .grants();
    assertThat(grants.banner()).contains("FTP ready.");
    assertThat(grants.syst()).contains("UNIX Type: L8");
    assertThat(grants.thirdParty()).isTrue();
    assertThat(grants.dataPeer()).contains(InetAddress.getByName("192.0.2.20"));
  }

  @Test
  void then_everyLimit_isTaken() {
    Limits limits =
        rule("""
                id: lim
                    then:
                      limit:
                        bytes-per-second: 1MB
                        bytes-per-second-per-user: 1MiB
                        bytes-per-second-per-client: 500
                        sessions: 1
                        sessions-per-user: 2
                        sessions-per-client: 3
                        transfers: 4
                        transfers-per-user: 5
                        transfers-per-client: 6
                        upload-bytes: 5TiB
                        commands-per-second: 7
                        failed-logins: {attempts: 5, within: 2m, ban: 1d}
                """)
            .then()
            .limits()
            .orElseThrow();
    assertThat(limits)
        .isEqualTo(
            new Limits(
                "lim",
                1_000_000,
                1 << 20,
                500,
                1,
                2,
                3,
                4,
                5,
                6,
                5L << 40,
                7,
                Optional.of(
                    new Limits.FailedLogins(5, Duration.ofMinutes(2), Duration.ofDays(1)))));
    assertThat(
            rule("{id: a, then: {limit: {failed-logins: {attempts: 3}}}}")
                .then()
                .limits()
                .orElseThrow()
                .failedLogins())
        .contains(new Limits.FailedLogins(3, Duration.ofMinutes(10), Duration.ofHours(1)));
  }

  @Test
  void sets_ofAllKinds_standForTheirValues() {
    LoadedRules loaded =
        load(
            """
            rules:
              - {id: a, when: {client: [office, 203.0.113.7], user: partners, extension: binaries}, then: deny}
            sets:
              office: {networks: [10.0.0.0/8, 192.0.2.7]}
              partners: {users: [bob, "acme-*"]}
              binaries: {extensions: exe}
            """);
    Conditions when = loaded.rules().rules().get(0).when();
    assertThat(when.clients())
        .containsExactly(network("10.0.0.0/8"), network("192.0.2.7/32"), network("203.0.113.7/32"));
    assertThat(when.users().orElseThrow().names()).containsExactly("bob");
    assertThat(when.users().orElseThrow().patterns()).hasSize(1);
    assertThat(when.extensions()).containsExactly("exe");
    assertThat(loaded.warnings()).isEmpty();
  }

  @Test
  void setFile_linesAndComments_relativeToTheRulesFile(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("ext.txt"), "\uFEFF# programs\nexe\r\n\n  SCR  # screen\n");
    Path rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            """
            sets: {binaries: {extensions: [com], file: ext.txt}}
            rules: [{id: a, when: {extension: binaries}, then: deny}]
            """);
    LoadedRules loaded = RulesFile.load(rules);
    assertThat(loaded.rules().rules().get(0).when().extensions())
        .containsExactlyInAnyOrder("com", "exe", "scr");
    assertThat(loaded.files()).containsExactly(rules, folder.resolve("ext.txt"));
  }

  @Test
  void emptySet_holdsNobody_soThatItsRuleNeverMatches(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("none.txt"), "# nobody yet\n");
    Path file =
        Files.writeString(
            folder.resolve("r.yaml"),
            """
            sets: {trusted: {networks: [], file: none.txt}, words: {extensions: []}}
            rules:
              - {id: a, when: {client: trusted}, then: allow}
              - {id: b, when: {client: [trusted, 10.0.0.0/8]}, then: allow}
              - {id: c, unless: {extension: words}, then: deny}
            """);
    LoadedRules loaded = RulesFile.load(file);
    Users nobody = new Users(Set.of(), List.of(), false);
    assertThat(loaded.rules().rules().get(0).when().users()).contains(nobody);
    assertThat(loaded.rules().rules().get(1).when().users()).isEmpty();
    assertThat(loaded.rules().rules().get(1).when().clients()).hasSize(1);
    assertThat(loaded.rules().rules().get(2).unless().orElseThrow().users()).contains(nobody);
    assertThat(loaded.warnings())
        .extracting(Problem::message)
        .contains("the set \"trusted\" is empty: this holds for nobody");
  }

  @Test
  void anchorsAndAliases_shareConditions() {
    var rules =
        load("""
                rules:
                  - {id: a, when: &who {client: 10.0.0.0/8}, then: deny}
                  - {id: b, when: *who, then: allow}
                """)
            .rules()
            .rules();
    assertThat(rules.get(1).when()).isEqualTo(rules.get(0).when());
  }
}
