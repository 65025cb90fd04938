package io.postern.relay;

import static org.awaitility.Awaitility.await;

import io.postern.relay.RelayEnd.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A relay with a sender that always has bytes and a receiver that counts them, until stopped. */
final class PacedFlow {

  private static final int CHUNK_BYTES = 128 * 1024;

  private final Loopback loopback;
  private final Relay relay;
  private final Socket sender;
  private final Socket receiver;
  private final AtomicLong received = new AtomicLong();
  private final CompletableFuture<RelayEnd> ended = new CompletableFuture<>();

  private PacedFlow(Loopback loopback, boolean fromLeft, List<Pacer> pacers) throws Exception {
    this.loopback = loopback;
    Loopback.Pair left = loopback.connect();
    Loopback.Pair right = loopback.connect();
    this.sender = (fromLeft ? left : right).socket();
    this.receiver = (fromLeft ? right : left).socket();
    this.relay =
        loopback
            .loop
            .submit(
                () -> {
                  Relay started =
                      Relay.start(
                          left.channel(), right.channel(), RelaySettings.DEFAULT, ended::complete);
                  started.limit(new RelayLimits(pacers, RelayLimits.ANY, RelayLimits.ANY));
                  return started;
                })
            .get();
  }

  /** A flow that runs. */
  static PacedFlow start(Loopback loopback, boolean fromLeft, Pacer... pacers) throws Exception {
    PacedFlow flow = new PacedFlow(loopback, fromLeft, List.of(pacers));
    thread(flow::send, "sender");
    thread(flow::receive, "receiver");
    return flow;
  }

  void limit(Pacer... pacers) throws Exception {
    loopback
        .loop
        .submit(
            () -> relay.limit(new RelayLimits(List.of(pacers), RelayLimits.ANY, RelayLimits.ANY)))
        .sync();
  }

  /**
   * The rate of each flow, in bytes a second: all bytes of this time, divided by it. The time
   * begins when each has got its first bytes.
   */
  static double[] rates(Duration time, List<PacedFlow> flows) {
    await().atMost(Duration.ofSeconds(30)).until(() -> flows.stream().allMatch(f -> f.bytes() > 0));
    long[] before = flows.stream().mapToLong(PacedFlow::bytes).toArray();
    long start = System.nanoTime();
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(time.plusSeconds(30))
        .until(() -> System.nanoTime() - start >= time.toNanos());
    double seconds = (System.nanoTime() - start) / 1e9;
    double[] rates = new double[before.length];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = (flows.get(i).bytes() - before[i]) / seconds;
    }
    return rates;
  }

  long bytes() {
    return received.get();
  }

  /** Aborts the relay. */
  void stop() throws Exception {
    loopback.loop.submit(relay::abort).sync();
    RelayEnd end = ended.get(30, TimeUnit.SECONDS);
    sender.close();
    receiver.close();
    if (end.cause() != Cause.ABORTED) {
      throw new AssertionError("the relay ended by itself: " + end);
    }
  }

  private void send() throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    OutputStream out = sender.getOutputStream();
    while (!ended.isDone()) {
      out.write(chunk);
    }
  }

  private void receive() throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    InputStream in = receiver.getInputStream();
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      received.addAndGet(n);
    }
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void thread(Task task, String name) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // The relay was aborted: both sockets are reset.
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }
}
