package io.postern.app;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager how the process is: the protocol of systemd's {@code sd_notify(3)}, a
 * datagram to the Unix socket that {@code NOTIFY_SOCKET} names. The JDK has no such sockets;
 * Netty's native code has. Where there is no manager or no native code, nothing happens.
 * Thread-safe.
 */
final class ServiceNotice {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceNotice.class);

  /** How systemd writes the first byte of a name in the abstract namespace, which is 0. */
  private static final char ABSTRACT = '@';

  private final @Nullable String address;

  /**
   * A notice to whoever listens there.
   *
   * @param address a path, or {@code @} and a name in the abstract namespace; null is nobody
   */
  ServiceNotice(@Nullable String address) {
    this.address = address;
  }

  /** To the manager that has started this process. */
  static ServiceNotice ofEnvironment() {
    return new ServiceNotice(System.getenv("NOTIFY_SOCKET"));
  }

  /** The listeners accept, also after a reload. */
  void ready() {
    send("READY=1");
  }

  /** Rules and certificates are being read anew; {@link #ready} ends it. */
  void reloading() {
    send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
  }

  /**
   * The last transfers are waited for.
   *
   * @param atMost how long; the manager shall not end the process by force before, whatever its own
   *     limit is
   */
  void stopping(Duration atMost) {
    send("STOPPING=1\nEXTEND_TIMEOUT_USEC=" + TimeUnit.NANOSECONDS.toMicros(atMost.toNanos()));
  }

  private void send(String state) {
    if (address == null || address.isEmpty() || !Epoll.isAvailable()) {
      return;
    }
    try {
      send(state.getBytes(StandardCharsets.UTF_8), path(address));
    } catch (IOException e) {
      LOG.warn("The service manager can't be told {}: {}", state, e.getMessage());
    }
  }

  private static void send(byte[] state, byte[] path) throws IOException {
    // The native code reads direct buffers only.
    ByteBuffer datagram = ByteBuffer.allocateDirect(state.length).put(state).flip();
    Socket socket = Socket.newSocketDomainDgram();
    try {
      int sent = socket.sendToDomainSocket(datagram, 0, datagram.limit(), path);
      if (sent != state.length) {
        throw new IOException("not sent whole: " + sent);
      }
    } finally {
      socket.close();
    }
  }

  private static byte[] path(String address) {
    byte[] path = address.getBytes(StandardCharsets.UTF_8);
    if (address.charAt(0) == ABSTRACT) {
      path[0] = 0;
    }
    return path;
  }
}
