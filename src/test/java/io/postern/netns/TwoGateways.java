package io.postern.netns;

import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Two gateways of one server, at the addresses that the files of {@code deploy} name, with the
 * firewall that is there for their hosts.
 *
 * <pre>
 * client 192.0.2.10 ── 192.0.2.1 balancer 10.0.0.2 ─┬─ 10.0.0.11 one
 *                                                   ├─ 10.0.0.12 two
 *                                                   ├─ 10.0.0.20 server
 *                             neighbour 10.0.0.50 ──┘
 * </pre>
 */
final class TwoGateways implements Closeable {

  static final InetAddress SERVER = FirewallLab.address("10.0.0.20");

  private static final Path DEPLOY = Path.of("deploy");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final NetworkLab lab = new NetworkLab();
  private final Host client = lab.host("client");
  private final Host balancer = lab.host("balancer");
  private final Host neighbour = lab.host("neighbour");
  private final Host one = lab.host("one");
  private final Host two = lab.host("two");
  private final Vsftpd server;

  /**
   * The hosts, with the server running.
   *
   * @param firewall the file for the gateways' hosts
   */
  TwoGateways(String firewall) throws IOException {
    lab.connect(client, "outside", "192.0.2.10/24");
    lab.connect(balancer, "outside", "192.0.2.1/24");
    lab.connect(balancer, "inside", "10.0.0.2/24");
    lab.connect(neighbour, "inside", "10.0.0.50/24");
    lab.connect(one, "inside", "10.0.0.11/24");
    lab.connect(two, "inside", "10.0.0.12/24");
    Host host = lab.host("server");
    lab.connect(host, "inside", "10.0.0.20/24");
    Path rules = Files.createTempFile("postern-two-", ".nft");
    try {
      Files.writeString(rules, firewall);
      one.run("nft", "-f", rules.toString()).orFail();
      two.run("nft", "-f", rules.toString()).orFail();
      server = new Vsftpd(host, SERVER);
    } catch (IOException | RuntimeException e) {
      lab.close();
      throw e;
    } finally {
      Files.delete(rules);
    }
  }

  /** A file of {@code deploy}. */
  static String shipped(String file) throws IOException {
    return Files.readString(DEPLOY.resolve(file));
  }

  Host client() {
    return client;
  }

  Host balancer() {
    return balancer;
  }

  /** A client without a balancer between. */
  Host neighbour() {
    return neighbour;
  }

  Host one() {
    return one;
  }

  Host two() {
    return two;
  }

  Vsftpd server() {
    return server;
  }

  /** Tries to be greeted each 0.1 s; returns how long that took. */
  static Duration untilGreeted(Host client, InetSocketAddress at) {
    long begin = System.nanoTime();
    await("the greeting of a gateway")
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> isGreeted(client, at));
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Whether a gateway takes a new session, within a second. */
  static boolean isGreeted(Host client, InetSocketAddress at) {
    try (RawConnection control = RawConnection.connect(client, at, Duration.ofSeconds(1))) {
      control.reply(220);
      return true;
    } catch (Exception | AssertionError e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      server.close();
    } finally {
      lab.close();
    }
  }
}
