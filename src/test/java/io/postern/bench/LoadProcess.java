package io.postern.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The process of the load. It reads one order a line and answers each with one line, so that one
 * warm process serves a whole benchmark: {@code sessions HOST PORT AT-ONCE MILLIS}, {@code commands
 * …}, {@code retr HOST PORT STREAMS MILLIS BYTES}, {@code stor …}, {@code idle HOST PORT SESSIONS}.
 */
final class LoadProcess {

  private LoadProcess() {}

  /**
   * Serves orders until standard input ends.
   *
   * @param args none
   * @throws IOException if the input can't be read
   */
  public static void main(String[] args) throws IOException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Load load = new Load()) {
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        System.out.println(answer(load, order.split(" ", -1)));
      }
    }
  }

  private static String answer(Load load, String[] order) {
    try {
      return perform(load, order);
    } catch (IOException e) {
      return "error " + e;
    }
  }

  private static String perform(Load load, String[] order) throws IOException {
    InetSocketAddress server = new InetSocketAddress(order[1], Integer.parseInt(order[2]));
    int count = Integer.parseInt(order[3]);
    return switch (order[0]) {
      case "sessions" -> text(load.sessions(server, count, millis(order)));
      case "commands" -> {
        Load.Latency latency = load.commands(server, count, millis(order));
        yield text(latency.rate()) + " " + latency.p50Nanos() + " " + latency.p99Nanos();
      }
      case "retr" -> text(load.downloads(server, count, millis(order), Long.parseLong(order[5])));
      case "stor" -> text(load.uploads(server, count, millis(order), Long.parseLong(order[5])));
      case "idle" -> {
        load.idle(server, count);
        yield Integer.toString(count);
      }
      default -> throw new IOException("unknown order " + order[0]);
    };
  }

  private static String text(Load.Rate rate) {
    return rate.count() + " " + rate.nanos();
  }

  private static Duration millis(String[] order) {
    return Duration.ofMillis(Long.parseLong(order[4]));
  }
}
