package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.testing.Needs;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
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
  private static final int PATIENCE_MILLIS = 5000;
  private static final int SOON_MILLIS = 300;

  /** Of the file's limit; above it a source may go on with 50 a second. */
  private static final int BURST = 100;

  private static final int MOST_OPENINGS = 5000;
  private static final Path RULES = Path.of("deploy", "nftables", "host.nft").toAbsolutePath();
  private static final String CONFIGURATION =
      """
      listeners:
        - {name: ftp, listen: "*:21", server: 198.51.100.5, data-ports: 50000-50999}
      """;

  @TempDir static Path folder;

  private static FirewallLab lab;
  private static Path file;
  private static Host operators;

  @BeforeAll
  static void start() throws Exception {
    byte[] content = new byte[FILE_BYTES];
    new Random(7).nextBytes(content);
    lab = new FirewallLab();
    file = Files.write(lab.runVsftpd().files().resolve("file"), content);
    lab.runGateway(CONFIGURATION);
    lab.gateway().addAddress("eth0", "10.0.0.11/24");
    lab.gateway().addAddress("eth0", "fd00::11/64");
    operators = lab.network().host("operators");
    lab.network().connect(operators, "clients", "10.0.0.50/24", "fd00::50/64");
    for (String asking : List.of("10.0.0.9/24", "10.0.0.2/24", "fd00::9/64", "fe80::50/64")) {
      operators.addAddress("eth0", asking);
    }
    lab.gateway().addAddress("eth0", "fe80::11/64");
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

  /** From the networks that the file names, to the ports that it names for them. */
  @ParameterizedTest
  @CsvSource({
    "10.0.0.50, 10.0.0.11, 22, true",
    "fd00::50, fd00::11, 22, true",
    "10.0.0.9, 10.0.0.11, 9122, true",
    "10.0.0.2, 10.0.0.11, 9122, true",
    "fd00::9, fd00::11, 9122, true",
    "10.0.0.50, 10.0.0.11, 9122, false",
    "fd00::50, fd00::11, 9122, false",
    "10.0.0.9, 10.0.0.11, 9121, false"
  })
  void operators_comeToTheirPorts(String from, String to, int port, boolean passes)
      throws Exception {
    InetSocketAddress door = new InetSocketAddress(FirewallLab.address(to), port);
    try (RawListener open = new RawListener(lab.gateway(), door.getAddress(), port)) {
      Callable<Integer> visit = () -> visit(FirewallLab.address(from), door);
      if (passes) {
        assertThat(operators.call(visit)).isPositive();
      } else {
        assertThatThrownBy(() -> operators.call(visit)).isInstanceOf(ConnectException.class);
        assertThat(open.isDeserted()).isTrue();
      }
    }
  }

  private static int visit(InetAddress from, InetSocketAddress door) throws IOException {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(door, PATIENCE_MILLIS);
      return socket.getLocalPort();
    }
  }

  /** One who opens control channels without end has to wait, and nobody else has. */
  @Test
  void openings_ofOneSource_haveAPace() throws Exception {
    InetSocketAddress control = at(21);
    int taken = lab.stranger().call(() -> openUntilOneWaits(control));
    assertThat(taken).isGreaterThanOrEqualTo(BURST).isLessThan(MOST_OPENINGS);
    try (RawConnection other = RawConnection.connect(lab.client(), control)) {
      other.reply(220);
    }
  }

  private static int openUntilOneWaits(InetSocketAddress control) throws IOException {
    for (int opened = 0; opened < MOST_OPENINGS; opened++) {
      try (Socket socket = new Socket()) {
        socket.setSoLinger(true, 0);
        socket.connect(control, SOON_MILLIS);
      } catch (SocketTimeoutException e) {
        return opened;
      }
    }
    return MOST_OPENINGS;
  }

  /** A host that has its addresses by DHCP keeps them. */
  @ParameterizedTest
  @CsvSource({"10.0.0.50, 67, 10.0.0.11, 68", "fe80::50, 547, fe80::11, 546"})
  void repliesOfDhcp_passIt_andOtherDatagramsDoNot(String from, int port, String to, int client)
      throws Exception {
    try (DatagramSocket lease = bound(lab.gateway(), to, client)) {
      SocketAddress there = scoped(operators, to, client);
      for (int source : new int[] {port + 1, port}) {
        try (DatagramSocket server = bound(operators, from, source)) {
          server.send(new DatagramPacket(new byte[1], 1, there));
        }
      }
      DatagramPacket first = new DatagramPacket(new byte[1], 1);
      lease.setSoTimeout(PATIENCE_MILLIS);
      lease.receive(first);
      assertThat(first.getPort()).isEqualTo(port);
    }
  }

  private static DatagramSocket bound(Host host, String address, int port) throws Exception {
    SocketAddress own = scoped(host, address, port);
    return host.call(() -> new DatagramSocket(own));
  }

  /** On the host's first device, by number: Java looks names up in its own namespace. */
  private static SocketAddress scoped(Host host, String address, int port) throws Exception {
    String scope = host.run("cat", "/sys/class/net/eth0/ifindex").orFail().strip();
    boolean local = address.startsWith("fe80:");
    return new InetSocketAddress(
        InetAddress.getByName(local ? address + "%" + scope : address), port);
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(FirewallLab.GATEWAY, port);
  }
}
