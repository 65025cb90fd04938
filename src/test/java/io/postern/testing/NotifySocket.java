package io.postern.testing;

import static org.awaitility.Awaitility.await;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainDatagramSocketAddress;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** Stands for systemd: the Unix socket that a service tells how it is. */
public final class NotifySocket implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int LONGEST = 1024;

  private final Path path;
  private final Socket socket;

  /**
   * Binds it.
   *
   * @param path where; must be short enough for a Unix socket
   */
  public NotifySocket(Path path) {
    Epoll.ensureAvailability();
    this.path = path;
    this.socket = Socket.newSocketDomainDgram();
    try {
      socket.bind(new DomainSocketAddress(path.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code NOTIFY_SOCKET} is set to. */
  public String address() {
    return path.toString();
  }

  /** The next that it is told; waits for it. */
  public String next() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST);
    DomainDatagramSocketAddress from =
        await()
            .atMost(PATIENCE)
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(5))
            .until(() -> socket.recvFromDomainSocket(buffer, 0, LONGEST), Objects::nonNull);
    byte[] bytes = new byte[from.receivedAmount()];
    buffer.get(0, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
