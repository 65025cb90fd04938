package io.postern.netns;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One end of a TCP connection, driven by a test: lines, bytes, and every way to die. */
final class RawConnection implements Closeable {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Socket socket;
  private final InputStream in;

  RawConnection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    in = socket.getInputStream();
  }

  /** Connects from this host. */
  static RawConnection connect(Host host, InetSocketAddress to) throws Exception {
    return connect(host, to, 0);
  }

  /** Connects from this host; gives up, and waits for what it reads, as long as that. */
  static RawConnection connect(Host host, InetSocketAddress to, Duration patience)
      throws Exception {
    return host.call(
        () -> {
          Socket socket = new Socket();
          try {
            socket.connect(to, (int) patience.toMillis());
          } catch (IOException e) {
            socket.close();
            throw e;
          }
          RawConnection connection = new RawConnection(socket);
          connection.patience(patience);
          return connection;
        });
  }

  /**
   * Connects from this host.
   *
   * @param receiveBytes the size of the receive buffer; 0 for the system's choice
   */
  static RawConnection connect(Host host, InetSocketAddress to, int receiveBytes) throws Exception {
    return host.call(
        () -> {
          Socket socket = new Socket();
          if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
          }
          socket.connect(to, (int) PATIENCE.toMillis());
          return new RawConnection(socket);
        });
  }

  /** The end of this host. */
  InetSocketAddress local() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** The other end. */
  InetSocketAddress remote() {
    return (InetSocketAddress) socket.getRemoteSocketAddress();
  }

  /** The address of the other end. */
  InetAddress peer() {
    return socket.getInetAddress();
  }

  /** How long reads wait. */
  void patience(Duration patience) throws IOException {
    socket.setSoTimeout((int) patience.toMillis());
  }

  /** Sends a line. */
  void send(String line) throws IOException {
    send((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends bytes. */
  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The next line, without its end. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new IOException("the connection ended after: " + line);
      }
      line.append((char) octet);
    }
    return line.toString().stripTrailing();
  }

  /** The next line, which begins so. */
  String expect(String beginning) throws IOException {
    String line = line();
    if (!line.startsWith(beginning)) {
      throw new AssertionError("expected " + beginning + ", got: " + line);
    }
    return line;
  }

  /** The last line of the next reply, which has this code. */
  String reply(int code) throws IOException {
    String line = reply();
    if (!line.startsWith(code + " ")) {
      throw new AssertionError("expected a reply of " + code + ", got: " + line);
    }
    return line;
  }

  /** The last line of the next reply. */
  String reply() throws IOException {
    String line = line();
    if (line.startsWith("-", 3)) {
      String end = line.substring(0, 3) + " ";
      while (!line.startsWith(end)) {
        line = line();
      }
    }
    return line;
  }

  /** Reads one buffer full; -1 at the end. */
  int read(byte[] buffer) throws IOException {
    return in.read(buffer);
  }

  /** Everything until the other side ends its half. */
  byte[] rest() throws IOException {
    return in.readAllBytes();
  }

  /** How many bytes come until the other side ends its half. */
  long count() throws IOException {
    return in.transferTo(OutputStream.nullOutputStream());
  }

  /** Whether the other end has ended or reset the connection, within the patience. */
  boolean ended() {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Sends without end, on a thread of its own, until the connection dies. */
  void pour() {
    background(
        () -> {
          byte[] chunk = new byte[64 * 1024];
          while (!socket.isClosed()) {
            socket.getOutputStream().write(chunk);
          }
        });
  }

  /** Takes all that comes, on a thread of its own, until the connection dies. */
  void drain() {
    background(
        () -> {
          socket.setSoTimeout(0);
          in.transferTo(OutputStream.nullOutputStream());
        });
  }

  /** Reads and drops what comes, on a thread of its own, and closes the other thing at the end. */
  void whenEnded(Closeable other) {
    background(
        () -> {
          try {
            socket.setSoTimeout(0);
            in.transferTo(OutputStream.nullOutputStream());
          } finally {
            other.close();
          }
        });
  }

  /** Ends the own half only. */
  void shutOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Dies with a reset, if it is not closed already. */
  void reset() throws IOException {
    if (!socket.isClosed()) {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static void background(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // The connection died, as the test wanted.
              }
            },
            "raw-connection");
    thread.setDaemon(true);
    thread.start();
  }

  private interface Task {
    void run() throws IOException;
  }
}
