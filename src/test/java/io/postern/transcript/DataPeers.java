package io.postern.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.DataEnd;
import io.postern.ftp.DataMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** Both ends of the data connections, over real sockets. */
final class DataPeers implements AutoCloseable {

  private final InetAddress client;
  private final InetAddress server;
  private final ServerSocket clientListener;
  private final ServerSocket serverListener;
  private @Nullable Socket dialler;
  private DataMode mode = DataMode.PASSIVE;

  DataPeers(InetAddress client, InetAddress server) throws IOException {
    this.client = client;
    this.server = server;
    clientListener = new ServerSocket(0, 5, client);
    serverListener = new ServerSocket(0, 5, server);
    clientListener.setSoTimeout(ControlPeer.DEADLINE_MILLIS);
    serverListener.setSoTimeout(ControlPeer.DEADLINE_MILLIS);
  }

  int clientPort() {
    return clientListener.getLocalPort();
  }

  int serverPort() {
    return serverListener.getLocalPort();
  }

  void refuse() {
    try {
      serverListener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The expected peer connects to the pinhole. */
  void dial(DataMode how, InetSocketAddress pinhole) {
    mode = how;
    try {
      dialler = dial(how == DataMode.PASSIVE ? client : server, pinhole);
    } catch (IOException e) {
      throw new UncheckedIOException("to " + pinhole, e);
    }
  }

  /** Somebody else does, and gets nothing. */
  void stranger(InetSocketAddress pinhole) {
    try (Socket stranger = dial(Setup.address("127.0.0.9"), pinhole)) {
      assertThat(ends(stranger)).as("the stranger is turned away").isTrue();
    } catch (IOException e) {
      assertThat(e).isInstanceOf(SocketException.class);
    }
  }

  private static Socket dial(InetAddress from, InetSocketAddress to) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    try {
      socket.connect(to, ControlPeer.DEADLINE_MILLIS);
      socket.setSoTimeout(ControlPeer.DEADLINE_MILLIS);
    } catch (SocketException e) {
      // Accepted and reset before this side saw that it was accepted: reading will tell.
      assertThat(e).hasMessageContaining("reset");
    }
    return socket;
  }

  /** The data connection carries so much and ends so. */
  void end(DataEnd end, long toServer, long toClient) {
    Socket first = dialler;
    if (first == null) {
      throw new AssertionError("nobody has connected");
    }
    try (first) {
      if (end == DataEnd.UNREACHABLE) {
        assertThat(ends(first)).as("the end of what leads nowhere").isTrue();
        return;
      }
      boolean passive = mode == DataMode.PASSIVE;
      try (Socket second = (passive ? serverListener : clientListener).accept()) {
        second.setSoTimeout(ControlPeer.DEADLINE_MILLIS);
        carry(end, passive ? first : second, passive ? second : first, toServer, toClient);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void carry(
      DataEnd end, Socket ofClient, Socket ofServer, long toServer, long toClient)
      throws IOException {
    switch (end) {
      case COMPLETED -> {
        stream(ofClient, ofServer, toServer);
        stream(ofServer, ofClient, toClient);
      }
      case CLIENT_RESET -> reset(ofClient, ofServer);
      case SERVER_RESET -> reset(ofServer, ofClient);
      default -> assertThat(ends(ofClient) && ends(ofServer)).as("both ends").isTrue();
    }
  }

  private static void stream(Socket from, Socket to, long count) throws IOException {
    from.getOutputStream().write(new byte[Math.toIntExact(count)]);
    from.shutdownOutput();
    assertThat(to.getInputStream().readAllBytes()).hasSize(Math.toIntExact(count));
  }

  private static void reset(Socket one, Socket other) throws IOException {
    one.setSoLinger(true, 0);
    one.close();
    assertThat(ends(other)).as("the other end ends too").isTrue();
  }

  private static boolean ends(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      clientListener.close();
      serverListener.close();
      if (dialler != null) {
        dialler.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
