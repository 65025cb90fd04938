package io.postern.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * What is asked of a server: sessions, commands, transfers, idle sessions. Blocking sockets, one
 * thread for each thing that is done at once. Every reply and every count of bytes is checked, so a
 * broken server gives an error and never a good figure.
 */
final class Load implements AutoCloseable {

  static final long SMALL_BYTES = 1024;
  private static final int DATA_BUFFER_BYTES = 512 << 10;
  private static final int MAX_SAMPLES = 1 << 20;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deque<LoadConnection> idle = new ArrayDeque<>();

  /**
   * What was counted.
   *
   * @param count sessions, commands or bytes
   * @param nanos how long it took
   */
  record Rate(long count, long nanos) {
    double perSecond() {
      return count * 1e9 / nanos;
    }
  }

  /**
   * Commands, with how long one took.
   *
   * @param rate how many
   * @param p50Nanos the median
   * @param p99Nanos the 99th percentile
   */
  record Latency(Rate rate, long p50Nanos, long p99Nanos) {}

  /** Whole sessions one after the other: login, PASV, RETR of 1 KiB, QUIT. */
  Rate sessions(InetSocketAddress server, int atOnce, Duration time) throws IOException {
    byte[] retrieve = LoadConnection.command("RETR " + SMALL_BYTES);
    return inParallel(
        atOnce,
        time,
        running -> {
          LoadConnection.Buffers buffers = new LoadConnection.Buffers();
          ByteBuffer data = ByteBuffer.allocateDirect(2 * (int) SMALL_BYTES);
          long count = 0;
          do {
            try (LoadConnection connection = LoadConnection.login(server, buffers)) {
              retrieve(connection, retrieve, SMALL_BYTES, data);
              connection.quit();
            }
            count++;
          } while (running.getAsBoolean());
          return count;
        });
  }

  /** NOOP, and its reply, and the next. */
  Latency commands(InetSocketAddress server, int atOnce, Duration time) throws IOException {
    List<long[]> samples = new ArrayList<>();
    Rate rate =
        inParallel(
            atOnce,
            time,
            running -> {
              try (LoadConnection connection =
                  LoadConnection.login(server, new LoadConnection.Buffers())) {
                long[] taken = noops(connection, running);
                synchronized (samples) {
                  samples.add(taken);
                }
                return taken.length;
              }
            });
    long[] all = samples.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Latency(rate, all[all.length / 2], all[(int) (all.length * 0.99)]);
  }

  private static long[] noops(LoadConnection connection, BooleanSupplier running)
      throws IOException {
    long[] taken = new long[MAX_SAMPLES];
    int count = 0;
    do {
      long before = System.nanoTime();
      connection.call(LoadConnection.NOOP, 200);
      taken[count++] = System.nanoTime() - before;
    } while (running.getAsBoolean() && count < MAX_SAMPLES);
    return Arrays.copyOf(taken, count);
  }

  /** Downloads of that many bytes, each a session's next transfer. */
  Rate downloads(InetSocketAddress server, int streams, Duration time, long bytes)
      throws IOException {
    byte[] retrieve = LoadConnection.command("RETR " + bytes);
    return transfers(
        server,
        streams,
        time,
        bytes,
        (connection, buffer) -> retrieve(connection, retrieve, bytes, buffer));
  }

  /** Uploads of that many bytes. */
  Rate uploads(InetSocketAddress server, int streams, Duration time, long bytes)
      throws IOException {
    byte[] store = LoadConnection.command("STOR it");
    return transfers(
        server,
        streams,
        time,
        bytes,
        (connection, buffer) -> {
          try (SocketChannel data = connection.data()) {
            connection.call(store, 150);
            for (long left = bytes; left > 0; ) {
              buffer.clear().limit((int) Math.min(buffer.capacity(), left));
              left -= data.write(buffer);
            }
          }
          connection.expect(226);
        });
  }

  private Rate transfers(
      InetSocketAddress server, int streams, Duration time, long bytes, Transfer transfer)
      throws IOException {
    return inParallel(
        streams,
        time,
        running -> {
          ByteBuffer buffer = ByteBuffer.allocateDirect(DATA_BUFFER_BYTES);
          long count = 0;
          try (LoadConnection connection =
              LoadConnection.login(server, new LoadConnection.Buffers())) {
            do {
              transfer.run(connection, buffer);
              count += bytes;
            } while (running.getAsBoolean());
          }
          return count;
        });
  }

  private static void retrieve(
      LoadConnection connection, byte[] command, long bytes, ByteBuffer buffer) throws IOException {
    long got = 0;
    try (SocketChannel data = connection.data()) {
      connection.call(command, 150);
      for (int read = 0; read >= 0; read = data.read(buffer.clear())) {
        got += read;
      }
    }
    connection.expect(226);
    if (got != bytes) {
      throw new IOException("wanted " + bytes + " bytes, got " + got);
    }
  }

  /** Opens sessions, or closes them, until that many are logged in and idle. */
  void idle(InetSocketAddress server, int sessions) throws IOException {
    LoadConnection.Buffers buffers = new LoadConnection.Buffers();
    while (idle.size() < sessions) {
      idle.push(LoadConnection.login(server, buffers));
    }
    while (idle.size() > sessions) {
      idle.pop().close();
    }
  }

  /** Runs the same thing on several threads until the time is over, at least once, and adds up. */
  private Rate inParallel(int threadCount, Duration time, Work work) throws IOException {
    long start = System.nanoTime();
    BooleanSupplier running = () -> System.nanoTime() - start < time.toNanos();
    List<Future<Long>> results = new ArrayList<>();
    for (int i = 0; i < threadCount; i++) {
      results.add(threads.submit(() -> work.run(running)));
    }
    long sum = 0;
    for (Future<Long> result : results) {
      sum += wait(result);
    }
    return new Rate(sum, System.nanoTime() - start);
  }

  /**
   * What a thread of the load counted.
   *
   * @throws IOException if it failed
   */
  static long wait(Future<Long> result) throws IOException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    for (LoadConnection connection : idle) {
      connection.close();
    }
  }

  private interface Work {
    long run(BooleanSupplier running) throws IOException;
  }

  private interface Transfer {
    void run(LoadConnection connection, ByteBuffer buffer) throws IOException;
  }
}
