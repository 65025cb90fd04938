package io.postern.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** How long it takes from the start of the process until a client can connect. */
final class StartPart {

  private static final int STARTS = 7;
  private static final long PAUSE_NANOS = 500_000;
  private static final long DEADLINE_NANOS = 30_000_000_000L;

  private final Options options;
  private final Report report;

  StartPart(Options options, Report report) {
    this.options = options;
    this.report = report;
  }

  /** Starts the gateway several times, on plain loopback. */
  void run() throws IOException {
    double[] millis = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      millis[i] = start() / 1e6;
    }
    report.gateway("start to listening, ms", Report.format("%.0f", Rounds.median(millis)));
  }

  private long start() throws IOException {
    long start = System.nanoTime();
    // No server is needed: the gateway connects to it only when a client comes and is served.
    try (GatewayProcess gateway = GatewayProcess.start(options, List.of(), "127.0.0.1:9")) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port());
      while (!accepts(address)) {
        gateway.check();
        if (System.nanoTime() - start > DEADLINE_NANOS) {
          throw new IOException("the gateway does not listen");
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      return System.nanoTime() - start;
    }
  }

  private static boolean accepts(InetSocketAddress address) {
    try (SocketChannel connected = SocketChannel.open(address)) {
      return connected.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
