package io.postern.testing;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A session through a gateway that ends the client's TLS, in front of a server in the clear; the
 * test is both. Both hear a reply that they do not expect as a failure.
 */
public final class TlsVisit implements Closeable {

  private static final int DEADLINE_MILLIS = 20_000;
  private static final Pattern PORT = Pattern.compile(",(\\d+),(\\d+)\\)");

  /** The client's end of the control channel. */
  public final ControlSocket client;

  /** The server's end. */
  public final ControlSocket server;

  private final ServerSocket dataListener;
  private final List<Closeable> connections = new ArrayList<>();

  /** Over the two ends of one session, of which nothing was read yet. */
  public TlsVisit(ControlSocket client, ControlSocket server) throws IOException {
    this.client = client;
    this.server = server;
    dataListener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    dataListener.setSoTimeout(DEADLINE_MILLIS);
  }

  /** The server greets. */
  public TlsVisit greet() {
    server.type("220 ready");
    expect(client, "220 ready");
    return this;
  }

  /** AUTH TLS, and the handshake. */
  public TlsVisit secure(String... protocols) {
    expectCode(client.ask("AUTH TLS"), 234);
    client.tlsAsClient(protocols);
    return this;
  }

  /** TLS on both legs: the gateway begins it with the server of its own. */
  public TlsVisit bridge(String protocol) {
    server.type("220 ready");
    expect(server, "AUTH TLS");
    server.type("234 go");
    server.tlsAsServer(protocol);
    for (String command : List.of("PBSZ 0", "PROT P")) {
      expect(server, command);
      server.type("200 ok");
    }
    expect(client, "220 ready");
    return secure(protocol);
  }

  /** USER, and the server is content. */
  public TlsVisit login() {
    exchange("USER anna", "230 in");
    return this;
  }

  /** PBSZ and PROT P. */
  public TlsVisit protect() {
    expectCode(client.ask("PBSZ 0"), 200);
    expectCode(client.ask("PROT P"), 200);
    return this;
  }

  /** All of it. */
  public TlsVisit begin(String protocol) {
    return greet().secure(protocol).login().protect();
  }

  /** A command that reaches the server, and its reply, which reaches the client. */
  public void exchange(String command, String reply) {
    client.type(command);
    expect(server, command);
    server.type(reply);
    expect(client, reply);
  }

  /** PASV; where the gateway's pinhole is. */
  public InetSocketAddress passive() {
    client.type("PASV");
    expect(server, "PASV");
    int port = dataListener.getLocalPort();
    server.type("227 Entering Passive Mode (127,0,0,1," + port / 256 + "," + port % 256 + ").");
    String reply = client.line();
    expectCode(reply, 227);
    Matcher found = PORT.matcher(reply);
    if (!found.find()) {
      throw new AssertionError("no port in: " + reply);
    }
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(),
        Integer.parseInt(found.group(1)) * 256 + Integer.parseInt(found.group(2)));
  }

  /** A connection to a pinhole, with nothing said yet. */
  public Socket connect(InetSocketAddress pinhole) throws IOException {
    return connect(pinhole, InetAddress.getLoopbackAddress());
  }

  /** The same from another address of this machine. */
  public Socket connect(InetSocketAddress pinhole, InetAddress from) throws IOException {
    return connect(pinhole, from, Long.MAX_VALUE, new byte[0]);
  }

  /** The same, and these bytes go out behind close_notify. */
  public Socket connect(InetSocketAddress pinhole, byte[] lastWords) throws IOException {
    return connect(pinhole, InetAddress.getLoopbackAddress(), Long.MAX_VALUE, lastWords);
  }

  /** The same, with one bit spoilt in that byte of all that the client reads. */
  public Socket connectSpoilt(InetSocketAddress pinhole, long at) throws IOException {
    return connect(pinhole, InetAddress.getLoopbackAddress(), at, new byte[0]);
  }

  private Socket connect(
      InetSocketAddress pinhole, InetAddress from, long spoiltAt, byte[] lastWords)
      throws IOException {
    Socket socket = new DataSocket(client.plain().getPort(), spoiltAt, lastWords);
    connections.add(socket);
    socket.setSoTimeout(DEADLINE_MILLIS);
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(pinhole, DEADLINE_MILLIS);
    return socket;
  }

  /** The client begins a transfer, of which the server hears; its end of the data connection. */
  public Socket transfer(String command) throws IOException {
    client.type(command);
    expect(server, command);
    server.type("150 go");
    Socket data = dataListener.accept();
    connections.add(data);
    data.setSoTimeout(DEADLINE_MILLIS);
    expect(client, "150 go");
    return data;
  }

  private static void expect(ControlSocket from, String line) {
    String said = from.line();
    if (!said.equals(line)) {
      throw new AssertionError("expected " + line + ", got " + said);
    }
  }

  private static void expectCode(String reply, int code) {
    if (!reply.startsWith(code + " ")) {
      throw new AssertionError("expected " + code + ", got " + reply);
    }
  }

  /** The JDK keeps TLS sessions under a socket's port: this one has that of the control channel. */
  private static final class DataSocket extends Socket {

    private final int controlPort;
    private final long spoiltAt;
    private final byte[] lastWords;

    DataSocket(int controlPort, long spoiltAt, byte[] lastWords) {
      this.controlPort = controlPort;
      this.spoiltAt = spoiltAt;
      this.lastWords = lastWords;
    }

    @Override
    public void shutdownOutput() throws IOException {
      getOutputStream().write(lastWords);
      super.shutdownOutput();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new SpoiltInput(super.getInputStream(), spoiltAt);
    }

    @Override
    public int getPort() {
      return controlPort;
    }
  }

  /** Changes one bit of all that is read. */
  private static final class SpoiltInput extends FilterInputStream {

    private long left;

    SpoiltInput(InputStream in, long at) {
      super(in);
      this.left = at;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      int count = in.read(into, from, most);
      if (left >= 0 && left < count) {
        into[from + (int) left] ^= 1;
      }
      left -= Math.max(0, count);
      return count;
    }
  }

  @Override
  public void close() {
    try {
      for (Closeable connection : connections) {
        connection.close();
      }
      dataListener.close();
      client.close();
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
