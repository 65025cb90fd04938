package io.postern.net;

import io.postern.ftp.ClientCounts;
import io.postern.ftp.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Looks up the host names that clients name, with the system's resolver, which blocks: on threads
 * of its own. There are few of them, and one client has fewer at once: names whose DNS server never
 * answers keep the threads of who asks for them. Thread-safe.
 */
final class HostNames implements AutoCloseable {

  private static final Duration REST = Duration.ofSeconds(30);

  private final Function<String, List<InetAddress>> resolver;
  private final ClientCounts ofClients;
  private final AtomicInteger numbers = new AtomicInteger();
  private final ThreadPoolExecutor threads;

  /** With the system's resolver. */
  HostNames(NameSettings settings) {
    this(settings, HostNames::addresses);
  }

  /**
   * With another.
   *
   * @param resolver may block; gives no addresses if there are none
   */
  HostNames(NameSettings settings, Function<String, List<InetAddress>> resolver) {
    this.resolver = resolver;
    this.ofClients = new ClientCounts(settings.perClient());
    this.threads =
        new ThreadPoolExecutor(
            0,
            settings.atOnce(),
            REST.toSeconds(),
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            this::daemon);
  }

  /**
   * Looks a name up.
   *
   * @param client who asks for it
   * @param on where the answer is told
   * @param found told once, unless too many names are being looked up; no addresses if there are
   *     none
   * @return whether it is being looked up; if not, too many others are, of this client or in all
   */
  boolean lookUp(String name, InetAddress client, Executor on, Consumer<List<InetAddress>> found) {
    Network key = Network.ofClient(client);
    if (!ofClients.enter(key)) {
      return false;
    }
    try {
      threads.execute(() -> tell(on, found, resolve(name, key)));
      return true;
    } catch (RejectedExecutionException e) {
      ofClients.leave(key);
      return false;
    }
  }

  private List<InetAddress> resolve(String name, Network client) {
    try {
      return resolver.apply(name);
    } finally {
      ofClients.leave(client);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** What the system's resolver knows of a name; blocks. */
  static List<InetAddress> addresses(String name) {
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
