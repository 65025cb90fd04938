package io.postern.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The network of the benchmark: three network namespaces where we are root on Linux, else plain
 * loopback. In the namespaces client and server have a wire of their own, for the direct path;
 * otherwise they meet only at the gateway. The namespaces go when this is closed.
 */
final class Testbed implements AutoCloseable {

  /** Where a process runs. */
  enum Place {
    CLIENT,
    GATEWAY,
    SERVER
  }

  private static final String LOOPBACK = "127.0.0.1";
  private static final List<String> SETTINGS =
      List.of(
          // BBR, the default of some kernels, halves the rate of links without delay.
          "net.ipv4.tcp_congestion_control=reno",
          // Else sockets in TIME_WAIT use up the ports, and session rates collapse after seconds.
          "net.ipv4.tcp_max_tw_buckets=64");

  private final String prefix = "postern-bench-" + ProcessHandle.current().pid();
  private final boolean namespaces;

  private Testbed(boolean namespaces) {
    this.namespaces = namespaces;
  }

  /**
   * Makes the best network that is possible here.
   *
   * @param loopback true never makes namespaces
   */
  static Testbed create(boolean loopback) {
    Testbed testbed = new Testbed(true);
    try {
      if (!loopback) {
        testbed.build();
        return testbed;
      }
    } catch (IOException e) {
      System.out.println("No network namespaces (" + e.getMessage() + "): plain loopback.");
      testbed.close();
    }
    return new Testbed(false);
  }

  /** The words before a command that make it run in that place. */
  List<String> at(Place place) {
    return namespaces ? List.of("ip", "netns", "exec", name(place)) : List.of();
  }

  /** The server's address on the direct path. */
  String direct() {
    return namespaces ? "10.77.3.2" : LOOPBACK;
  }

  /** The gateway's address for clients. */
  String entrance() {
    return namespaces ? "10.77.1.2" : LOOPBACK;
  }

  /** The server's address for the gateway. */
  String backend() {
    return namespaces ? "10.77.2.2" : LOOPBACK;
  }

  /** What it is, for the report. */
  String description() {
    return namespaces
        ? "network namespaces joined by veth, reno, 64 TIME_WAIT buckets"
        : "plain loopback";
  }

  private void build() throws IOException {
    for (Place place : Place.values()) {
      run("ip netns add " + name(place));
      inside(place, "ip link set lo up");
      for (String setting : SETTINGS) {
        inside(place, "sysctl -qw " + setting);
      }
    }
    wire("10.77.1", Place.CLIENT, Place.GATEWAY);
    wire("10.77.2", Place.GATEWAY, Place.SERVER);
    wire("10.77.3", Place.CLIENT, Place.SERVER);
  }

  /** A wire between two places; the first has .1 of the network, the second .2. */
  private void wire(String network, Place one, Place other) throws IOException {
    String first = "to-" + lower(other);
    String second = "to-" + lower(one);
    run(
        "ip link add %s netns %s type veth peer name %s netns %s"
            .formatted(first, name(one), second, name(other)));
    for (var end : Map.of(one, first + " .1", other, second + " .2").entrySet()) {
      String[] link = end.getValue().split(" ", -1);
      inside(end.getKey(), "ip address add " + network + link[1] + "/24 dev " + link[0]);
      inside(end.getKey(), "ip link set " + link[0] + " up");
    }
  }

  private String name(Place place) {
    return prefix + "-" + lower(place);
  }

  private static String lower(Place place) {
    return place.name().toLowerCase(Locale.ROOT);
  }

  private void inside(Place place, String command) throws IOException {
    run("ip netns exec " + name(place) + " " + command);
  }

  private static void run(String command) throws IOException {
    List<String> words = List.of(command.split(" ", -1));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Removes what was made. Idempotent. */
  @Override
  public void close() {
    if (namespaces) {
      for (Place place : Place.values()) {
        try {
          run("ip netns del " + name(place));
        } catch (IOException e) {
          // It was not made, or is gone.
        }
      }
    }
  }
}
