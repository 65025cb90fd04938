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
import java.util.concurrent.atomic.AtomicLong;

/**
 * An FTP server on loopback without files: any user's password is {@code right}, {@code STOR} takes
 * and counts all bytes, {@code RETR COUNT} sends as many.
 */
final class SmallServer implements AutoCloseable {

  private final ServerSocket listener = listen();
  private final AtomicInteger sessions = new AtomicInteger();
  private final AtomicInteger passwords = new AtomicInteger();
  private final AtomicLong uploaded = new AtomicLong();

  SmallServer() {
    daemon(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How many have ever connected. */
  int sessions() {
    return sessions.get();
  }

  /** How many passwords have been tried. */
  int passwords() {
    return passwords.get();
  }

  /** The bytes of the upload that is running, or of the last one. */
  long uploaded() {
    return uploaded.get();
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

  private void serve(Socket socket) {
    try (Socket client = socket;
        Session session = new Session(client)) {
      session.run();
    } catch (IOException e) {
      // The session is over: the test sees what is missing.
    }
  }

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "small server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Opens a data connection. */
  private interface Connect {
    Socket open() throws IOException;
  }

  /** One client. */
  private final class Session implements AutoCloseable {

    private final BufferedReader commands;
    private final OutputStream replies;
    private ServerSocket passive = listen();
    private Connect data = () -> passive.accept();

    Session(Socket client) throws IOException {
      commands =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      replies = client.getOutputStream();
    }

    void run() throws IOException {
      say("220 ready");
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        answer(line.split(" ", 2)[0], line.substring(line.indexOf(' ') + 1));
      }
    }

    @Override
    public void close() throws IOException {
      passive.close();
    }

    private void answer(String verb, String argument) throws IOException {
      switch (verb) {
        case "USER" -> say("331 password");
        case "PASS" -> {
          passwords.incrementAndGet();
          say(argument.equals("right") ? "230 in" : "530 no");
        }
        case "PASV" -> passive();
        case "PORT" -> active(argument.split(","));
        case "STOR" -> transfer(this::take);
        case "LIST" -> say("550 no such directory");
        case "RETR" -> transfer(socket -> send(socket, Long.parseLong(argument)));
        case "QUIT" -> say("221 bye");
        default -> say("200 ok");
      }
    }

    private void passive() throws IOException {
      passive.close();
      passive = listen();
      data = () -> passive.accept();
      int port = passive.getLocalPort();
      say("227 Entering Passive Mode (127,0,0,1,%d,%d)".formatted(port / 256, port % 256));
    }

    private void active(String[] numbers) throws IOException {
      int port = Integer.parseInt(numbers[4]) * 256 + Integer.parseInt(numbers[5]);
      String address = "%s.%s.%s.%s".formatted(numbers[0], numbers[1], numbers[2], numbers[3]);
      data = () -> new Socket(address, port);
      say("200 ok");
    }

    private void transfer(Bytes bytes) throws IOException {
      say("150 go");
      try (Socket socket = data.open()) {
        bytes.move(socket);
      } catch (IOException e) {
        say("426 broken");
        return;
      }
      say("226 done");
    }

    private void take(Socket from) throws IOException {
      uploaded.set(0);
      byte[] buffer = new byte[64 << 10];
      for (int n = from.getInputStream().read(buffer); n > 0; ) {
        uploaded.addAndGet(n);
        n = from.getInputStream().read(buffer);
      }
    }

    private void send(Socket to, long count) throws IOException {
      byte[] buffer = new byte[64 << 10];
      for (long left = count; left > 0; left -= buffer.length) {
        to.getOutputStream().write(buffer, 0, (int) Math.min(left, buffer.length));
      }
    }

    private void say(String line) throws IOException {
      replies.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Moves the bytes of a transfer. */
  private interface Bytes {
    void move(Socket data) throws IOException;
  }
}
