package io.postern.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Looks up the host names that clients name, with the system's resolver, which blocks: on threads
 * of its own. There are few, so that a name whose DNS server never answers costs others no more
 * than their turn: while all of them wait, further names have no address. Thread-safe.
 */
final class HostNames implements AutoCloseable {

  private static final int THREADS = 64;
  private static final Duration REST = Duration.ofSeconds(30);

  private final AtomicInteger numbers = new AtomicInteger();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          THREADS,
          REST.toSeconds(),
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          (ThreadFactory) this::daemon);

  /**
   * Looks a name up.
   *
   * @param on where the answer is told
   * @param found told once; no addresses if there are none, or no thread is free
   */
  void lookUp(String name, Executor on, Consumer<List<InetAddress>> found) {
    try {
      threads.execute(() -> tell(on, found, addresses(name)));
    } catch (RejectedExecutionException e) {
      tell(on, found, List.of());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static List<InetAddress> addresses(String name) {
    try {
      return List.of(InetAddress.getAllByName(name));
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  private static void tell(
      Executor on, Consumer<List<InetAddress>> found, List<InetAddress> addresses) {
    try {
      on.execute(() -> found.accept(addresses));
    } catch (RejectedExecutionException e) {
      // The gateway has stopped meanwhile, and the session with it.
    }
  }

  private Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "postern-lookup-" + numbers.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
