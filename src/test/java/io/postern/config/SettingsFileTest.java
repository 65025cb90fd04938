package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.ftp.ArgumentLimits;
import io.postern.ftp.Deviation;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Network;
import io.postern.ftp.Stance;
import io.postern.net.ListenerSettings;
import io.postern.net.ListenerSettings.Address;
import io.postern.net.ListenerSettings.Advertise;
import io.postern.net.ListenerSettings.Mapping;
import io.postern.net.NameSettings;
import io.postern.net.PlainSettings;
import io.postern.pinhole.PortRange;
import io.postern.relay.RelaySettings;
import io.postern.session.Entry;
import io.postern.session.SessionLimits;
import io.postern.session.SessionSettings;
import io.postern.session.SessionTimeouts;
import io.postern.session.TlsStance;
import io.postern.session.Translation;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file that is right becomes. */
class SettingsFileTest {

  private static final String MINIMAL = "listeners: [{server: ftp.example.com}]\n";

  static LoadedSettings load(String text) {
    try {
      return SettingsFile.parse("postern.yaml", text.getBytes(StandardCharsets.UTF_8));
    } catch (ConfigException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  private static ListenerSettings listener(String text) {
    return load(text).settings().net().listeners().get(0);
  }

  private static InetAddress address(String literal) throws Exception {
    return InetAddress.getByName(literal);
  }

  @Test
  void parse_onlyServer_everythingElseIsTheDefaultOfTheRecords() throws Exception {
    LoadedSettings loaded = load(MINIMAL);
    Settings settings = loaded.settings();
    assertThat(loaded.warnings()).isEmpty();
    assertThat(settings.net().listeners())
        .containsExactly(
            new ListenerSettings(
                "ftp",
                Optional.empty(),
                2121,
                "ftp.example.com",
                21,
                Duration.ofSeconds(10),
                Advertise.AUTO,
                Advertise.AUTO,
                PortRange.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                io.postern.ftp.LineLimits.DEFAULT,
                io.postern.net.ListenerTlsSettings.DEFAULT,
                SessionSettings.DEFAULT));
    assertThat(settings.net().relay()).isEqualTo(RelaySettings.DEFAULT);
    assertThat(settings.net().tls()).isEqualTo(io.postern.tls.TlsSettings.DEFAULT);
    assertThat(settings.net().sessions()).isEqualTo(20_000);
    assertThat(settings.net().sessionsPerClient()).isEqualTo(200);
    assertThat(settings.net().pinholes()).isEqualTo(2_000);
    assertThat(settings.net().bans()).isEqualTo(100_000);
    assertThat(settings.net().heldBytes()).isEqualTo(64 * 1024 * 1024);
    assertThat(settings.net().stop()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.net().names().longest()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.net().threads()).isZero();
    assertThat(settings.admin().endpoint()).contains(new Endpoint(address("127.0.0.1"), 9121));
    assertThat(settings.audit()).isEmpty();
    for (Deviation deviation : Deviation.values()) {
      assertThat(settings.policy().stance(deviation)).isEqualTo(deviation.lenient());
    }
  }

  @Test
  void parse_everyKeyOfAListener_isTaken() throws Exception {
    ListenerSettings listener =
        listener(
            """
            listeners:
              - name: inside
                listen: "[2001:db8::1]:21"
                server: "[2001:db8::2]:2100"
                advertise: gw.example.com
                advertise-map:
                  - {clients: 10.0.0.0/8, address: 10.0.0.1}
                  - {clients: "2001:db8::/32", address: auto}
                advertise-to-server: 192.0.2.7
                server-data-address: 192.0.2.8
                active-source-port: 0
                data-ports: 40000-40009
                outside-ports: 60000-60009
            timeouts: {connect: 1500ms}
            """);
    assertThat(listener.name()).isEqualTo("inside");
    assertThat(listener.address()).contains(address("2001:db8::1"));
    assertThat(listener.port()).isEqualTo(21);
    assertThat(listener.server()).isEqualTo("2001:db8::2");
    assertThat(listener.serverPort()).isEqualTo(2100);
    assertThat(listener.connect()).isEqualTo(Duration.ofMillis(1500));
    assertThat(listener.advertise())
        .isEqualTo(
            new Advertise(
                List.of(
                    new Mapping(
                        Network.parse("10.0.0.0/8").orElseThrow(),
                        new Address.Literal(address("10.0.0.1"))),
                    new Mapping(Network.parse("2001:db8::/32").orElseThrow(), new Address.Auto())),
                new Address.HostName("gw.example.com")));
    assertThat(listener.advertiseToServer())
        .isEqualTo(new Advertise(List.of(), new Address.Literal(address("192.0.2.7"))));
    assertThat(listener.session().serverDataAddress()).contains(address("192.0.2.8"));
    assertThat(listener.session().activeSourcePort()).isZero();
    assertThat(listener.dataPorts()).isEqualTo(new PortRange(40_000, 40_009));
    assertThat(listener.outsidePorts()).contains(new PortRange(60_000, 60_009));
  }

  @Test
  void parse_timeoutsAndLimits_reachTheRecordThatOwnsThem() {
    Settings settings =
        load(MINIMAL
                + """
                timeouts: {greeting: 1s, login: 2s, idle: 1h, pinhole: 4s, data-connect: 5s,
                  data-stall: 6s, data-idle: 7s, drain: 8s, linger: 9s, stop: 10s, resolve: 1d,
                  resolve-at-start: 11s, refused: 12s}
                limits: {line-bytes: 100, security-line-bytes: 200B, reply-bytes: 3KiB,
                  user-bytes: 11, password-bytes: 12, path-bytes: 13, site-bytes: 14,
                  path-wildcards: 15, telnet-options: 4, pending-commands: 5, bad-commands: 6,
                  data-connections-per-session: 3, sessions: 7,
                  sessions-per-client: 8, pinholes: 9, bans: 10, held-bytes: 96KiB, relay-buffer-bytes: 1MiB,
                  name-lookups: 16, name-lookups-per-client: 17,
                  password-checks: 18, password-checks-per-client: 20, ssh-lines: 0, backlog: 19}
                threads: 3
                """)
            .settings();
    ListenerSettings listener = settings.net().listeners().get(0);
    assertThat(listener.session())
        .isEqualTo(
            new SessionSettings(
                new SessionTimeouts(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofHours(1),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(9),
                    Duration.ofSeconds(8)),
                new SessionLimits(5, 6, 3, new ArgumentLimits(11, 12, 13, 14, 15)),
                Optional.empty(),
                20,
                TlsStance.NONE,
                Translation.NONE,
                Entry.DIRECT));
    assertThat(listener.lines()).isEqualTo(new io.postern.ftp.LineLimits(100, 200, 3 * 1024, 4));
    assertThat(settings.net().relay())
        .isEqualTo(
            new RelaySettings(
                1024 * 1024, Duration.ofSeconds(5), Duration.ofSeconds(6), Duration.ofSeconds(7)));
    assertThat(settings.net().sessions()).isEqualTo(7);
    assertThat(settings.net().sessionsPerClient()).isEqualTo(8);
    assertThat(settings.net().pinholes()).isEqualTo(9);
    assertThat(settings.net().bans()).isEqualTo(10);
    assertThat(settings.net().heldBytes()).isEqualTo(96 * 1024);
    assertThat(settings.net().stop()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.net().names())
        .isEqualTo(new NameSettings(Duration.ofDays(1), Duration.ofSeconds(11), 16, 17));
    assertThat(settings.net().plain()).isEqualTo(new PlainSettings(0, Duration.ofSeconds(12)));
    assertThat(settings.net().backlog()).isEqualTo(19);
    assertThat(settings.users()).isEqualTo(new UserSettings(Map.of(), 18, 20));
    assertThat(settings.net().threads()).isEqualTo(3);
  }

  @Test
  void parse_strictWithDeviations_deviationsWin() {
    var policy =
        load(MINIMAL + "compliance: strict\ndeviations: {bare-lf: allow, low-port: log}\n")
            .settings()
            .policy();
    assertThat(policy.stance(Deviation.BARE_LF)).isEqualTo(Stance.ALLOW);
    assertThat(policy.stance(Deviation.LOW_PORT)).isEqualTo(Stance.LOG);
    assertThat(policy.stance(Deviation.UNKNOWN_VERB)).isEqualTo(Deviation.UNKNOWN_VERB.strict());
  }

  @Test
  void parse_adminAndAudit_offFileAndStandardOutput() {
    Settings off = load(MINIMAL + "admin: {listen: off}\naudit: {file: off}").settings();
    assertThat(off.admin().listen()).isEmpty();
    assertThat(off.audit()).isEmpty();
    Settings output = load(MINIMAL + "audit: {file: '-'}").settings();
    assertThat(output.audit()).contains(Path.of("-"));
    Settings file = load(MINIMAL + "audit:\n  file: /var/log/audit.jsonl").settings();
    assertThat(file.audit()).contains(Path.of("/var/log/audit.jsonl"));
  }

  @Test
  void parse_sectionsWithNothingInThem_areSectionsOfDefaults() {
    assertThat(
            load(MINIMAL + "timeouts:\nlimits:\nadmin:\naudit:\ndeviations: {}\n").settings().net())
        .isEqualTo(load(MINIMAL).settings().net());
  }

  @Test
  void parse_byteOrderMarkAndCrlf_areAccepted() {
    assertThat(load("\uFEFF" + MINIMAL.replace("\n", "\r\n")).settings().net())
        .isEqualTo(load(MINIMAL).settings().net());
  }

  @Test
  void parse_anchorAndAlias_shareAValue() {
    var listeners =
        load("""
            listeners:
              - {server: a, advertise-map: &m [{clients: 10.0.0.0/8, address: 10.0.0.1}]}
              - {name: b, listen: '*:2122', server: b, advertise-map: *m}
            """)
            .settings()
            .net()
            .listeners();
    assertThat(listeners.get(1).advertise()).isEqualTo(listeners.get(0).advertise());
  }

  @Test
  void parse_serverForms_allGiveHostAndPort() {
    assertThat(server("10.0.0.5")).isEqualTo("10.0.0.5 21");
    assertThat(server("10.0.0.5:2100")).isEqualTo("10.0.0.5 2100");
    assertThat(server("ftp_1.example.com:65535")).isEqualTo("ftp_1.example.com 65535");
    assertThat(server("2001:db8::1")).isEqualTo("2001:db8::1 21");
    assertThat(server("[2001:db8::1]")).isEqualTo("2001:db8::1 21");
    assertThat(server("[2001:db8::1]:2100")).isEqualTo("2001:db8::1 2100");
  }

  private static String server(String text) {
    ListenerSettings listener = listener("listeners: [{server: '" + text + "'}]");
    return listener.server() + " " + listener.serverPort();
  }

  @Test
  void parse_idleBelowFiveMinutes_warns() {
    assertThat(load(MINIMAL + "timeouts:\n  idle: 90s\n").warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "postern.yaml:3:9: timeouts.idle: 90s is less than the 5m that RFC 1123 section 4.1.3.2"
                + " asks for");
    assertThat(load(MINIMAL + "timeouts:\n  idle: 5m\n").warnings()).isEmpty();
  }

  @Test
  void parse_adminThatOthersReach_needsAToken() {
    assertThatThrownBy(() -> load(MINIMAL + "admin: {listen: '192.0.2.1:9121'}"))
        .hasMessageContaining(
            "postern.yaml:2:17: admin.listen: expected a loopback address, unix:PATH, or"
                + " admin.token-file beside it, got 192.0.2.1:9121: whoever reaches it could end"
                + " sessions. For metrics alone there is metrics.listen");
    LoadedSettings known =
        load(MINIMAL + "admin: {listen: '192.0.2.1:9121', token-file: /etc/postern/token}");
    assertThat(known.warnings()).isEmpty();
    assertThat(known.settings().admin().tokenFile()).contains(Path.of("/etc/postern/token"));
    assertThat(load(MINIMAL + "admin: {listen: '[::1]:9121'}").warnings()).isEmpty();
  }

  @Test
  void parse_adminOnASocket_isItsPathAndMode() {
    AdminSettings admin =
        load(MINIMAL + "admin: {listen: 'unix:/run/postern/admin.sock', socket-mode: '0660'}")
            .settings()
            .admin();
    assertThat(admin.listen()).contains(new AdminAddress.Unix(Path.of("/run/postern/admin.sock")));
    assertThat(admin.mode()).isEqualTo(SocketMode.GROUP);
    assertThat(admin.endpoint()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:", "unix:/run/", "unix:\u0000", "/run/admin.sock"})
  void parse_adminOnNoSocket_isAMistake(String listen) {
    assertThat(AdminAddress.parse(listen)).isEmpty();
  }

  @Test
  void parse_adminOnASocketOfTooLongAName_isAMistake() {
    String longest = "/" + "x".repeat(105);
    assertThat(
            load(MINIMAL + "admin: {listen: 'unix:" + longest + "'}").settings().admin().listen())
        .isPresent();
    assertThatThrownBy(() -> load(MINIMAL + "admin: {listen: 'unix:" + longest + "y'}"))
        .hasMessageContaining(
            "admin.listen: expected a path of at most 106 bytes from the root on, got one of 107");
    // Where it is made, it has another name.
    assertThatThrownBy(() -> load(MINIMAL + "admin: {listen: 'unix:/" + "x".repeat(97) + "/a'}"))
        .hasMessageContaining("got one of 107");
    int own = Path.of("").toAbsolutePath().toString().length() + 1;
    assertThatThrownBy(
            () -> load(MINIMAL + "admin: {listen: 'unix:" + "x".repeat(107 - own) + "'}"))
        .as("a relative path grows")
        .hasMessageContaining("got one of 107");
  }

  @Test
  void parse_metricsPort_mustBeItsOwn() {
    assertThatThrownBy(() -> load(MINIMAL + "metrics: {listen: '0.0.0.0:9121'}"))
        .hasMessageContaining(
            "metrics.listen: expected an address and port of its own, got 0.0.0.0:9121, but"
                + " admin.listen is 127.0.0.1:9121");
    assertThatThrownBy(() -> load(MINIMAL + "metrics: {listen: '0.0.0.0:50001'}"))
        .hasMessageContaining("metrics.listen");
    assertThat(load(MINIMAL + "metrics: {listen: '0.0.0.0:9122'}").warnings()).isEmpty();
  }

  @Test
  void parse_networkThatAnEarlierOneHolds_warns() {
    assertThat(
            load("""
                listeners:
                  - server: a
                    advertise-map:
                      - {clients: 10.0.0.0/8, address: 10.0.0.1}
                      - {clients: 10.1.0.0/16, address: 10.1.0.1}
                      - {clients: 192.168.0.0/16, address: auto}
                """)
                .warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "postern.yaml:5:19: listeners[0].advertise-map[1].clients: never matches, because"
                + " listeners[0].advertise-map[0] holds all of it");
  }

  @Test
  void load_fileThatIsNotThere_isOneProblem() {
    assertThatThrownBy(() -> SettingsFile.load(Path.of("no-such.yaml")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("no-such.yaml: expected a file, but there is none of that name");
  }

  @Test
  void load_directory_isOneProblem() {
    assertThatThrownBy(() -> SettingsFile.load(Path.of("src")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("src: expected a file that can be read, got: a directory");
  }
}
