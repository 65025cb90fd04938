package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.testing.Needs;
import io.postern.testing.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * HAProxy in front of Postern, control channels and passive data connections alike, and another one
 * in front of the server: who the client is stays known to everybody.
 *
 * <pre>
 * client  192.0.2.10 ─┐
 *                     ├─ 192.0.2.66 HAProxy ── 192.0.2.1 gateway ── 198.51.100.5 HAProxy, vsftpd
 * visitor 192.0.2.77 ─┘
 * </pre>
 */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "sysctl", "vsftpd", "curl", "haproxy"})
@Timeout(120)
class BalancerIT {

  private static final int FILE_BYTES = 20 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String BALANCER = "192.0.2.66";
  private static final String CHECK_SUCCEEDED = "Health check for server asking/gateway succeeded";
  private static final String VISITOR = "192.0.2.77";
  private static final String IN_FRONT =
      """
      listen v1
        bind 192.0.2.66:2121
        server gateway 192.0.2.1:2121 send-proxy
      listen v2
        bind 192.0.2.66:2122
        bind [2001:db8:1::66]:2122
        server gateway 192.0.2.1:2121 send-proxy-v2 proxy-v2-options crc32c,unique-id
        unique-id-format %[uuid()]
      listen told
        bind 192.0.2.66:2123
        server gateway 192.0.2.1:2123 send-proxy-v2
      listen tls
        bind 192.0.2.66:2990
        server gateway 192.0.2.1:2990 send-proxy-v2
      listen ssh
        bind 192.0.2.66:2222
        server gateway 192.0.2.1:2222 send-proxy-v2
      listen passive
        bind 192.0.2.66:30000-30019
        bind [2001:db8:1::66]:30000-30019
        server gateway 192.0.2.1
      listen asking
        bind 192.0.2.66:2124
        option log-health-checks
        option tcp-check
        tcp-check expect rstring ^220
        server gateway 192.0.2.1:2121 send-proxy-v2 check inter 200ms
      """;
  private static final String IN_FRONT_OF_THE_SERVER =
      """
      listen told
        bind 198.51.100.5:2021 accept-proxy
        server vsftpd 198.51.100.5:21
      """;
  private static final String CONFIGURATION =
      """
      listeners:
        - name: ftp
          listen: "*:2121"
          server: 198.51.100.5
          data-ports: 30000-30009
          proxy-protocol: {from: [192.0.2.66]}
          data-peers: [192.0.2.66]
        - name: told
          listen: "*:2123"
          server: 198.51.100.5:2021
          data-ports: 30010-30014
          proxy-protocol: {from: [192.0.2.66], send: v2}
          data-peers: [192.0.2.66]
        - name: tls
          listen: "*:2990"
          server: 198.51.100.5
          data-ports: 30015-30019
          proxy-protocol: {from: [192.0.2.66]}
          data-peers: [192.0.2.66]
          tls:
            client: implicit
            keys: [{chain: %1$s/chain.pem, key: %1$s/key.pem}]
        - name: ssh
          listen: "*:2222"
          protocol: ssh
          server: 198.51.100.5:2022
          proxy-protocol: {from: [192.0.2.66], send: v1}
        - name: knocked
          listen: "*:2125"
          server: 198.51.100.5
          data-ports: 31000-31009
          proxy-protocol: {from: [192.0.2.66]}
      rules: {file: %1$s/rules.yaml}
      """;
  private static final String RULES =
      """
      default: allow
      rules:
        - {id: no-visitors, when: {client: 192.0.2.77, verb: connect}, then: deny}
      """;

  /** A server that knows its client from a header has data connections of another address. */
  private static final String FROM_ANYWHERE = "pasv_promiscuous=YES\n";

  @TempDir static Path folder;

  private static FirewallLab lab;
  private static Host visitor;
  private static Vsftpd server;
  private static HostGateway gateway;
  private static HaProxy inside;
  private static HaProxy front;
  private static byte[] content;

  @BeforeAll
  static void start() throws Exception {
    TestCertificate.get().write(folder);
    Files.writeString(folder.resolve("rules.yaml"), RULES);
    content = new byte[FILE_BYTES];
    new Random(6).nextBytes(content);
    lab = new FirewallLab();
    visitor = lab.network().host("visitor");
    lab.network().connect(visitor, "clients", VISITOR + "/24");
    server = lab.own(new Vsftpd(lab.server(), FirewallLab.SERVER, FROM_ANYWHERE));
    inside =
        lab.own(
            new HaProxy(
                lab.server(),
                IN_FRONT_OF_THE_SERVER,
                new InetSocketAddress(FirewallLab.SERVER, 2021)));
    gateway = lab.runGateway(CONFIGURATION.formatted(folder));
    front = lab.own(new HaProxy(lab.stranger(), IN_FRONT, at(2121)));
  }

  @AfterAll
  static void stop() throws IOException {
    lab.close();
  }

  @ParameterizedTest
  @CsvSource({"2121,PASV", "2121,EPSV", "2121,PORT", "2121,EPRT", "2122,EPSV", "2122,PORT"})
  void transfers_throughTheBalancer_areUnchanged(int port, String verb) throws Exception {
    assertTransfers(BALANCER, port, verb);
    awaitAudit("\"event\":\"session-opened\"", "\"listener\":\"ftp\"", "\"client\":\"192.0.2.10:");
    awaitAudit("\"event\":\"transfer\"", "\"client\":\"192.0.2.10:", "\"direction\":\"upload\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EPSV", "EPRT"})
  void transfers_ofAnIpv6Client_throughTheBalancer_areUnchanged(String verb) throws Exception {
    assertTransfers("[2001:db8:1::66]", 2122, verb);
    awaitAudit("\"event\":\"session-opened\"", "\"client\":\"[2001:db8:1::10]:");
  }

  @Test
  void server_isTold_whoTheClientIs() throws Exception {
    assertTransfers(BALANCER, 2123, "EPSV");
    await("HAProxy's log")
        .atMost(PATIENCE)
        .until(() -> inside.log().stream().anyMatch(line -> line.startsWith("client 192.0.2.10:")));
    assertThat(inside.log())
        .filteredOn(line -> line.startsWith("client "))
        .allMatch(line -> line.startsWith("client 192.0.2.10:"));
  }

  @Test
  void tls_beginsBehindTheHeader() throws Exception {
    Path up = Files.write(folder.resolve("tls-up"), content);
    Path back = folder.resolve("tls-back");
    String url = "ftps://" + TestCertificate.NAME + ":2990/files/tls";
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "50"));
    command.addAll(List.of("--ssl-reqd", "--cacert", folder.resolve("chain.pem").toString()));
    command.addAll(List.of("--resolve", TestCertificate.NAME + ":2990:" + BALANCER));
    curl(command, "-T", up.toString(), url);
    curl(command, "-o", back.toString(), url);
    assertThat(Sha256.of(back)).isEqualTo(Sha256.of(content));
    awaitAudit("\"event\":\"tls-started\"", "\"listener\":\"tls\"", "\"client\":\"192.0.2.10:");
  }

  @Test
  void ssh_isToldTheClient_beforeItsIdentification() throws Exception {
    try (RawListener sshd = new RawListener(lab.server(), FirewallLab.SERVER, 2022);
        RawConnection client = RawConnection.connect(lab.client(), at(2222))) {
      client.send("SSH-2.0-test");
      try (RawConnection leg = sshd.accept()) {
        leg.expect("PROXY TCP4 192.0.2.10 192.0.2.66 " + client.local().getPort() + " 2222");
        leg.expect("SSH-2.0-test");
        leg.send("SSH-2.0-server");
        client.expect("SSH-2.0-server");
      }
    }
  }

  @Test
  void rules_seeWhoIsBehindTheBalancer() throws Exception {
    try (RawConnection denied = RawConnection.connect(visitor, at(2121))) {
      denied.expect("421 ");
    }
    awaitAudit("\"event\":\"rule\"", "\"no-visitors\"", "\"client\":\"192.0.2.77:");
  }

  @Test
  void header_ofAClientThatIsNoBalancer_namesNobody() throws Exception {
    try (RawConnection liar = RawConnection.connect(lab.client(), FirewallLab.listener())) {
      liar.reply(220);
      liar.send("PROXY TCP4 192.0.2.99 192.0.2.1 5000 2121");
      liar.expect("421 ");
    }
    awaitAudit("\"event\":\"deviation\"", "\"foreign-protocol\"", "\"client\":\"192.0.2.10:");
    assertThat(gateway.auditLines()).noneMatch(line -> line.contains("\"client\":\"192.0.2.99"));
  }

  @Test
  void pinhole_behindTheBalancer_takesNobodyWhoComesPastIt() throws Exception {
    try (RawClient client = new RawClient(lab.client(), at(2121))) {
      client.login("anonymous", "x");
      InetSocketAddress told = RawClient.passive(client.command("PASV", 227));
      assertThat(told.getAddress()).isEqualTo(InetAddress.getByName(BALANCER));
      InetSocketAddress past = new InetSocketAddress(FirewallLab.GATEWAY, told.getPort());
      assertThat(bytesFor(visitor, past)).isZero();
      awaitAudit("\"event\":\"connection-blocked\"", "\"stranger\":\"192.0.2.77:");
      client.control().send("NLST");
      try (RawConnection data = client.data(told)) {
        data.rest();
      }
      client.control().reply(150);
      client.control().reply(226);
    }
  }

  @Test
  void healthChecks_areNoClients() throws Exception {
    // The check that reads the greeting is in HAProxy's own name.
    await("HAProxy's opinion")
        .atMost(PATIENCE)
        .until(() -> front.log().stream().anyMatch(line -> line.contains(CHECK_SUCCEEDED)));
    awaitAudit("\"event\":\"session-opened\"", "\"client\":\"192.0.2.66:", "\"listener\":\"ftp\"");
    InetSocketAddress knocked = new InetSocketAddress(FirewallLab.GATEWAY, 2125);
    RawConnection.connect(lab.stranger(), knocked).close();
    awaitAudit("\"event\":\"proxy-header-refused\"", "\"knocked\"", "health check");
    assertThat(gateway.metric("postern_proxy_headers_refused_total", "listener=\"knocked\""))
        .isPositive();
    assertThat(gateway.auditLines())
        .noneMatch(line -> line.contains("session-opened") && line.contains("\"knocked\""));
  }

  /** How many bytes come before the reset, which may come before the connection stands. */
  private static long bytesFor(Host host, InetSocketAddress from) throws Exception {
    try (RawConnection stranger = RawConnection.connect(host, from)) {
      return stranger.count();
    } catch (SocketException reset) {
      return 0;
    }
  }

  /** Through the balancer from the client, up and down. */
  private static void assertTransfers(String host, int port, String verb) throws Exception {
    String name = verb + port + host.length();
    Path up = Files.write(folder.resolve("up-" + name), content);
    Path back = folder.resolve("back-" + name);
    String url = "ftp://" + host + ":" + port + "/files/" + name;
    FtpProgram.CURL.upload(lab.client(), verb, up, url).orFail();
    FtpProgram.CURL.download(lab.client(), verb, url, back).orFail();
    assertThat(Sha256.of(server.files().resolve(name))).isEqualTo(Sha256.of(content));
    assertThat(Sha256.of(back)).isEqualTo(Sha256.of(content));
  }

  private static void curl(List<String> options, String... arguments) {
    List<String> command = new ArrayList<>(options);
    command.addAll(List.of(arguments));
    lab.client().run(command.toArray(String[]::new)).orFail();
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(FirewallLab.STRANGER, port);
  }

  private static void awaitAudit(String... parts) {
    await("the audit log")
        .atMost(PATIENCE)
        .until(
            () ->
                gateway.auditLines().stream()
                    .anyMatch(line -> Stream.of(parts).allMatch(line::contains)));
  }
}
