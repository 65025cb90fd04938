package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Client and server on networks that do not route to each other; Postern is the only way. */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "sysctl", "vsftpd", "curl", "lftp"})
class NatIT {

  private static final String CONFIGURATION =
      """
      listeners:
        - name: four
          listen: "*:2121"
          server: 198.51.100.5
        - name: six
          listen: "*:2122"
          server: "[2001:db8:2::5]"
      """;

  private static FirewallLab lab;
  private static Vsftpd server;
  private static HostGateway gateway;

  @TempDir Path local;

  @BeforeAll
  static void start() throws Exception {
    lab = new FirewallLab();
    server = lab.runVsftpd();
    gateway = lab.runGateway(CONFIGURATION);
  }

  @AfterAll
  static void stop() throws Exception {
    lab.close();
  }

  @ParameterizedTest(name = "{0} {1} to {2}:{3}")
  @CsvSource({
    "curl, PASV, 192.0.2.1, 2121",
    "curl, EPSV, 192.0.2.1, 2121",
    "curl, PORT, 192.0.2.1, 2121",
    "curl, EPRT, 192.0.2.1, 2121",
    "lftp, PASV, 192.0.2.1, 2121",
    "lftp, EPSV, 192.0.2.1, 2121",
    "lftp, PORT, 192.0.2.1, 2121",
    "curl, EPSV, [2001:db8:1::1], 2122",
    "curl, EPRT, [2001:db8:1::1], 2122",
    "lftp, EPSV, [2001:db8:1::1], 2122",
    "lftp, EPRT, [2001:db8:1::1], 2122",
    // An IPv6 client, an IPv4 server.
    "curl, EPSV, [2001:db8:1::1], 2121",
    "curl, EPRT, [2001:db8:1::1], 2121",
    "lftp, EPSV, [2001:db8:1::1], 2121",
    "lftp, EPRT, [2001:db8:1::1], 2121",
  })
  void filesArriveUnchangedInBothDirections(
      String program, String verb, String address, String port) throws Exception {
    FtpProgram client = FtpProgram.valueOf(program.toUpperCase(Locale.ROOT));
    String url = "ftp://" + address + ":" + port + "/files/";
    double before = completed(verb);

    new RoundTrip(client, lab.client(), verb, url, server.files(), local).perform();

    assertThat(completed(verb)).isGreaterThanOrEqualTo(before + 2);
    gateway.awaitNothingOpen();
  }

  @Test
  void withoutPostern_thereIsNoWay() {
    for (String address : List.of("198.51.100.5", "[2001:db8:2::5]")) {
      String url = "ftp://" + address + "/";
      Shell.Ran ran = lab.client().run("curl", "-sS", "--connect-timeout", "5", url);
      assertThat(ran.exit()).isEqualTo(7);
    }
  }

  @Test
  void serverSeesOnlyTheGateway() throws Exception {
    String url = "ftp://192.0.2.1:2121/files/";
    FtpProgram.CURL
        .upload(lab.client(), "PORT", Files.write(local.resolve("s"), new byte[9]), url + "seen")
        .orFail();

    assertThat(server.log())
        .anyMatch(line -> line.contains("OK UPLOAD") && line.contains("198.51.100.1"))
        .noneMatch(line -> line.contains("192.0.2.10") || line.contains("192,0,2,10"));
  }

  private static double completed(String verb) throws Exception {
    return gateway.metric(
        "postern_commands_total", "verb=\"" + verb.toLowerCase(Locale.ROOT) + "\"");
  }
}
