package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.postern.testing.Needs;
import io.postern.testing.ProfileCopy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client arranges a transfer between two servers (FXP): refused as FTP bounce, unless {@code
 * rules/third-party.yaml} names both. Server A is behind the gateway and has no route to the
 * client's network; server B, the partner, is on that network.
 */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "sysctl", "vsftpd"})
class ThirdPartyIT {

  /** B on the client's network, where the laboratory has its stranger. */
  private static final InetAddress PARTNER = FirewallLab.STRANGER;

  private static final InetAddress THIRD = FirewallLab.address("192.0.2.77");

  /**
   * Server B must want it too: it sees an address that is not its client's. With port_promiscuous
   * vsftpd 3.0.3 binds without its privileges, which fails for port 20 ("500 OOPS:
   * vsf_sysutil_bind").
   */
  private static final String WILLING =
      """
      pasv_promiscuous=YES
      port_promiscuous=YES
      connect_from_port_20=NO
      """;

  private static final String PROFILE = "third-party.yaml";
  private static final byte[] CONTENT = content();

  private final FirewallLab lab = new FirewallLab();
  @TempDir private Path rules;
  private Vsftpd a;

  @BeforeEach
  void start() throws IOException {
    a = lab.runVsftpd();
    Files.write(a.files().resolve("from-a"), CONTENT);
  }

  @AfterEach
  void stop() throws IOException {
    lab.close();
  }

  @Test
  void withoutRules_portOfAnotherServer_isRefusedAndNeverReachesTheServer() throws Exception {
    Vsftpd b = partner();
    HostGateway gateway = lab.runGateway(configuration(""));
    try (RawClient atA = login(FirewallLab.listener());
        RawClient atB = login(new InetSocketAddress(PARTNER, 21))) {
      InetSocketAddress port = RawClient.passive(atB.command("PASV", 227));

      atA.command("PORT " + RawClient.port(port.getAddress(), port.getPort()), 500);
      atA.command("EPRT |1|%s|%d|".formatted(PARTNER.getHostAddress(), port.getPort()), 500);

      atA.command("RETR /files/from-a", 425);
    }
    assertNoPortReached(gateway, a);
    assertThat(b.log()).noneMatch(line -> line.contains("198.51.100"));
  }

  @Test
  void portThatNamesThePartner_letsServerASendToServerB() throws Exception {
    Vsftpd b = partner();
    HostGateway gateway = lab.runGateway(configuration(rules(oneLeg())));
    try (RawClient atA = login(FirewallLab.listener());
        RawClient atB = login(new InetSocketAddress(PARTNER, 21))) {
      InetSocketAddress port = RawClient.passive(atB.command("PASV", 227));
      atA.command("PORT " + RawClient.port(port.getAddress(), port.getPort()), 200);

      transfer(atA, "from-a", atB, "to-b");
    }
    assertThat(Sha256.of(b.files().resolve("to-b"))).isEqualTo(Sha256.of(CONTENT));
    // A connected to the gateway, the gateway to B; A never heard of B.
    assertThat(a.log())
        .anyMatch(line -> line.contains("\"PORT 198,51,100,1,"))
        .noneMatch(line -> line.contains("192,0,2,66"));
    assertOneTransfer(gateway);
  }

  @Test
  void portThatNamesAThirdHost_isRefusedAllTheSame() throws Exception {
    lab.network().connect(third(), "clients", "192.0.2.77/24");
    HostGateway gateway = lab.runGateway(configuration(rules(oneLeg())));
    try (RawClient atA = login(FirewallLab.listener())) {
      atA.command("PORT " + RawClient.port(THIRD, 40_000), 500);
      atA.command("EPRT |1|192.0.2.77|40000|", 500);
      atA.command("PORT " + RawClient.port(FirewallLab.GATEWAY, 9121), 500);
      // The partner's own other services are no data ports.
      assertThat(refusal(atA, "PORT " + RawClient.port(PARTNER, 22))).matches("50[04] .*");
    }
    assertNoPortReached(gateway, a);
  }

  @Test
  void pasvForThePartner_letsServerBConnect_andNobodyElse() throws Exception {
    Vsftpd b = partner();
    Files.write(b.files().resolve("from-b"), CONTENT);
    Host third = third();
    lab.network().connect(third, "clients", "192.0.2.77/24");
    HostGateway gateway = lab.runGateway(configuration(rules(oneLeg())));
    try (RawClient atA = login(FirewallLab.listener());
        RawClient atB = login(new InetSocketAddress(PARTNER, 21))) {
      InetSocketAddress pinhole = RawClient.passive(atA.command("PASV", 227));
      assertTurnedAway(third, pinhole);
      assertTurnedAway(lab.client(), pinhole);
      atB.command("PORT " + RawClient.port(pinhole.getAddress(), pinhole.getPort()), 200);

      transfer(atB, "from-b", atA, "to-a");
    }
    assertThat(Sha256.of(a.files().resolve("to-a"))).isEqualTo(Sha256.of(CONTENT));
    assertThat(gateway.metric("postern_connections_blocked_total", "mode=\"passive\""))
        .isEqualTo(2);
    assertOneTransfer(gateway);
  }

  @Test
  void bothServersBehindTheGateway_theirDataConnectionGoesThroughTwoPinholes() throws Exception {
    Vsftpd b = lab.own(new Vsftpd(lab.outsider(), FirewallLab.OUTSIDER));
    HostGateway gateway = lab.runGateway(bothBehind());
    try (RawClient atA = login(FirewallLab.listener());
        RawClient atB = login(new InetSocketAddress(FirewallLab.GATEWAY, 2122))) {
      InetSocketAddress pinhole = RawClient.passive(atB.command("PASV", 227));
      assertTurnedAway(lab.client(), pinhole);
      atA.command("PORT " + RawClient.port(pinhole.getAddress(), pinhole.getPort()), 200);

      transfer(atA, "from-a", atB, "to-b");
    }
    assertThat(Sha256.of(b.files().resolve("to-b"))).isEqualTo(Sha256.of(CONTENT));
    await("both ends to be counted")
        .atMost(Duration.ofSeconds(10))
        .until(() -> gateway.metric("postern_pinholes_accepted_total") == 2);
  }

  /** RETR at one server, STOR at the other, and the good end of both. */
  private static void transfer(RawClient from, String source, RawClient to, String target)
      throws IOException {
    to.control().send("STOR /files/" + target);
    from.control().send("RETR /files/" + source);
    from.control().reply(150);
    to.control().reply(150);
    from.control().reply(226);
    to.control().reply(226);
  }

  private static void assertTurnedAway(Host host, InetSocketAddress pinhole) throws Exception {
    assertThatThrownBy(
            () -> {
              try (RawConnection stranger = RawConnection.connect(host, pinhole)) {
                stranger.line();
              }
            })
        .isInstanceOf(IOException.class);
  }

  private static void assertNoPortReached(HostGateway gateway, Vsftpd server) throws Exception {
    assertThat(server.log()).noneMatch(line -> line.matches(".*\"(PORT|EPRT)\\b.*"));
    assertThat(gateway.metric("postern_pinholes_opened_total")).isZero();
  }

  private static void assertOneTransfer(HostGateway gateway) {
    await("the transfer to be counted")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              assertThat(gateway.metric("postern_pinholes_opened_total")).isEqualTo(1);
              assertThat(gateway.metric("postern_pinholes_accepted_total")).isEqualTo(1);
              assertThat(gateway.metric("postern_pinholes_waiting")).isZero();
              assertThat(gateway.metric("postern_data_ports_in_use")).isZero();
            });
  }

  private static String refusal(RawClient client, String command) throws IOException {
    client.control().send(command);
    return client.control().reply();
  }

  private RawClient login(InetSocketAddress at) throws Exception {
    RawClient client = new RawClient(lab.client(), at).login("anonymous", "guest@");
    client.command("TYPE I", 200);
    return client;
  }

  private Vsftpd partner() throws IOException {
    return lab.own(new Vsftpd(lab.stranger(), PARTNER, WILLING));
  }

  private Host third() {
    return lab.network().host("third");
  }

  /** The profile with the addresses of this laboratory and vsftpd's only user. */
  private ProfileCopy oneLeg() {
    return new ProfileCopy(rules)
        .replace(PROFILE, "[198.51.100.5]", "[192.0.2.66]")
        .replace(PROFILE, "data-peer: 198.51.100.5", "data-peer: 192.0.2.66")
        .replace(PROFILE, "[192.0.2.20]", "[198.51.100.5]")
        .replace(PROFILE, "user: mirror", "user: anonymous");
  }

  /** As the profile's head says for two servers behind one gateway. */
  private String bothBehind() {
    ProfileCopy copy =
        new ProfileCopy(rules)
            .replace(PROFILE, "[198.51.100.5]", "[192.0.2.1]")
            .replace(PROFILE, "data-peer: 198.51.100.5", "data-peer: 192.0.2.1")
            .replace(PROFILE, "[192.0.2.20]", "[198.51.100.5, 198.51.100.66]")
            .replace(PROFILE, "data-port: 1024-65535", "data-port: 50000-50999")
            .replace(PROFILE, "user: mirror", "user: anonymous");
    return """
        listeners:
          - {name: a, listen: "*:2121", server: 198.51.100.5}
          - {name: b, listen: "*:2122", server: 198.51.100.66}
        """
        + rules(copy);
  }

  private static String configuration(String more) {
    return "listeners:\n  - {listen: \"*:2121\", server: 198.51.100.5}\n" + more;
  }

  private static String rules(ProfileCopy copy) {
    return "rules: {file: " + copy.file(PROFILE) + "}\n";
  }

  private static byte[] content() {
    byte[] content = new byte[3_000_000];
    new Random(8).nextBytes(content);
    return content;
  }
}
