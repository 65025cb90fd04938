package io.postern.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.TestCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One side's end of a control channel, over a real socket. */
final class ControlPeer implements AutoCloseable {

  /** How long anything may take to come. */
  static final int DEADLINE_MILLIS = 10_000;

  private static final SSLContext TLS = TestCertificate.get().context();

  private final String name;
  private final Socket plain;

  /** The same, or TLS on top of it. */
  private Socket socket;

  ControlPeer(String name, Socket socket) throws IOException {
    this.name = name;
    this.plain = socket;
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(DEADLINE_MILLIS);
  }

  /** Sends a piece at once. A gateway that has closed takes no more, which is no fault. */
  void send(byte[] piece) {
    try {
      socket.getOutputStream().write(piece);
    } catch (SocketException e) {
      assertThat(e).hasMessageMatching("(?i).*(broken pipe|reset|closed).*");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins TLS: the client of FTP is the client of TLS. */
  void startTls(boolean client) {
    try {
      SSLSocket secure =
          (SSLSocket)
              TLS.getSocketFactory()
                  .createSocket(plain, TestCertificate.NAME, plain.getPort(), false);
      secure.setUseClientMode(client);
      secure.startHandshake();
      socket = secure;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sees the gateway's close_notify, answers with its own, and goes on in the clear. */
  void endTls() {
    try {
      seesEnd();
      socket.close();
      socket = plain;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends, with the last byte as urgent data. */
  void sendUrgent(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes, 0, bytes.length - 1);
      socket.sendUrgentData(bytes[bytes.length - 1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next line, with its end. */
  String line() {
    StringBuilder line = new StringBuilder();
    while (line.indexOf("\r\n") < 0) {
      line.append(next(line));
    }
    return line.toString();
  }

  String bytes(int count) {
    StringBuilder bytes = new StringBuilder();
    while (bytes.length() < count) {
      bytes.append(next(bytes));
    }
    return bytes.toString();
  }

  private char next(CharSequence sofar) {
    int read = read(sofar);
    if (read < 0) {
      throw new AssertionError("the " + name + " sees the end after " + shown(sofar));
    }
    return (char) read;
  }

  private int read(CharSequence sofar) {
    try {
      return socket.getInputStream().read();
    } catch (SocketException e) {
      return -1;
    } catch (IOException e) {
      throw new AssertionError("the " + name + " sees nothing more after " + shown(sofar), e);
    }
  }

  private static String shown(CharSequence bytes) {
    return "\"" + Escapes.shown(bytes.toString()) + "\"";
  }

  /** What comes until the end. */
  String rest() {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    int read = read("");
    while (read >= 0) {
      rest.write(read);
      read = read(rest.toString(StandardCharsets.ISO_8859_1));
    }
    return rest.toString(StandardCharsets.ISO_8859_1);
  }

  void seesEnd() {
    assertThat(Escapes.shown(rest())).as("what the %s sees before the end", name).isEmpty();
  }

  void end(Stage.Ending ending) {
    try {
      switch (ending) {
        case HALF_CLOSE -> endOutput();
        case RESET -> {
          plain.setSoLinger(true, 0);
          plain.close();
        }
        case CLOSE -> plain.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends its half, unless its connection is gone. */
  void leave() {
    try {
      if (!plain.isClosed() && !plain.isOutputShutdown()) {
        endOutput();
      }
    } catch (IOException e) {
      close();
    }
  }

  /** Under TLS with close_notify. */
  private void endOutput() throws IOException {
    if (socket != plain && !socket.isOutputShutdown()) {
      socket.shutdownOutput();
    }
    plain.shutdownOutput();
  }

  boolean isClosed() {
    return plain.isClosed();
  }

  @Override
  public void close() {
    end(Stage.Ending.CLOSE);
  }
}
