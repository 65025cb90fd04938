package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.testing.Needs;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code deploy/nftables/host.nft} on the gateway's host: as it is shipped. */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "vsftpd", "curl"})
@Timeout(60)
class HostFirewallIT {

  private static final int FILE_BYTES = 1 << 20;
  private static final Path RULES = Path.of("deploy", "nftables", "host.nft").toAbsolutePath();
  private static final String CONFIGURATION =
      """
      listeners:
        - {name: ftp, listen: "*:21", server: 198.51.100.5, data-ports: 50000-50999}
      """;

  @TempDir static Path folder;

  private static FirewallLab lab;
  private static Path file;

  @BeforeAll
  static void start() throws Exception {
    byte[] content = new byte[FILE_BYTES];
    new Random(7).nextBytes(content);
    lab = new FirewallLab();
    file = Files.write(lab.runVsftpd().files().resolve("file"), content);
    lab.runGateway(CONFIGURATION);
    lab.gateway().run("nft", "-f", RULES.toString()).orFail();
  }

  @AfterAll
  static void stop() throws Exception {
    lab.close();
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.1,PASV", "192.0.2.1,PORT", "[2001:db8:1::1],EPSV", "[2001:db8:1::1],EPRT"})
  void transfers_passIt(String gateway, String verb) throws Exception {
    Path back = folder.resolve("back-" + verb);
    FtpProgram.CURL.download(lab.client(), verb, "ftp://" + gateway + "/files/file", back).orFail();
    assertThat(Sha256.of(back)).isEqualTo(Sha256.of(file));
  }

  /** The administrators' port is open, but not for clients; the other one is in no rule. */
  @ParameterizedTest
  @CsvSource({"22", "2200"})
  void everythingElse_isRefusedAtOnce(int port) throws Exception {
    try (RawListener open = new RawListener(lab.gateway(), FirewallLab.GATEWAY, port)) {
      assertThatThrownBy(() -> RawConnection.connect(lab.client(), at(port)))
          .isInstanceOf(ConnectException.class);
      assertThat(open.isDeserted()).isTrue();
    }
  }

  @Test
  void data_portThatIsNoPinhole_isClosed() {
    assertThatThrownBy(() -> RawConnection.connect(lab.stranger(), at(50_000)))
        .isInstanceOf(ConnectException.class);
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(FirewallLab.GATEWAY, port);
  }
}
