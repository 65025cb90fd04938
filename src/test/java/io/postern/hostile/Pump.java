package io.postern.hostile;

import io.postern.testing.Aside;
import io.postern.testing.TlsVisit;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/** A download under TLS that goes on and on, and how long its client had to wait at most. */
final class Pump implements Closeable {

  private static final int CHUNK_BYTES = 64 * 1024;

  private final TlsVisit visit;
  private final Socket server;
  private final SSLSocket client;
  private final CompletableFuture<Duration> longest = new CompletableFuture<>();
  private volatile boolean stopped;

  /** Begins the transfer. */
  Pump(TlsVisit visit) throws IOException {
    this.visit = visit;
    Socket raw = visit.connect(visit.passive());
    server = visit.transfer("RETR endless");
    client = visit.client.resume(raw);
    client.startHandshake();
  }

  /** A chunk, and the next when that has arrived. */
  void start() {
    Aside.call(this::pump)
        .whenComplete(
            (gap, fault) -> {
              if (fault == null) {
                longest.complete(gap);
              } else {
                longest.completeExceptionally(fault);
              }
            });
  }

  private Duration pump() {
    long most = 0;
    try {
      OutputStream out = server.getOutputStream();
      while (!stopped) {
        long began = System.nanoTime();
        out.write(new byte[CHUNK_BYTES]);
        client.getInputStream().readNBytes(CHUNK_BYTES);
        most = Math.max(most, System.nanoTime() - began);
      }
      return Duration.ofNanos(most);
    } catch (IOException e) {
      throw new IllegalStateException("the transfer was harmed", e);
    }
  }

  /** Ends the transfer in order; the longest time that a chunk took. */
  Duration stop() throws Exception {
    stopped = true;
    Duration gap = longest.get(20, TimeUnit.SECONDS);
    server.close();
    if (client.getInputStream().read() >= 0) {
      throw new IllegalStateException("more came than was sent");
    }
    client.close();
    visit.server.type("226 done");
    String reply = visit.client.line();
    if (!reply.equals("226 done")) {
      throw new IllegalStateException("the transfer ended with " + reply);
    }
    return gap;
  }

  @Override
  public void close() {
    stopped = true;
  }
}
