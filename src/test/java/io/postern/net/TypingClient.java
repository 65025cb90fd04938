package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that sends a line and reads the reply to it. */
final class TypingClient implements AutoCloseable {

  private static final int DEADLINE_MILLIS = 20_000;
  private static final Pattern ENTERING = Pattern.compile("227 .*,(\\d+),(\\d+)\\)\\.?");

  private final Socket socket = new Socket();
  private final BufferedReader replies;

  /** Connects from an address of this host. */
  TypingClient(InetAddress from, InetSocketAddress to) {
    try {
      socket.bind(new InetSocketAddress(from, 0));
      socket.setSoTimeout(DEADLINE_MILLIS);
      socket.connect(to, DEADLINE_MILLIS);
      replies =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next reply; {@code end} if there is none. */
  String reply() {
    try {
      String line = replies.readLine();
      return line == null ? "end" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a line; gives the reply to it. */
  String type(String line) {
    send(line + "\r\n");
    return reply();
  }

  /** Sends text as it stands. */
  void send(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** PASV and a transfer command; gives the data connection once the server has begun. */
  Socket transfer(String command) throws IOException {
    Socket data = passive();
    assertThat(type(command)).startsWith("150 ");
    return data;
  }

  /** PASV; connects to the port that the reply names. */
  Socket passive() throws IOException {
    String reply = type("PASV");
    Matcher numbers = ENTERING.matcher(reply);
    assertThat(numbers.matches()).as(reply).isTrue();
    int port = Integer.parseInt(numbers.group(1)) * 256 + Integer.parseInt(numbers.group(2));
    Socket data = new Socket();
    data.bind(new InetSocketAddress(socket.getLocalAddress(), 0));
    data.connect(new InetSocketAddress(socket.getInetAddress(), port), DEADLINE_MILLIS);
    data.setSoTimeout(DEADLINE_MILLIS);
    return data;
  }

  /** PORT with a port of its own. */
  ServerSocket active() throws IOException {
    ServerSocket listener = new ServerSocket(0, 1, socket.getLocalAddress());
    listener.setSoTimeout(DEADLINE_MILLIS);
    int port = listener.getLocalPort();
    String address = socket.getLocalAddress().getHostAddress().replace('.', ',');
    assertThat(type("PORT %s,%d,%d".formatted(address, port / 256, port % 256))).startsWith("200 ");
    return listener;
  }

  /** Resets the connection. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    close();
  }

  /** USER and PASS; gives the reply to PASS. */
  String login(String user, String password) {
    String asked = type("USER " + user);
    return asked.startsWith("331") ? type("PASS " + password) : asked;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
