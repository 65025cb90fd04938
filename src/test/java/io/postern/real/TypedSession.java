package io.postern.real;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A control channel typed by hand, as with telnet: single bytes, and Telnet options. */
final class TypedSession implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 20_000;
  private static final int IAC = 0xFF;
  private static final Pattern ENTERING =
      Pattern.compile("227 .*\\((\\d+),(\\d+),(\\d+),(\\d+),(\\d+),(\\d+)\\).*");

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;
  private final ByteArrayOutputStream options = new ByteArrayOutputStream();

  /** Connects from the local address. */
  TypedSession(String local, InetSocketAddress at) throws IOException {
    socket.bind(new InetSocketAddress(InetAddress.getByName(local), 0));
    socket.connect(at, TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    // Each byte in a segment of its own.
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** Types a line at once and reads the reply. */
  String command(String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    return reply();
  }

  /** Types bytes, each by itself. */
  void type(byte[] bytes) throws IOException {
    for (byte b : bytes) {
      out.write(b);
      out.flush();
    }
  }

  /** The last line of the next reply. */
  String reply() throws IOException {
    String line = line();
    while (!line.matches("\\d{3} .*")) {
      line = line();
    }
    return line;
  }

  /** The Telnet bytes that came among the replies. */
  byte[] options() {
    return options.toByteArray();
  }

  /** Opens the "second window": a connection to p1 × 256 + p2 of a reply 227. */
  Socket secondWindow(String entering) throws IOException {
    Matcher numbers = ENTERING.matcher(entering);
    if (!numbers.matches()) {
      throw new AssertionError(entering);
    }
    String address =
        "%s.%s.%s.%s"
            .formatted(numbers.group(1), numbers.group(2), numbers.group(3), numbers.group(4));
    int port = Integer.parseInt(numbers.group(5)) * 256 + Integer.parseInt(numbers.group(6));
    Socket window = new Socket();
    window.bind(new InetSocketAddress(socket.getLocalAddress(), 0));
    window.connect(new InetSocketAddress(InetAddress.getByName(address), port), TIMEOUT_MILLIS);
    window.setSoTimeout(TIMEOUT_MILLIS);
    return window;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("closed after: " + line.toString(StandardCharsets.ISO_8859_1));
      }
      if (b == IAC) {
        options.write(b);
        options.write(in.read());
        options.write(in.read());
      } else if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
