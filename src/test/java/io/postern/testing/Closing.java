package io.postern.testing;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a test started, closed in the reverse order, all of it, whatever fails. */
public final class Closing implements AutoCloseable {

  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  /** Remembers it and gives it back. */
  public <T extends AutoCloseable> T add(T resource) {
    started.push(resource);
    return resource;
  }

  /**
   * Closes everything.
   *
   * @throws AssertionError if something could not be closed well; the others are closed all the
   *     same
   */
  @Override
  public void close() {
    AssertionError failed = new AssertionError("not closed well");
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception | AssertionError e) {
        failed.addSuppressed(e);
      }
    }
    if (failed.getSuppressed().length > 0) {
      throw failed;
    }
  }
}
