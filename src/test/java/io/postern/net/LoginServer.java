package io.postern.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** An FTP server on loopback that only knows logins: any user's password is {@code right}. */
final class LoginServer implements AutoCloseable {

  private final ServerSocket listener;
  private final AtomicInteger sessions = new AtomicInteger();

  LoginServer() {
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How many have ever connected. */
  int sessions() {
    return sessions.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        sessions.incrementAndGet();
        daemon(() -> serve(client));
      } catch (IOException e) {
        return; // It is closed.
      }
    }
  }

  private static void serve(Socket socket) {
    try (Socket client = socket) {
      BufferedReader commands =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      say(client, "220 ready");
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        say(client, answer(line));
      }
    } catch (IOException e) {
      // The session is over: the test sees what is missing.
    }
  }

  private static String answer(String line) {
    return switch (line) {
      case "PASS right" -> "230 in";
      case "QUIT" -> "221 bye";
      default ->
          line.startsWith("USER ")
              ? "331 password"
              : line.startsWith("PASS ") ? "530 no" : "200 ok";
    };
  }

  private static void say(Socket client, String line) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "login server");
    thread.setDaemon(true);
    thread.start();
  }
}
