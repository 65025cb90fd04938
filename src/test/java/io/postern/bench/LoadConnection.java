package io.postern.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A control channel of the load: blocking, one thread, replies of one line. */
final class LoadConnection implements AutoCloseable {

  static final byte[] USER = command("USER bench");
  static final byte[] PASS = command("PASS bench");
  static final byte[] PASV = command("PASV");
  static final byte[] NOOP = command("NOOP");
  static final byte[] QUIT = command("QUIT");
  private static final int BUFFER_BYTES = 1024;

  private ByteChannel channel;
  private final Buffers buffers;

  private LoadConnection(ByteChannel channel, Buffers buffers) {
    this.channel = channel;
    this.buffers = buffers;
    buffers.in.clear().limit(0);
  }

  /** What a thread keeps for all its connections, one after the other. */
  static final class Buffers {
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
  }

  /** A command as it goes on the wire. */
  static byte[] command(String line) {
    return (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** Connects and logs in. */
  static LoadConnection login(InetSocketAddress server, Buffers buffers) throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    try {
      LoadConnection connection = greeted(channel, buffers);
      connection.call(USER, 331);
      connection.call(PASS, 230);
      return connection;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** A connected channel, once the server has greeted. */
  static LoadConnection greeted(SocketChannel channel, Buffers buffers) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    LoadConnection connection = new LoadConnection(channel, buffers);
    connection.expect(220);
    return connection;
  }

  /** Goes on over another channel: TLS over the one it had. */
  void goOn(ByteChannel over) {
    channel = over;
  }

  /** Sends a command and waits for this reply; any other is an error. */
  String call(byte[] command, int code) throws IOException {
    send(command);
    return expect(code);
  }

  /** Asks for a passive data connection and makes it. */
  SocketChannel data() throws IOException {
    return SocketChannel.open(passiveAddress(call(PASV, 227)));
  }

  /** Says goodbye and closes. */
  void quit() throws IOException {
    call(QUIT, 221);
    close();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void send(byte[] command) throws IOException {
    ByteBuffer out = buffers.out.clear().put(command).flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }

  /**
   * Waits for a reply of one line.
   *
   * @return its text
   * @throws IOException if it has another code, or the connection ended
   */
  String expect(int code) throws IOException {
    int end = nextLine();
    ByteBuffer in = buffers.in;
    byte[] bytes = new byte[end - in.position()];
    in.get(bytes).get();
    if (bytes.length < 3 || digits(bytes) != code) {
      throw new IOException("wanted " + code + ", got: " + text(bytes));
    }
    return text(bytes);
  }

  /** Where the next line's line feed is; reads until there is one. */
  private int nextLine() throws IOException {
    ByteBuffer in = buffers.in;
    int at = in.position();
    while (true) {
      for (; at < in.limit(); at++) {
        if (in.get(at) == '\n') {
          return at;
        }
      }
      at -= in.position();
      in.compact();
      if (channel.read(in) < 0) {
        throw new EOFException("the control channel was closed");
      }
      in.flip();
    }
  }

  private static InetSocketAddress passiveAddress(String reply) {
    int from = reply.indexOf('(') + 1;
    String[] numbers = reply.substring(from, reply.indexOf(')', from)).split(",", -1);
    int port = Integer.parseInt(numbers[4]) << 8 | Integer.parseInt(numbers[5]);
    String host = String.join(".", numbers[0], numbers[1], numbers[2], numbers[3]);
    return new InetSocketAddress(host, port);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).strip();
  }

  private static int digits(byte[] reply) {
    return (reply[0] - '0') * 100 + (reply[1] - '0') * 10 + (reply[2] - '0');
  }
}
