package io.postern.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a server under TLS: handshakes, small transfers, large ones. A session is kept
 * from one order to the next, so that the processes that serve it can be found and their processor
 * time read.
 */
final class TlsLoad implements AutoCloseable {

  private static final int DATA_BUFFER_BYTES = 512 << 10;
  private static final int MAX_SAMPLES = 1 << 20;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, TlsSession> sessions = new HashMap<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(DATA_BUFFER_BYTES);

  /**
   * Connect, shake hands, read a line, close; and again.
   *
   * @param resumed whether all but a thread's first must be resumed, or none is
   */
  Load.Rate handshakes(
      InetSocketAddress server, String version, boolean resumed, int atOnce, Duration time)
      throws IOException {
    long start = System.nanoTime();
    BooleanSupplier running = () -> System.nanoTime() - start < time.toNanos();
    List<Future<Long>> results = new ArrayList<>();
    for (int i = 0; i < atOnce; i++) {
      results.add(threads.submit(() -> handshakes(server, version, resumed, running)));
    }
    long sum = 0;
    for (Future<Long> result : results) {
      sum += Load.wait(result);
    }
    return new Load.Rate(sum, System.nanoTime() - start);
  }

  private static long handshakes(
      InetSocketAddress server, String version, boolean resumed, BooleanSupplier running)
      throws IOException {
    TlsChannel.Buffers buffers = new TlsChannel.Buffers();
    ByteBuffer line = ByteBuffer.allocate(64);
    long count = 0;
    try (LoadTls tls = new LoadTls(version)) {
      do {
        SocketChannel socket = SocketChannel.open(server);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        try (TlsChannel channel =
            resumed ? tls.over(socket, server, buffers) : tls.anew(socket, buffers)) {
          channel.read(line.clear());
          if (channel.isResumed() != (resumed && count > 0)) {
            throw new IOException("resumed: " + channel.isResumed());
          }
        }
        count++;
      } while (running.getAsBoolean());
    }
    return count;
  }

  /** Downloads of a large file. */
  Load.Rate downloads(Target target, Duration time, String file, long bytes) throws IOException {
    byte[] command = LoadConnection.command("RETR " + file);
    return in(
        target,
        session -> {
          long start = System.nanoTime();
          long count = 0;
          do {
            session.retrieve(command, bytes, buffer, false);
            count += bytes;
          } while (System.nanoTime() - start < time.toNanos());
          return new Load.Rate(count, System.nanoTime() - start);
        });
  }

  /** Downloads of a small file, each timed from before PASV until after 226. */
  Load.Latency small(Target target, Duration time, String file, long bytes) throws IOException {
    byte[] command = LoadConnection.command("RETR " + file);
    return in(
        target,
        session -> {
          long start = System.nanoTime();
          long[] taken = new long[MAX_SAMPLES];
          int count = 0;
          do {
            long before = System.nanoTime();
            session.retrieve(command, bytes, buffer, true);
            taken[count++] = System.nanoTime() - before;
          } while (System.nanoTime() - start < time.toNanos() && count < MAX_SAMPLES);
          long nanos = System.nanoTime() - start;
          long[] sorted = Arrays.copyOf(taken, count);
          Arrays.sort(sorted);
          return new Load.Latency(
              new Load.Rate(count, nanos), sorted[count / 2], sorted[(int) (count * 0.99)]);
        });
  }

  /** What a target's last private data connection agreed on. */
  String suite(Target target) throws IOException {
    return session(target).suite();
  }

  private <T> T in(Target target, Transfers<T> transfers) throws IOException {
    TlsSession session = session(target);
    try {
      session.protect(target.isPrivate());
      return transfers.run(session);
    } catch (IOException e) {
      sessions.remove(target.key());
      session.close();
      throw e;
    }
  }

  private TlsSession session(Target target) throws IOException {
    TlsSession known = sessions.get(target.key());
    if (known != null) {
      return known;
    }
    TlsSession made = TlsSession.login(target.server(), target.version());
    sessions.put(target.key(), made);
    return made;
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    for (TlsSession session : sessions.values()) {
      session.close();
    }
  }

  /**
   * Whom to ask, and how.
   *
   * @param version such as {@code TLSv1.3}; null for a session in the clear
   * @param isPrivate whether data connections are under TLS
   */
  record Target(InetSocketAddress server, @Nullable String version, boolean isPrivate) {

    private String key() {
      return server + " " + version;
    }
  }

  private interface Transfers<T> {
    T run(TlsSession session) throws IOException;
  }
}
