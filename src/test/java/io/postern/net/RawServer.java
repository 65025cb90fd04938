package io.postern.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/** A socket on loopback that listens; each connection is the test's own. */
final class RawServer implements AutoCloseable {

  private static final int DEADLINE_MILLIS = 20_000;

  private final ServerSocket listener;

  RawServer() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listener.setSoTimeout(DEADLINE_MILLIS);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The next connection. */
  Socket accept() throws IOException {
    Socket socket = listener.accept();
    socket.setSoTimeout(DEADLINE_MILLIS);
    return socket;
  }

  /** A connection of a client. */
  static Socket connect(FrontGateway gateway) throws IOException {
    Socket socket = new Socket();
    socket.connect(gateway.address(), DEADLINE_MILLIS);
    socket.setSoTimeout(DEADLINE_MILLIS);
    return socket;
  }

  /** Reads exactly so many bytes. */
  static byte[] read(Socket from, int count) throws IOException {
    byte[] bytes = from.getInputStream().readNBytes(count);
    if (bytes.length < count) {
      throw new IOException("the end came after " + Arrays.toString(bytes));
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
