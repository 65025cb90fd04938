package io.postern.netns;

import io.postern.pinhole.PortRange;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stranger who tries every port of a range, round after round, sends something to each that
 * answers, and counts what comes back.
 */
final class PortScanner implements Closeable {

  private static final int CONNECT_MILLIS = 500;
  private static final int READ_MILLIS = 300;
  private static final byte[] POISON = "poison\r\n".getBytes(StandardCharsets.US_ASCII);

  private final InetAddress target;
  private final PortRange ports;
  private final AtomicLong rounds = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong heldOpen = new AtomicLong();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean running = true;

  private PortScanner(InetAddress target, PortRange ports) {
    this.target = target;
    this.ports = ports;
  }

  /** Scans from this host until it is closed. */
  static PortScanner start(Host host, InetAddress target, PortRange ports) throws Exception {
    PortScanner scanner = new PortScanner(target, ports);
    host.call(
        () -> {
          Thread thread = new Thread(scanner::scan, "port-scanner");
          thread.setDaemon(true);
          thread.start();
          return thread;
        });
    return scanner;
  }

  private void scan() {
    try {
      while (running) {
        for (int port = ports.first(); port <= ports.last() && running; port++) {
          knock(port);
        }
        rounds.incrementAndGet();
      }
    } finally {
      ended.countDown();
    }
  }

  private void knock(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(target, port), CONNECT_MILLIS);
      answered.incrementAndGet();
      talk(socket);
    } catch (IOException e) {
      // Refused or reset: the rule.
    }
  }

  private void talk(Socket socket) throws IOException {
    socket.setSoTimeout(READ_MILLIS);
    socket.getOutputStream().write(POISON);
    byte[] buffer = new byte[1024];
    try {
      for (int n = socket.getInputStream().read(buffer); n >= 0; ) {
        received.addAndGet(n);
        n = socket.getInputStream().read(buffer);
      }
    } catch (SocketTimeoutException e) {
      heldOpen.incrementAndGet();
    }
  }

  /** How many times the whole range was tried. */
  long rounds() {
    return rounds.get();
  }

  /** How many connections the kernel completed. */
  long answered() {
    return answered.get();
  }

  /** How many bytes came. */
  long received() {
    return received.get();
  }

  /** How many connections were left open, and not ended at once. */
  long heldOpen() {
    return heldOpen.get();
  }

  @Override
  public void close() throws IOException {
    running = false;
    try {
      if (!ended.await(10, TimeUnit.SECONDS)) {
        throw new IOException("the scanner goes on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
