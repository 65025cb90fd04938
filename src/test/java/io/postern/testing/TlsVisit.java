package io.postern.testing;

import java.io.Closeable;
import java.io.IOException;
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
    Socket socket = new DataSocket(client.plain().getPort());
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

    DataSocket(int controlPort) {
      this.controlPort = controlPort;
    }

    @Override
    public int getPort() {
      return controlPort;
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
