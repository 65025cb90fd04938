package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.testing.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The laboratory itself: what the other tests of this package stand on. */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "sysctl", "vsftpd", "curl", "lftp"})
class NetworkLabIT {

  @ParameterizedTest
  @ValueSource(strings = {"198.51.100.5", "2001:db8:2::5"})
  void clientsReachNoServerByThemselves(String server) throws Exception {
    try (FirewallLab lab = new FirewallLab();
        RawListener listener = new RawListener(lab.server(), FirewallLab.address(server), 21)) {
      InetSocketAddress to = new InetSocketAddress(FirewallLab.address(server), listener.port());

      assertThatThrownBy(() -> RawConnection.connect(lab.client(), to))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("unreachable");
      RawConnection.connect(lab.gateway(), to).close();
    }
  }

  @Test
  void gatewayForwardsNothingForThoseWhoRouteThroughIt() throws Exception {
    try (FirewallLab lab = new FirewallLab();
        RawListener listener = new RawListener(lab.server(), FirewallLab.SERVER, 21)) {
      lab.stranger().defaultRoute("192.0.2.1");
      lab.server().defaultRoute("198.51.100.1");

      InetSocketAddress to = new InetSocketAddress(FirewallLab.SERVER, listener.port());
      assertThatThrownBy(() -> lab.stranger().call(() -> connect(to)))
          .isInstanceOf(SocketTimeoutException.class);
      RawConnection.connect(lab.gateway(), to).close();
    }
  }

  @Test
  void silencedHost_neitherHearsNorIsHeard() throws Exception {
    try (FirewallLab lab = new FirewallLab();
        RawListener listener = new RawListener(lab.gateway(), FirewallLab.GATEWAY, 0);
        RawConnection client =
            RawConnection.connect(
                lab.client(), new InetSocketAddress(FirewallLab.GATEWAY, listener.port()));
        RawConnection gateway = listener.accept()) {
      gateway.patience(Duration.ofMillis(300));
      lab.client().silence();
      client.send("lost");
      assertThat(gateway.ended()).isFalse();

      lab.client().unsilence();
      gateway.patience(Duration.ofSeconds(10));
      assertThat(gateway.line()).isEqualTo("lost");
    }
  }

  @Test
  void close_leavesNoNamespaceAndNoProcess() throws Exception {
    FirewallLab lab = new FirewallLab();
    Process process = new ProcessBuilder(lab.server().command(List.of("sleep", "600"))).start();
    String name = lab.server().name();
    assertThat(Path.of("/run/netns", name)).exists();

    lab.close();

    assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(5));
    try (var names = Files.list(Path.of("/run/netns"))) {
      assertThat(names)
          .noneMatch(path -> path.getFileName().toString().startsWith(name.replace("server", "")));
    }
  }

  @Test
  void leftoversOfADeadRun_areRemoved() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    String name = "postern-" + dead.pid() + "-1-client";
    NetworkLab.ip("netns", "add", name);

    new NetworkLab().close();

    assertThat(Path.of("/run/netns", name)).doesNotExist();
  }

  @Test
  void call_opensSocketsOfThatHost() throws Exception {
    try (FirewallLab lab = new FirewallLab();
        RawListener listener = new RawListener(lab.gateway(), FirewallLab.GATEWAY, 0)) {
      InetSocketAddress to = new InetSocketAddress(FirewallLab.GATEWAY, listener.port());
      InetAddress seen;
      try (RawConnection stranger = RawConnection.connect(lab.stranger(), to)) {
        seen = stranger.local().getAddress();
      }
      assertThat(seen).isEqualTo(FirewallLab.STRANGER);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CURL, PASV, 198.51.100.5",
    "CURL, EPSV, 198.51.100.5",
    "CURL, PORT, 198.51.100.5",
    "CURL, EPRT, 198.51.100.5",
    "LFTP, PASV, 198.51.100.5",
    "LFTP, EPSV, 198.51.100.5",
    "LFTP, PORT, 198.51.100.5",
    "CURL, EPSV, [2001:db8:2::5]",
    "CURL, EPRT, [2001:db8:2::5]",
    "LFTP, EPSV, [2001:db8:2::5]",
    "LFTP, EPRT, [2001:db8:2::5]"
  })
  void programsDoAsTheyAreTold(
      FtpProgram program, String verb, String address, @TempDir Path folder) throws Exception {
    try (FirewallLab lab = new FirewallLab()) {
      Vsftpd server = lab.runVsftpd();
      Path file = Files.write(folder.resolve("file"), new byte[100_000]);
      String url = "ftp://" + address + "/files/file";

      program.upload(lab.gateway(), verb, file, url).orFail();
      program.download(lab.gateway(), verb, url, folder.resolve("back")).orFail();

      assertThat(folder.resolve("back")).hasSameBinaryContentAs(file);
      assertThat(server.log()).anyMatch(line -> line.contains("\"" + verb));
    }
  }

  private static boolean connect(InetSocketAddress to) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(to, 500);
      return true;
    }
  }
}
