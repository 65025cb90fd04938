package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.postern.testing.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients and servers that know nothing of Postern: the gateway is only their router, and it
 * forwards no packet. What gets through is what {@code deploy/transparent.sh} hands over.
 */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "sysctl", "vsftpd", "curl", "lftp"})
class TransparentIT {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String PORTS = "21:2121,2021:2122,7:2107,9:2109";
  private static final String CONFIGURATION =
      """
      listeners:
        - name: spoof
          listen: "*:2121"
          mode: transparent
          tls: {client: optional, self-signed: true}
        - name: masquerade
          listen: "*:2122"
          mode: transparent
          transparent: {source: masquerade}
        - name: plain
          listen: "*:2107"
          mode: transparent
          protocol: tcp
      rules: {file: %s}
      """;
  private static final String RULES =
      """
      default: allow
      rules:
        - id: not-there
          when: {verb: connect, server: 198.51.100.66}
          then: deny
      """;

  /** What the README tells of a firewall on the gateway; and a listener that should not be open. */
  private static final String FIREWALL =
      "table inet firewall { chain in { type filter hook input priority 0; policy drop;"
          + " meta mark 0x706 accept; ct state established,related accept; ct state invalid drop;"
          + " iifname lo accept; meta l4proto ipv6-icmp accept;"
          + " tcp dport { 21, 2107, 2121 } accept; };"
          + " chain through { type filter hook forward priority 0; policy drop; }; }";

  @TempDir static Path folder;

  private static FirewallLab lab;
  private static Vsftpd server;
  private static HostGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    Path rules = Files.writeString(folder.resolve("rules.yaml"), RULES);
    lab = new FirewallLab();
    lab.routeThroughGateway();
    server = lab.runVsftpd();
    // A second port for the same server.
    lab.server().redirect("2021", 21);
    lab.gateway().run("deploy/transparent.sh", "up", "--ports", PORTS).orFail();
    lab.gateway().nft(FIREWALL);
    lab.gateway().run("sysctl", "-qw", "net.ipv4.conf.all.rp_filter=1").orFail();
    // One of the two capabilities is enough.
    List<String> unprivileged = List.of("setpriv", "--bounding-set", "-net_admin");
    gateway = lab.own(new HostGateway(lab.gateway(), CONFIGURATION.formatted(rules), unprivileged));
  }

  @AfterAll
  static void stop() throws IOException {
    lab.close();
  }

  @ParameterizedTest(name = "{0} {1} {2} to {3}:{4}")
  @CsvSource({
    "spoof, curl, PASV, 198.51.100.5, 21",
    "spoof, curl, EPSV, 198.51.100.5, 21",
    "spoof, curl, PORT, 198.51.100.5, 21",
    "spoof, curl, EPRT, 198.51.100.5, 21",
    "spoof, lftp, PASV, 198.51.100.5, 21",
    "spoof, lftp, PORT, 198.51.100.5, 21",
    "spoof, curl, EPSV, [2001:db8:2::5], 21",
    "spoof, curl, EPRT, [2001:db8:2::5], 21",
    "masquerade, curl, PASV, 198.51.100.5, 2021",
    "masquerade, curl, EPSV, 198.51.100.5, 2021",
    "masquerade, curl, PORT, 198.51.100.5, 2021",
    "masquerade, curl, EPRT, 198.51.100.5, 2021",
    "masquerade, curl, EPSV, [2001:db8:2::5], 2021",
    "masquerade, curl, EPRT, [2001:db8:2::5], 2021",
  })
  void filesArrive_andTheServerSeesTheAddressThatItShall(
      String source, String program, String verb, String address, int port) throws Exception {
    FtpProgram client = FtpProgram.valueOf(program.toUpperCase(Locale.ROOT));
    String url = "ftp://" + address + (port == 21 ? "" : ":" + port) + "/files/";
    int logged = server.log().size();

    new RoundTrip(client, lab.client(), verb, url, server.files(), folder).perform();

    boolean ipv6 = address.startsWith("[");
    InetAddress seen = source.equals("spoof") ? client(ipv6) : serverSide(ipv6);
    assertThat(server.clients(logged)).isNotEmpty().containsOnly(seen);
    List<String> log = server.log();
    assertThat(log.subList(logged, log.size())).anyMatch(line -> line.contains("\"" + verb));
  }

  @Test
  void passive_onlyThePortIsWrittenAnew_andAStrangerIsTurnedAway() throws Exception {
    try (RawClient client = new RawClient(lab.client(), ftp()).login("anonymous", "guest")) {
      InetSocketAddress pinhole = RawClient.passive(client.command("PASV", 227));
      assertThat(pinhole.getAddress()).isEqualTo(FirewallLab.SERVER);
      assertThat(pinhole.getPort()).isBetween(50_000, 50_999);

      assertThat(isReset(lab.stranger(), pinhole)).isTrue();
      awaitAudit(
          "\"event\":\"connection-blocked\"", "192.0.2.66:", pinhole.toString().substring(1));

      try (RawConnection data = client.data(pinhole)) {
        client.command("LIST", 150);
        assertThat(new String(data.rest(), StandardCharsets.US_ASCII)).contains("files");
      }
      client.control().reply(226);
      assertThatThrownBy(() -> RawConnection.connect(lab.client(), pinhole).close())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void active_theClientIsCalledByTheServersAddressAndPort() throws Exception {
    try (RawClient client = new RawClient(lab.client(), ftp()).login("anonymous", "guest");
        RawListener listener = client.listen()) {
      client.command("PORT " + RawClient.port(FirewallLab.CLIENT, listener.port()), 200);
      client.control().send("LIST");
      try (RawConnection data = listener.accept()) {
        assertThat(data.remote()).isEqualTo(new InetSocketAddress(FirewallLab.SERVER, 20));
        client.control().reply(150);
        assertThat(new String(data.rest(), StandardCharsets.US_ASCII)).contains("files");
      }
      client.control().reply(226);
    }
  }

  @Test
  void tls_endsAtTheGateway() throws Exception {
    Files.write(server.files().resolve("secret"), Payload.of(100_000));
    Path to = folder.resolve("secret");
    lab.client()
        .run(
            "curl",
            "-sS",
            "-k",
            "--ssl-reqd",
            "-o",
            to.toString(),
            "ftp://198.51.100.5/files/secret")
        .orFail();
    assertThat(Sha256.of(to)).isEqualTo(Sha256.of(Payload.of(100_000)));
    awaitAudit("\"event\":\"tls-started\"", "\"side\":\"client\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"198.51.100.5", "2001:db8:2::5"})
  void plainTcp_goesThroughInTheClientsName(String address) throws Exception {
    InetAddress to = FirewallLab.address(address);
    try (RawListener listener = new RawListener(lab.server(), to, 7);
        RawConnection client =
            RawConnection.connect(lab.client(), new InetSocketAddress(to, listener.port()));
        RawConnection served = listener.accept()) {
      assertThat(served.peer()).isEqualTo(client(address.contains(":")));
      client.send("question");
      assertThat(served.line()).isEqualTo("question");
      served.send("answer");
      assertThat(client.line()).isEqualTo("answer");
    }
  }

  @Test
  void rule_knowsTheServer_beforeItIsConnected() throws Exception {
    InetSocketAddress denied = new InetSocketAddress(FirewallLab.OUTSIDER, 21);
    try (RawListener listener = new RawListener(lab.outsider(), FirewallLab.OUTSIDER, 21);
        RawConnection client = RawConnection.connect(lab.client(), denied)) {
      client.reply(421);
      assertThat(client.ended()).isTrue();
      assertThat(listener.isDeserted()).isTrue();
    }
  }

  @Test
  void gatewaysOwnAddress_isRefused_whoeverAsksForIt() throws Exception {
    double before = gateway.metric("postern_loops_refused_total");
    InetSocketAddress own = new InetSocketAddress(FirewallLab.GATEWAY, 2121);
    for (Host from : List.of(lab.client(), lab.gateway())) {
      try (RawConnection connection = RawConnection.connect(from, own)) {
        connection.reply(421);
        assertThat(connection.ended()).isTrue();
      }
    }
    try (RawConnection plain =
        RawConnection.connect(lab.client(), new InetSocketAddress(FirewallLab.GATEWAY6, 2107))) {
      assertThat(plain.ended()).isTrue();
    }
    awaitAudit("\"event\":\"loop-refused\"", "\"local\":\"192.0.2.1:2121\"", "the gateway's own");
    assertThat(gateway.metric("postern_loops_refused_total")).isEqualTo(before + 3);
    // The rules hand over nothing that is for the gateway itself.
    assertThatThrownBy(
            () ->
                RawConnection.connect(lab.client(), new InetSocketAddress(FirewallLab.GATEWAY, 21)))
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"198.51.100.5", "2001:db8:2::5"})
  void portOfAListenerThatIsNotThere_isRefused(String address) throws Exception {
    InetSocketAddress to = new InetSocketAddress(FirewallLab.address(address), 9);
    assertThatThrownBy(() -> RawConnection.connect(lab.client(), to).close())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("refused");
  }

  @Test
  void otherPorts_areNotTouched() {
    // Neither handed over nor, on this machine, forwarded; also that of the listener itself.
    for (String port : List.of("22", "2121")) {
      Shell.Ran ran =
          lab.client()
              .run("curl", "-sS", "--connect-timeout", "1", "telnet://198.51.100.5:" + port);
      assertThat(ran.exit()).as("port %s", port).isEqualTo(28);
    }
  }

  /** Before it is told anything, or at the latest when it listens. */
  private static boolean isReset(Host from, InetSocketAddress to) throws Exception {
    try (RawConnection connection = RawConnection.connect(from, to)) {
      return connection.ended();
    } catch (SocketException e) {
      return String.valueOf(e.getMessage()).contains("reset");
    }
  }

  @Test
  void withoutTheCapabilities_itDoesNotStart_andSaysWhatIsMissing() {
    List<String> bare = List.of("setpriv", "--bounding-set", "-net_admin,-net_raw");
    String alone = "listeners: [{name: alone, mode: transparent}]\n";
    assertThatThrownBy(() -> new HostGateway(lab.client(), alone, bare).close())
        .hasMessageContaining("listener alone can't be transparent")
        .hasMessageContaining("CAP_NET_ADMIN (or CAP_NET_RAW)");
  }

  private static void awaitAudit(String... parts) {
    await("the audit log")
        .atMost(PATIENCE)
        .until(
            () ->
                gateway.auditLines().stream()
                    .anyMatch(line -> List.of(parts).stream().allMatch(line::contains)));
  }

  private static InetSocketAddress ftp() {
    return new InetSocketAddress(FirewallLab.SERVER, 21);
  }

  private static InetAddress client(boolean ipv6) {
    return ipv6 ? FirewallLab.CLIENT6 : FirewallLab.CLIENT;
  }

  private static InetAddress serverSide(boolean ipv6) {
    return ipv6 ? FirewallLab.SERVER_SIDE6 : FirewallLab.SERVER_SIDE;
  }
}
