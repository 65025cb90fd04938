package io.postern.operator;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One request and its answer, until the other side closes. By TCP or by a Unix socket, which the
 * HTTP client of the JDK does not know; within one time for all of it, and one size.
 */
final class Exchange {

  private static final int MOST_BYTES = 32 << 20;

  private final SocketChannel channel;
  private final Selector selector;
  private final long deadline;

  private Exchange(SocketChannel channel, Selector selector, long deadline) {
    this.channel = channel;
    this.selector = selector;
    this.deadline = deadline;
  }

  /**
   * Sends a request, and reads to the end.
   *
   * @throws SocketTimeoutException if the time is over
   */
  static byte[] of(SocketAddress address, String request, Duration limit) throws IOException {
    boolean unix = address instanceof UnixDomainSocketAddress;
    try (SocketChannel channel =
            unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        Selector selector = Selector.open()) {
      Exchange exchange = new Exchange(channel, selector, System.nanoTime() + limit.toNanos());
      if (unix) {
        exchange.connectWhenThereIsRoom(address, limit);
      }
      channel.configureBlocking(false);
      channel.register(selector, 0);
      if (!unix) {
        exchange.connect(address);
      }
      exchange.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
      return exchange.read();
    }
  }

  /**
   * While the queue of a Unix socket is full, connecting blocks without end, and a non-blocking
   * channel can't wait for room: so the channel is closed when the time is over.
   */
  private void connectWhenThereIsRoom(SocketAddress address, Duration limit) throws IOException {
    CompletableFuture<Void> alarm =
        CompletableFuture.runAsync(
            this::close, CompletableFuture.delayedExecutor(limit.toNanos(), TimeUnit.NANOSECONDS));
    try {
      channel.connect(address);
    } catch (AsynchronousCloseException e) {
      throw timedOut();
    } finally {
      alarm.cancel(false);
    }
  }

  private void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SocketTimeoutException timedOut() {
    return new SocketTimeoutException("no answer in time");
  }

  private void connect(SocketAddress address) throws IOException {
    boolean done = channel.connect(address);
    while (!done) {
      await(SelectionKey.OP_CONNECT);
      done = channel.finishConnect();
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        await(SelectionKey.OP_WRITE);
      }
    }
  }

  private byte[] read() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer some = ByteBuffer.allocate(1 << 16);
    for (int read = channel.read(some); read >= 0; read = channel.read(some)) {
      if (read == 0) {
        await(SelectionKey.OP_READ);
      }
      all.write(some.array(), 0, some.position());
      some.clear();
      if (all.size() > MOST_BYTES) {
        throw new IOException("the answer is longer than " + MOST_BYTES + " bytes");
      }
    }
    if (all.size() == 0) {
      throw new EOFException("the connection was closed without an answer");
    }
    return all.toByteArray();
  }

  private void await(int operation) throws IOException {
    SelectionKey key = Objects.requireNonNull(channel.keyFor(selector));
    key.interestOps(operation);
    long left = (deadline - System.nanoTime()) / 1_000_000;
    selector.selectedKeys().clear();
    if (left <= 0 || selector.select(left) == 0) {
      throw timedOut();
    }
  }
}
