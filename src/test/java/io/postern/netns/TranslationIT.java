package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.testing.Needs;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each form of the client with each form of the server, between real programs: servers that take
 * one mode only, of one address family, and clients that are told which form to use. No packet
 * passes but through the gateway.
 */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "sysctl", "vsftpd", "curl", "lftp"},
    pythonModules = {"pyftpdlib"})
class TranslationIT {

  private static final String CONFIGURATION =
      """
      listeners:
        - {name: to-port, listen: "*:2121", server: 198.51.100.5, server-mode: active}
        - {name: to-eprt, listen: "*:2122", server: "[2001:db8:2::5]", server-mode: active}
        - {name: to-epsv, listen: "*:2123", server: 198.51.100.66, server-mode: passive}
        - {name: to-pasv, listen: "*:2124", server: "198.51.100.66:2021", server-mode: passive}
        - {name: to-epsv6, listen: "*:2125", server: "[2001:db8:2::66]", server-mode: passive}
        - {name: early, listen: "*:2126", server: "198.51.100.5:2021", server-mode: active}
        - name: private-active
          listen: "*:2127"
          server: 198.51.100.5
          server-mode: active
          client-mode: passive
          tls: {client: required, data: private, self-signed: true}
        - name: private-passive
          listen: "*:2128"
          server: 198.51.100.66
          server-mode: passive
          client-mode: active
          tls: {client: required, data: private, self-signed: true}
      """;

  private static final Pattern PORTS =
      Pattern.compile("\"listening\":\"192\\.0\\.2\\.1:(\\d+), 198\\.51\\.100\\.1:(\\d+)\"");

  private static FirewallLab lab;
  private static HostGateway gateway;

  /** They know PORT and EPRT only: vsftpd connects when the transfer comes, pyftpdlib before. */
  private static Vsftpd active;

  private static OneModeFtpd early;

  /** They know EPSV and PASV only, and the second no EPSV. */
  private static Vsftpd passive;

  private static OneModeFtpd onlyPasv;

  @TempDir Path local;

  @BeforeAll
  static void start() throws Exception {
    lab = new FirewallLab();
    active = lab.own(new Vsftpd(lab.server(), FirewallLab.SERVER, "pasv_enable=NO\n"));
    passive = lab.own(new Vsftpd(lab.outsider(), FirewallLab.OUTSIDER, "port_enable=NO\n"));
    early = lab.own(new OneModeFtpd(lab.server(), FirewallLab.SERVER, "PASV", "EPSV"));
    onlyPasv =
        lab.own(new OneModeFtpd(lab.outsider(), FirewallLab.OUTSIDER, "EPSV", "PORT", "EPRT"));
    gateway = lab.runGateway(CONFIGURATION);
  }

  @AfterAll
  static void stop() throws Exception {
    lab.close();
  }

  /** Where a listener leads, and which form it must use there. */
  private enum Way {
    PORT(2121, "PORT"),
    EPRT(2122, "EPRT"),
    EPSV(2123, "EPSV"),
    PASV(2124, "PASV"),
    EPSV_OF_IPV6(2125, "EPSV"),
    PORT_EARLY(2126, "PORT");

    private final int port;
    private final String form;

    Way(int port, String form) {
      this.port = port;
      this.form = form;
    }

    Path files() {
      return switch (this) {
        case PORT, EPRT -> active.files();
        case EPSV, EPSV_OF_IPV6 -> passive.files();
        case PASV -> onlyPasv.files();
        case PORT_EARLY -> early.files();
      };
    }

    /** The set-up commands that the server has got so far. */
    List<String> asked() throws IOException {
      List<String> log =
          switch (this) {
            case PORT, EPRT -> active.log();
            case EPSV, EPSV_OF_IPV6 -> passive.log();
            case PASV -> onlyPasv.log();
            case PORT_EARLY -> early.log();
          };
      return log.stream()
          .map(Pattern.compile("(FTP command: Client [^,]*, \"|<- )(PASV|EPSV|PORT|EPRT)")::matcher)
          .filter(Matcher::find)
          .map(found -> found.group(2))
          .toList();
    }
  }

  static Stream<Arguments> rows() {
    List<Arguments> rows = new ArrayList<>();
    for (Way way : Way.values()) {
      for (String form : List.of("PASV", "EPSV", "PORT", "EPRT")) {
        rows.add(Arguments.of("curl", form, "192.0.2.1", way));
      }
      rows.add(Arguments.of("lftp", "PASV", "192.0.2.1", way));
      rows.add(Arguments.of("lftp", "PORT", "192.0.2.1", way));
      rows.add(Arguments.of("curl", "EPSV", "[2001:db8:1::1]", way));
      rows.add(Arguments.of("curl", "EPRT", "[2001:db8:1::1]", way));
    }
    return rows.stream();
  }

  @ParameterizedTest(name = "{0} {1} at {2} to {3}")
  @MethodSource("rows")
  void filesAndListings_passInEveryCombination(String program, String verb, String address, Way way)
      throws Exception {
    FtpProgram client = FtpProgram.valueOf(program.toUpperCase(Locale.ROOT));
    String url = "ftp://" + address + ":" + way.port + "/files/";
    int before = way.asked().size();

    new RoundTrip(client, lab.client(), verb, url, way.files(), local).perform();
    Path listing = local.resolve("listing");
    FtpProgram.CURL.download(lab.client(), verb, url, listing).orFail();

    assertThat(Files.readString(listing)).contains("down", "up");
    List<String> asked = way.asked();
    assertThat(asked.subList(before, asked.size()))
        .hasSizeGreaterThanOrEqualTo(3)
        .endsWith(way.form, way.form)
        .isSubsetOf(way == Way.PASV ? List.of("EPSV", "PASV") : List.of(way.form));
    gateway.awaitNothingOpen();
  }

  @Test
  void epsvIsTriedFirst_andThatItWasRefusedIsRememberedForTheServer() throws Exception {
    Files.write(onlyPasv.files().resolve("small"), new byte[9]);
    String url = "ftp://192.0.2.1:2124/files/small";
    for (int i = 0; i < 3; i++) {
      FtpProgram.CURL.download(lab.client(), "PORT", url, local.resolve("small")).orFail();
    }
    // In whatever order the tests run: one question for EPSV in all, then PASV alone.
    assertThat(Way.PASV.asked()).startsWith("EPSV", "PASV").endsWith("PASV", "PASV", "PASV");
    assertThat(Way.PASV.asked()).filteredOn("EPSV"::equals).hasSize(1);
  }

  @ParameterizedTest(name = "{0} to port {1}")
  @CsvSource({"PASV, 2121", "PORT, 2123"})
  void twoHundredMebibytes_arriveUnchangedInBothDirections(String verb, int port) throws Exception {
    Path files = port == 2121 ? active.files() : passive.files();
    Path large = files.resolve("large");
    large(large);
    String sum = Sha256.of(large);
    String url = "ftp://192.0.2.1:" + port + "/files/";
    Path down = local.resolve("large");
    FtpProgram.CURL.download(lab.client(), verb, url + "large", down).orFail();
    assertThat(Sha256.of(down)).isEqualTo(sum);
    FtpProgram.CURL.upload(lab.client(), verb, down, url + "large-back").orFail();
    assertThat(Sha256.of(files.resolve("large-back"))).isEqualTo(sum);
    Files.delete(large);
    Files.delete(files.resolve("large-back"));
  }

  @Test
  void strangersAtBothPorts_areRefused_andTheTransferSucceeds() throws Exception {
    byte[] content = Payload.of(100_000);
    Files.write(active.files().resolve("wanted"), content);
    try (RawClient client = new RawClient(lab.client(), FirewallLab.listener())) {
      client.login("anonymous", "x");
      InetSocketAddress data = RawClient.passive(client.command("PASV", 227));
      int serversPort = serversPort(data.getPort());
      InetSocketAddress inside = new InetSocketAddress(FirewallLab.SERVER_SIDE, serversPort);
      assertThat(isTurnedAway(lab.stranger(), data)).isTrue();
      assertThat(isTurnedAway(lab.outsider(), inside)).isTrue();
      RawConnection file = client.data(data);
      assertThat(isTurnedAway(lab.outsider(), inside)).isTrue();
      client.control().send("RETR files/wanted");
      client.control().reply(150);
      assertThat(file.rest()).isEqualTo(content);
      file.close();
      client.control().reply(226);
    }
    await("the audit log")
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThat(gateway.auditLines())
                    .anyMatch(line -> blocked(line, "192.0.2.66"))
                    .anyMatch(line -> blocked(line, "198.51.100.66")));
  }

  private static boolean blocked(String line, String stranger) {
    return line.contains("connection-blocked") && line.contains("\"stranger\":\"" + stranger);
  }

  /** Of the pinhole that is open for the client at that port. */
  private static int serversPort(int clientsPort) {
    return await("the audit line of the pinhole")
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                gateway.auditLines().stream()
                    .map(PORTS::matcher)
                    .filter(Matcher::find)
                    .filter(found -> Integer.parseInt(found.group(1)) == clientsPort)
                    .mapToInt(found -> Integer.parseInt(found.group(2)))
                    .findFirst()
                    .orElse(0),
            port -> port > 0);
  }

  /** Whether a connection is refused or reset before a byte comes. */
  private static boolean isTurnedAway(Host host, InetSocketAddress to) throws Exception {
    try (RawConnection connection = RawConnection.connect(host, to)) {
      connection.patience(Duration.ofSeconds(5));
      connection.read(new byte[1]);
      return false;
    } catch (java.net.SocketException refused) {
      return true;
    }
  }

  /**
   * The gateway is the TLS server of the client, whoever connects. lftp is the client: curl 7.88
   * sends data in the clear in active mode, whatever it has asked for.
   */
  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "EPSV, 192.0.2.1:2127",
    "PASV, 192.0.2.1:2127",
    "EPSV, [2001:db8:1::1]:2127",
    "PORT, 192.0.2.1:2128",
    "EPRT, [2001:db8:1::1]:2128"
  })
  void dataUnderTls_passesWhereTheModesDiffer(String verb, String address) throws Exception {
    Path files = verb.endsWith("SV") ? active.files() : passive.files();
    byte[] content = Payload.of(300_000);
    Files.write(files.resolve("private"), content);
    Path up = Files.write(local.resolve("up"), Payload.of(99));
    Path down = local.resolve("down");
    String commands = "get1 private -o %s; put %s -o private-up; ls".formatted(down, up);
    String seen = lftp(verb, "ftp://" + address + "/files/", commands).orFail();
    assertThat(Sha256.of(down)).isEqualTo(Sha256.of(content));
    assertThat(Sha256.of(files.resolve("private-up"))).isEqualTo(Sha256.of(up));
    assertThat(seen).contains("private-up").contains("---> PROT P");
  }

  private static Shell.Ran lftp(String verb, String url, String commands) {
    String settings =
        "set cmd:fail-exit yes; set net:max-retries 1; set net:timeout 15; set xfer:clobber yes;"
            + " set ftp:ssl-force yes; set ftp:ssl-protect-data yes; set ftp:ssl-protect-list yes;"
            + " set ssl:verify-certificate no; set ftp:passive-mode "
            + verb.endsWith("SV")
            + "; set ftp:prefer-epsv "
            + verb.equals("EPSV");
    return lab.client()
        .run(
            "lftp",
            "--norc",
            "-c",
            settings + "; debug 5; open -u anonymous,x " + url + "; " + commands);
  }

  @Test
  void aModeThatTheListenerDoesNotOffer_isRefusedWithTheOtherNamed() {
    Shell.Ran ran = lftp("PORT", "ftp://192.0.2.1:2127/files/", "ls");
    assertThat(ran.output()).contains("502 Only passive mode here; use PASV or EPSV.");
  }

  private static void large(Path file) throws IOException {
    Random random = new Random(5);
    byte[] part = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < 200; i++) {
        random.nextBytes(part);
        out.write(part);
      }
    }
  }
}
