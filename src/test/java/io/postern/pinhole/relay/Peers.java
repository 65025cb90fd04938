package io.postern.pinhole.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.epoll.Epoll;
import io.postern.ftp.Endpoint;
import io.postern.relay.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The hosts around a data connection, each with an address of 127.0.0.0/8, and their sockets. */
final class Peers {

  static final InetAddress GATEWAY = address(1);
  static final InetAddress CLIENT = address(2);
  static final InetAddress STRANGER = address(3);
  static final InetAddress SERVER = address(4);
  static final InetAddress BALANCER = address(5);

  private static final int PATIENCE_MILLIS = 30_000;

  private Peers() {}

  /** Those that this machine has. */
  static Stream<Transport> transports() {
    return Stream.of(Transport.values()).filter(t -> t == Transport.NIO || Epoll.isAvailable());
  }

  /** A host's listener; its accept waits for long, not for ever. */
  static ServerSocket listen(InetAddress at, int backlog) throws IOException {
    ServerSocket socket = new ServerSocket(0, backlog, at);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  static Socket connect(InetAddress from, Endpoint to) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(to.toSocketAddress(), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /**
   * Connects in vain: refused, or reset at once (on NIO a listener is closed a moment later than
   * told).
   *
   * @return the port it came from
   */
  static int turnedAway(InetAddress from, Endpoint to) throws IOException {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(from, 0));
      int port = socket.getLocalPort();
      socket.setSoTimeout(PATIENCE_MILLIS);
      assertThatThrownBy(
              () -> {
                socket.connect(to.toSocketAddress(), PATIENCE_MILLIS);
                assertThat(socket.getInputStream().read()).as("a clean end").isNotEqualTo(-1);
              })
          .isInstanceOf(SocketException.class);
      return port;
    }
  }

  static void assertReset(Socket socket) {
    assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  /**
   * Fills the queue of a listener that keeps one: Linux drops the next SYN, so a connect gets no
   * answer.
   *
   * @return those that fill it
   */
  static List<Socket> fill(ServerSocket listener) throws IOException {
    List<Socket> fillers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Socket filler = new Socket();
      try {
        filler.connect(listener.getLocalSocketAddress(), 300);
      } catch (SocketTimeoutException full) {
        filler.close();
        return fillers;
      }
      fillers.add(filler);
    }
    throw new IOException("the queue never filled");
  }

  static Endpoint endpoint(ServerSocket socket) {
    return Endpoint.of((InetSocketAddress) socket.getLocalSocketAddress());
  }

  /** A port of the gateway that nobody has. */
  static Endpoint freePort() throws IOException {
    return freePort(GATEWAY);
  }

  /** A port that nobody has at an address. */
  static Endpoint freePort(InetAddress at) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, at)) {
      return endpoint(socket);
    }
  }

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
