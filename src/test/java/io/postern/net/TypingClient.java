package io.postern.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends a line and reads the reply to it. */
final class TypingClient implements AutoCloseable {

  private static final int DEADLINE_MILLIS = 10_000;

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
    try {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reply();
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
