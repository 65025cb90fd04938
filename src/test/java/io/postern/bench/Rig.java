package io.postern.bench;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Server, load and gateway, each a process in its place of the network. Whatever was started is
 * ended by {@link #close}, which any thread may call, at any time.
 */
final class Rig implements AutoCloseable {

  /** The way that the load takes to the server. */
  enum Route {
    DIRECT,
    GATEWAY
  }

  private static final long START_NANOS = 20_000_000_000L;

  private final Options options;
  private final Testbed testbed;
  private final Started all = new Started();
  private @Nullable Child server;
  private @Nullable Child load;
  private @Nullable GatewayProcess gateway;
  private int serverPort;

  /** Nothing runs yet. */
  Rig(Options options) throws IOException {
    this.options = options;
    this.testbed = all.add(Testbed.create(options.loopback()));
  }

  /** Starts server and load. */
  void start() throws IOException {
    Child started =
        all.add(
            Child.start(
                testbed.at(Testbed.Place.SERVER),
                Child.java(options.jar(), BenchServer.class, "0")));
    server = started;
    String line = started.readLine();
    while (!line.startsWith(BenchServer.READY)) {
      line = started.readLine();
    }
    serverPort = Integer.parseInt(line.substring(BenchServer.READY.length()));
    load =
        all.add(
            Child.start(
                testbed.at(Testbed.Place.CLIENT), Child.java(options.jar(), LoadProcess.class)));
  }

  /** Starts a gateway, instead of the one that may run, and waits until it serves sessions. */
  GatewayProcess startGateway() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
    GatewayProcess started =
        all.add(
            GatewayProcess.start(
                options, testbed.at(Testbed.Place.GATEWAY), testbed.backend() + ":" + serverPort));
    gateway = started;
    long start = System.nanoTime();
    while (order(Route.GATEWAY, "idle 1").startsWith("error")) {
      started.check();
      if (System.nanoTime() - start > START_NANOS) {
        throw new IOException("the gateway serves no session: " + order(Route.GATEWAY, "idle 1"));
      }
    }
    ask(Route.GATEWAY, "idle 0");
    return started;
  }

  /** The network that was made. */
  Testbed testbed() {
    return testbed;
  }

  /**
   * Has the load do something.
   *
   * @param order what, and its arguments without the address, as {@link LoadProcess} reads it
   * @return the numbers of its answer, then the processor time of all processes for the first of
   *     them, in seconds
   * @throws IOException if it failed
   */
  double[] ask(Route route, String order) throws IOException {
    double before = cpuSeconds();
    String answer = order(route, order);
    double used = cpuSeconds() - before;
    if (answer.startsWith("error")) {
      throw new IOException(route + " " + order + ": " + answer);
    }
    String[] words = answer.split(" ", -1);
    double[] numbers = new double[words.length + 1];
    for (int i = 0; i < words.length; i++) {
      numbers[i] = Double.parseDouble(words[i]);
    }
    numbers[words.length] = used / numbers[0];
    return numbers;
  }

  private double cpuSeconds() throws IOException {
    if (server == null || load == null || gateway == null) {
      return 0;
    }
    return server.cpuSeconds() + load.cpuSeconds() + gateway.cpuSeconds();
  }

  private String order(Route route, String order) throws IOException {
    if (load == null) {
      throw new IOException("not started");
    }
    int blank = order.indexOf(' ');
    return load.ask(order.substring(0, blank) + " " + address(route) + order.substring(blank));
  }

  private String address(Route route) throws IOException {
    if (route == Route.DIRECT) {
      return testbed.direct() + " " + serverPort;
    }
    if (gateway == null) {
      throw new IOException("no gateway");
    }
    return testbed.entrance() + " " + gateway.port();
  }

  @Override
  public void close() {
    all.close();
  }
}
