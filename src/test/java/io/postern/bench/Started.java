package io.postern.bench;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a benchmark has started, and ends in reverse. Thread-safe: {@link #close} may come at any
 * time, and what is added later is closed at once.
 */
final class Started implements AutoCloseable {

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean closed;

  /**
   * Adds something.
   *
   * @throws IOException if all was closed meanwhile; this too is then
   */
  synchronized <T extends AutoCloseable> T add(T resource) throws IOException {
    open.push(resource);
    if (closed) {
      closeAll();
      throw new IOException("interrupted");
    }
    return resource;
  }

  @Override
  public synchronized void close() {
    closed = true;
    closeAll();
  }

  private void closeAll() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        System.err.println("Not cleaned up: " + e);
      }
    }
  }
}
