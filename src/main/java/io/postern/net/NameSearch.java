package io.postern.net;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The look-up of a host name that one session waits for: told once, and no later than its limit. It
 * holds nothing of the session once it has told, or is closed. Lives on the session's event loop.
 */
final class NameSearch {

  private @Nullable Consumer<List<InetAddress>> found;
  private @Nullable Future<?> limit;

  private NameSearch(Consumer<List<InetAddress>> found) {
    this.found = found;
  }

  /**
   * Waits for an answer from now on.
   *
   * @param found told on the loop, unless the search is closed before; no addresses if the time is
   *     up
   */
  static NameSearch begin(EventExecutor loop, Duration most, Consumer<List<InetAddress>> found) {
    NameSearch search = new NameSearch(found);
    search.limit =
        loop.schedule(() -> search.tell(List.of()), most.toNanos(), TimeUnit.NANOSECONDS);
    return search;
  }

  /** The answer, which may come too late. */
  void tell(List<InetAddress> addresses) {
    Consumer<List<InetAddress>> told = found;
    close();
    if (told != null) {
      told.accept(addresses);
    }
  }

  /** Nobody waits any more. Idempotent. */
  void close() {
    found = null;
    if (limit != null) {
      limit.cancel(false);
      limit = null;
    }
  }
}
