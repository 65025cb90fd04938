package io.postern.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The process of the load under TLS. It reads one order a line and answers each with one line:
 * {@code handshakes HOST PORT VERSION full|resumed MILLIS AT-ONCE}, {@code retr HOST PORT
 * VERSION|clear P|C MILLIS FILE BYTES}, {@code small …}, {@code suite HOST PORT VERSION P}.
 */
final class TlsLoadProcess {

  private TlsLoadProcess() {}

  /**
   * Serves orders until standard input ends.
   *
   * @param args none
   * @throws IOException if the input can't be read
   */
  public static void main(String[] args) throws IOException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (TlsLoad load = new TlsLoad()) {
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        System.out.println(answer(load, order.split(" ", -1)));
      }
    }
  }

  private static String answer(TlsLoad load, String[] order) {
    try {
      return perform(load, order);
    } catch (IOException e) {
      return "error " + e;
    }
  }

  private static String perform(TlsLoad load, String[] order) throws IOException {
    InetSocketAddress server = new InetSocketAddress(order[1], Integer.parseInt(order[2]));
    TlsLoad.Target target =
        new TlsLoad.Target(
            server, order[3].equals("clear") ? null : order[3], order[4].equals("P"));
    return switch (order[0]) {
      case "handshakes" ->
          text(
              load.handshakes(
                  server,
                  order[3],
                  order[4].equals("resumed"),
                  Integer.parseInt(order[6]),
                  millis(order)));
      case "retr" ->
          text(load.downloads(target, millis(order), order[6], Long.parseLong(order[7])));
      case "small" -> {
        Load.Latency latency =
            load.small(target, millis(order), order[6], Long.parseLong(order[7]));
        yield text(latency.rate()) + " " + latency.p50Nanos() + " " + latency.p99Nanos();
      }
      case "suite" -> load.suite(target);
      default -> throw new IOException("unknown order " + order[0]);
    };
  }

  private static String text(Load.Rate rate) {
    return rate.count() + " " + rate.nanos();
  }

  private static Duration millis(String[] order) {
    return Duration.ofMillis(Long.parseLong(order[5]));
  }
}
