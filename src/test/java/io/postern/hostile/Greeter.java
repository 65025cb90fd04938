package io.postern.hostile;

import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A server that greets all who come, and says no more. */
final class Greeter implements Closeable {

  private final ServerSocket listener;
  private final List<Socket> greeted = new ArrayList<>();

  /** Begins; the listener is closed with it. */
  Greeter(ServerSocket listener) throws IOException {
    this.listener = listener;
    listener.setSoTimeout(0);
    Thread thread = new Thread(this::greet, "greeter");
    thread.setDaemon(true);
    thread.start();
  }

  private void greet() {
    try {
      while (true) {
        Socket socket = listener.accept();
        synchronized (greeted) {
          greeted.add(socket);
        }
        socket.getOutputStream().write("220 ready\r\n".getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    synchronized (greeted) {
      for (Socket socket : greeted) {
        socket.close();
      }
    }
  }
}
