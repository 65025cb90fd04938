package io.postern.real;

import io.postern.testing.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that says what a test wants it to say: one session after the other, one file, PORT and
 * PASV.
 */
final class ScriptedServer implements AutoCloseable {

  /**
   * What it says where servers differ.
   *
   * @param port to PORT
   * @param before to RETR, before the data
   * @param after to RETR, after the data
   */
  record Script(String port, String before, String after) {}

  private static final int TIMEOUT_MILLIS = 20_000;

  private final ServerSocket listener;
  private final Script script;
  private final byte[] file;
  private final List<String> seen = new CopyOnWriteArrayList<>();

  ScriptedServer(String address, Script script, byte[] file) {
    this.script = script;
    this.file = file.clone();
    try {
      InetSocketAddress at = FreePorts.on(address);
      this.listener = new ServerSocket(at.getPort(), 10, at.getAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::serve, "scripted server");
    thread.setDaemon(true);
    thread.start();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }

  /** The commands that it has seen. */
  List<String> seen() {
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket client = listener.accept()) {
        client.setSoTimeout(TIMEOUT_MILLIS);
        new Session(client).run();
      } catch (IOException e) {
        // The session is over, or the listener is closed: the test sees what is missing.
      }
    }
  }

  private final class Session {

    private final Socket client;
    private final BufferedReader in;
    private final OutputStream out;
    private InetSocketAddress peer = new InetSocketAddress(0);
    private ServerSocket passive = new ServerSocket();

    Session(Socket client) throws IOException {
      this.client = client;
      in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      out = client.getOutputStream();
    }

    void run() throws IOException {
      say("220 Ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        seen.add(line);
        answer(line);
      }
    }

    private void answer(String line) throws IOException {
      String[] words = line.split(" ", 2);
      switch (words[0].toUpperCase(Locale.ROOT)) {
        case "USER" -> say("331 Password required");
        case "PASS" -> say("230 Logged in");
        case "CWD" -> say("250 CWD command successful");
        case "PORT" -> port(words[1]);
        case "PASV" -> pasv();
        case "RETR" -> retr();
        case "QUIT" -> say("221 Goodbye");
        default -> say("200 Fine");
      }
    }

    private void port(String argument) throws IOException {
      String[] n = argument.split(",", -1);
      InetAddress address = InetAddress.getByName(String.join(".", n[0], n[1], n[2], n[3]));
      peer = new InetSocketAddress(address, Integer.parseInt(n[4]) * 256 + Integer.parseInt(n[5]));
      say(script.port());
    }

    private void pasv() throws IOException {
      passive = new ServerSocket(0, 1, client.getLocalAddress());
      passive.setSoTimeout(TIMEOUT_MILLIS);
      int port = passive.getLocalPort();
      String address = client.getLocalAddress().getHostAddress().replace('.', ',');
      say("227 Entering Passive Mode (%s,%d,%d)".formatted(address, port >> 8, port & 255));
    }

    private void retr() throws IOException {
      say(script.before());
      try (Socket data = passive.isBound() ? passive.accept() : connect()) {
        data.getOutputStream().write(file);
      }
      passive.close();
      passive = new ServerSocket();
      say(script.after());
    }

    private Socket connect() throws IOException {
      Socket data = new Socket();
      // From the address of the control channel: others are strangers to the pinhole.
      data.bind(new InetSocketAddress(client.getLocalAddress(), 0));
      data.connect(peer, TIMEOUT_MILLIS);
      return data;
    }

    private void say(String line) throws IOException {
      out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
