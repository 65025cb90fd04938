package io.postern.net;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.postern.ftp.AddressLiteral;
import io.postern.upstream.Server;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of configured host names, looked up again when their time to live is over. {@link
 * Dns} is asked first; a name that it does not know may be one of the system's others. All of it is
 * done on threads of its own, so that no session waits for DNS. A name that can't be looked up
 * keeps its last addresses. Thread-safe.
 */
final class AddressBook implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AddressBook.class);

  /** How often one name is looked up at most, whatever DNS says. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** How long the start is silent about names that it waits for. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

  /** Of names without an address, until when they are asked for again; on the event loop. */
  private final Map<String, Duration> pauses = new HashMap<>();

  private final Map<String, List<InetAddress>> addresses = new ConcurrentHashMap<>();
  private final ExecutorService system =
      Executors.newSingleThreadExecutor(new DefaultThreadFactory("postern-names-system", true));
  private final NameSettings settings;
  private final EventLoopGroup thread =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("postern-names", true), NioIoHandler.newFactory());
  private final EventLoop loop = thread.next();
  private final Dns dns;

  /** An empty one. */
  AddressBook(NameSettings settings) {
    this(settings, Dns::ofSystem);
  }

  /** The same with a DNS of its own. */
  AddressBook(NameSettings settings, Function<EventLoop, Dns> dns) {
    this.settings = settings;
    this.dns = dns.apply(loop);
  }

  /** Adds a host name or an address; a name is looked up from now on. */
  void add(String name) {
    if (addresses.containsKey(name)) {
      return;
    }
    List<InetAddress> literal = AddressLiteral.parse(name).map(List::of).orElse(List.of());
    addresses.put(name, literal);
    if (literal.isEmpty()) {
      unanswered.add(name);
      loop.execute(() -> lookUp(name));
    }
  }

  /**
   * Waits until every name that was added has been looked up, or the time for that is over. Blocks.
   */
  void awaitAnswers() {
    long begun = System.nanoTime();
    long end = begun + settings.first().toNanos();
    if (!awaitAnswers(Math.min(begun + PATIENCE.toNanos(), end))) {
      LOG.info("still looking up {}, for up to {} s", unanswered, settings.first().toSeconds());
      if (!awaitAnswers(end)) {
        LOG.warn("starting while these names are still being looked up: {}", unanswered);
      }
    }
  }

  /** The addresses of a name that was added; empty if it could not be looked up yet. */
  List<InetAddress> addresses(String name) {
    return addresses.getOrDefault(name, List.of());
  }

  /** The addresses of a server, with its port. */
  List<InetSocketAddress> addresses(Server server) {
    return addresses(server.host()).stream()
        .map(address -> new InetSocketAddress(address, server.port()))
        .toList();
  }

  @Override
  public void close() {
    thread.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    thread.terminationFuture().addListener(ended -> system.shutdownNow());
  }

  private boolean awaitAnswers(long endNanos) {
    synchronized (unanswered) {
      try {
        long left = endNanos - System.nanoTime();
        while (!unanswered.isEmpty() && left > 0) {
          TimeUnit.NANOSECONDS.timedWait(unanswered, left);
          left = endNanos - System.nanoTime();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return unanswered.isEmpty();
    }
  }

  private void lookUp(String name) {
    try {
      dns.ask(name, answer -> answered(name, answer));
    } catch (RuntimeException | LinkageError e) {
      LOG.error("a fault of Postern's own in asking DNS for {}; the system is asked", name, e);
      askSystem(name);
    }
  }

  private void answered(String name, Dns.Answer answer) {
    if (answer.addresses().isEmpty()) {
      askSystem(name);
    } else {
      learn(name, answer.addresses(), answer.timeToLive().orElse(settings.longest()));
    }
  }

  /** Its resolver may know names that are not in DNS, but not how long they live; and it blocks. */
  private void askSystem(String name) {
    system.execute(
        () -> {
          List<InetAddress> found = HostNames.addresses(name);
          if (!loop.isShuttingDown()) {
            loop.execute(() -> learn(name, found, settings.longest()));
          }
        });
  }

  private void learn(String name, List<InetAddress> found, Duration lives) {
    if (found.isEmpty()) {
      int known = addresses(name).size();
      LOG.warn("can't look up the host name {}; {} known address(es) stay", name, known);
    } else {
      addresses.put(name, found);
    }
    synchronized (unanswered) {
      unanswered.remove(name);
      unanswered.notifyAll();
    }
    if (!loop.isShuttingDown()) {
      long millis = pause(name, lives).toMillis();
      loop.schedule(() -> lookUp(name), millis, TimeUnit.MILLISECONDS);
    }
  }

  /** A name that has no address yet is asked for often at first: the network may just come up. */
  private Duration pause(String name, Duration lives) {
    if (addresses(name).isEmpty()) {
      return pauses.merge(name, next(SHORTEST), (last, first) -> next(last.multipliedBy(2)));
    }
    pauses.remove(name);
    return next(lives);
  }

  private Duration next(Duration lives) {
    Duration atLeast = lives.compareTo(SHORTEST) < 0 ? SHORTEST : lives;
    return atLeast.compareTo(settings.longest()) < 0 ? atLeast : settings.longest();
  }
}
