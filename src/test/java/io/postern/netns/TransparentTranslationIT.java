package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Transparent mode between sides that do not agree on how data connections are made, and whose
 * firewalls keep them to what they do: the client takes no connection and the server makes all that
 * it is asked for, or the server makes none and the client takes all.
 */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "sysctl", "vsftpd", "curl", "lftp"})
class TransparentTranslationIT {

  private static final String CONFIGURATION =
      """
      listeners:
        - name: spoof-active
          listen: "*:2121"
          mode: transparent
          client-mode: passive
          server-mode: active
        - name: masquerade-active
          listen: "*:2122"
          mode: transparent
          client-mode: passive
          server-mode: active
          transparent: {source: masquerade}
        - name: spoof-passive
          listen: "*:2123"
          mode: transparent
          client-mode: active
          server-mode: passive
        - name: masquerade-passive
          listen: "*:2124"
          mode: transparent
          client-mode: active
          server-mode: passive
          transparent: {source: masquerade}
      """;

  @TempDir static Path folder;

  private static FirewallLab lab;
  private static Vsftpd active;
  private static Vsftpd passive;
  private static HostGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    lab = new FirewallLab();
    lab.routeThroughGateway();
    // The first two of each side go together, and the others.
    active = lab.own(new Vsftpd(lab.server(), FirewallLab.SERVER, "pasv_enable=NO\n"));
    passive = lab.own(new Vsftpd(lab.outsider(), FirewallLab.OUTSIDER, "port_enable=NO\n"));
    for (Host server : List.of(lab.server(), lab.outsider())) {
      server.redirect("2021-2023", 21);
    }
    lab.client().dropConnectionsTo("1-65535");
    lab.server().dropConnectionsTo("22-65535");
    lab.stranger().dropOwnConnectionsTo("{ 1-20, 22-2020, 2024-65535 }");
    lab.outsider().dropOwnConnectionsTo("1-65535");
    String ports = "21:2121,2021:2122,2022:2123,2023:2124";
    lab.gateway().run("deploy/transparent.sh", "up", "--ports", ports).orFail();
    gateway = lab.runGateway(CONFIGURATION);
  }

  @AfterAll
  static void stop() throws IOException {
    lab.close();
  }

  /** Which port of a server is handed over to which listener. */
  private enum Way {
    SPOOF_ACTIVE(21),
    MASQUERADE_ACTIVE(2021),
    SPOOF_PASSIVE(2022),
    MASQUERADE_PASSIVE(2023);

    private final int port;

    Way(int port) {
      this.port = port;
    }

    boolean isToActive() {
      return this == SPOOF_ACTIVE || this == MASQUERADE_ACTIVE;
    }

    Host client() {
      return isToActive() ? lab.client() : lab.stranger();
    }

    Vsftpd server() {
      return isToActive() ? active : passive;
    }

    String url(boolean ipv6) {
      String ipv4 = isToActive() ? "198.51.100.5" : "198.51.100.66";
      String host = isToActive() ? "[2001:db8:2::5]" : "[2001:db8:2::66]";
      return "ftp://%s:%d/files/".formatted(ipv6 ? host : ipv4, port);
    }

    /** Whom the server sees. */
    InetAddress seen(boolean ipv6) {
      return switch (this) {
        case SPOOF_ACTIVE -> ipv6 ? FirewallLab.CLIENT6 : FirewallLab.CLIENT;
        case SPOOF_PASSIVE -> ipv6 ? FirewallLab.STRANGER6 : FirewallLab.STRANGER;
        case MASQUERADE_ACTIVE, MASQUERADE_PASSIVE ->
            ipv6 ? FirewallLab.SERVER_SIDE6 : FirewallLab.SERVER_SIDE;
      };
    }
  }

  static Stream<Arguments> rows() {
    List<Arguments> rows = new ArrayList<>();
    for (Way way : Way.values()) {
      String plain = way.isToActive() ? "PASV" : "PORT";
      String extended = way.isToActive() ? "EPSV" : "EPRT";
      rows.add(Arguments.of(way, "curl", plain, false));
      rows.add(Arguments.of(way, "lftp", plain, false));
      rows.add(Arguments.of(way, "curl", extended, false));
      rows.add(Arguments.of(way, "curl", extended, true));
    }
    return rows.stream();
  }

  @ParameterizedTest(name = "{0}: {1} {2}, IPv6: {3}")
  @MethodSource("rows")
  void filesArrive_andTheServerSeesTheAddressThatItShall(
      Way way, String program, String verb, boolean ipv6) throws Exception {
    FtpProgram client = FtpProgram.valueOf(program.toUpperCase(Locale.ROOT));
    int logged = way.server().log().size();

    new RoundTrip(client, way.client(), verb, way.url(ipv6), way.server().files(), folder)
        .perform();

    assertThat(way.server().clients(logged)).isNotEmpty().containsOnly(way.seen(ipv6));
    List<String> log = way.server().log();
    assertThat(log.subList(logged, log.size()))
        .anyMatch(line -> line.contains("\"" + asked(way, ipv6)))
        .noneMatch(line -> line.contains("\"" + verb));
    gateway.awaitNothingOpen();
  }

  private static String asked(Way way, boolean ipv6) {
    if (way.isToActive()) {
      return ipv6 ? "EPRT" : "PORT";
    }
    return "EPSV";
  }
}
