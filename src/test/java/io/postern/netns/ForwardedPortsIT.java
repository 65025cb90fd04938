package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Needs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Routers that translate addresses, on either side of the client:
 *
 * <pre>
 * roamer 203.0.113.10 ── 203.0.113.1 edge 192.0.2.254 ──┬── 192.0.2.1 gateway
 * home 10.9.0.5 ── 10.9.0.1 router 192.0.2.20 ──────────┘
 * </pre>
 *
 * The edge forwards its ports 21 and 60000-60019 to the gateway's 2121 and 50000-50019. The home
 * router hides its client behind its own address.
 */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "sysctl", "vsftpd", "curl", "lftp"})
class ForwardedPortsIT {

  private static final String CONFIGURATION =
      """
      listeners:
        - name: ftp
          listen: "*:2121"
          server: 198.51.100.5
          data-ports: 50000-50019
          outside-ports: 60000-60019
          advertise: 203.0.113.1
          advertise-map:
            - clients: 192.0.2.0/24
              address: 192.0.2.1
      """;

  private static FirewallLab lab;
  private static Vsftpd server;
  private static HostGateway gateway;
  private static Host roamer;
  private static Host home;

  @TempDir Path local;

  @BeforeAll
  static void start() throws Exception {
    lab = new FirewallLab();
    roamer = placeEdge(lab.network());
    home = placeHome(lab.network());
    lab.gateway().defaultRoute("192.0.2.254");
    server = lab.runVsftpd();
    gateway = lab.runGateway(CONFIGURATION);
  }

  private static Host placeEdge(NetworkLab network) {
    Host edge = network.host("edge");
    network.connect(edge, "internet", "203.0.113.1/24");
    network.connect(edge, "clients", "192.0.2.254/24");
    edge.forward();
    edge.nft(
        "table ip nat {"
            + " chain in { type nat hook prerouting priority -100;"
            + " iifname eth0 dnat to tcp dport map { "
            + forwarded()
            + " }; };"
            + " chain out { type nat hook postrouting priority 100;"
            + " oifname eth0 masquerade; }; }");
    Host roamer = network.host("roamer");
    network.connect(roamer, "internet", "203.0.113.10/24");
    return roamer;
  }

  private static String forwarded() {
    return IntStream.range(0, 20)
        .mapToObj(i -> (60_000 + i) + " : 192.0.2.1 . " + (50_000 + i))
        .collect(Collectors.joining(", ", "21 : 192.0.2.1 . 2121, ", ""));
  }

  private static Host placeHome(NetworkLab network) {
    Host router = network.host("router");
    network.connect(router, "clients", "192.0.2.20/24");
    network.connect(router, "home", "10.9.0.1/24");
    router.forward();
    router.nft(
        "table ip nat { chain out { type nat hook postrouting priority 100;"
            + " oifname eth0 masquerade; }; }");
    Host home = network.host("home");
    network.connect(home, "home", "10.9.0.5/24");
    home.defaultRoute("10.9.0.1");
    return home;
  }

  @AfterAll
  static void stop() throws IOException {
    lab.close();
  }

  @Test
  void outsideClients_useTheOutsideAddressAndPorts() throws Exception {
    try (RawClient client =
        new RawClient(roamer, new InetSocketAddress("203.0.113.1", 21))
            .login("anonymous", "guest")) {
      InetSocketAddress pinhole = RawClient.passive(client.command("PASV", 227));
      assertThat(pinhole.getAddress()).isEqualTo(FirewallLab.address("203.0.113.1"));
      assertThat(pinhole.getPort()).isBetween(60_000, 60_019);
    }
    assertTransfers(FtpProgram.CURL, roamer, "PASV", "ftp://203.0.113.1/files/");
    assertTransfers(FtpProgram.CURL, roamer, "EPSV", "ftp://203.0.113.1/files/");
    assertTransfers(FtpProgram.LFTP, roamer, "PASV", "ftp://203.0.113.1/files/");
  }

  @Test
  void insideClients_useTheInsideAddressAndPorts() throws Exception {
    try (RawClient client =
        new RawClient(lab.client(), FirewallLab.listener()).login("anonymous", "guest")) {
      InetSocketAddress pinhole = RawClient.passive(client.command("PASV", 227));
      assertThat(pinhole.getAddress()).isEqualTo(FirewallLab.GATEWAY);
      assertThat(pinhole.getPort()).isBetween(50_000, 50_019);
    }
    assertTransfers(FtpProgram.CURL, lab.client(), "PASV", "ftp://192.0.2.1:2121/files/");
    assertTransfers(FtpProgram.CURL, lab.client(), "EPSV", "ftp://192.0.2.1:2121/files/");
    assertTransfers(FtpProgram.CURL, lab.client(), "EPRT", "ftp://192.0.2.1:2121/files/");
  }

  @Test
  void activeMode_reachesAClientBeyondTheEdge() throws Exception {
    assertTransfers(FtpProgram.CURL, roamer, "PORT", "ftp://203.0.113.1/files/");
  }

  @Test
  void clientBehindItsOwnRouter_isPassive() throws Exception {
    assertTransfers(FtpProgram.CURL, home, "PASV", "ftp://192.0.2.1:2121/files/");
  }

  @Test
  void privateAddressInPort_isRefusedByTheGateway_withoutAPinhole() throws Exception {
    int logged = portCommandsAtTheServer();
    try (RawClient client =
        new RawClient(home, FirewallLab.listener()).login("anonymous", "guest")) {
      client.command("PORT 10,9,0,5,200,10", 500);
      client.command("EPRT |1|10.9.0.5|51210|", 500);

      assertThat(gateway.metric("postern_data_ports_in_use")).isZero();
      client.command("NOOP", 200);
    }
    assertThat(portCommandsAtTheServer()).isEqualTo(logged);
  }

  private static int portCommandsAtTheServer() throws IOException {
    return (int)
        server.log().stream()
            .filter(line -> line.contains("\"PORT ") || line.contains("\"EPRT "))
            .count();
  }

  private void assertTransfers(FtpProgram program, Host host, String verb, String url)
      throws IOException {
    byte[] content = (program + verb + url).repeat(3000).getBytes(StandardCharsets.UTF_8);
    Path up = Files.write(local.resolve("up"), content);
    Path back = local.resolve("back");

    program.upload(host, verb, up, url + "forwarded").orFail();
    program.download(host, verb, url + "forwarded", back).orFail();

    assertThat(Sha256.of(server.files().resolve("forwarded"))).isEqualTo(Sha256.of(content));
    assertThat(Sha256.of(back)).isEqualTo(Sha256.of(content));
    Files.delete(back);
  }
}
