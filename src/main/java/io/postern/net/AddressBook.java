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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
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

  /** Adds a host name or an address; a name is looked up at once. Blocks. */
  void add(String name) {
    if (addresses.containsKey(name)) {
      return;
    }
    List<InetAddress> literal = AddressLiteral.parse(name).map(List::of).orElse(List.of());
    addresses.put(name, literal);
    if (literal.isEmpty()) {
      await(name);
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

  private void await(String name) {
    CountDownLatch answered = new CountDownLatch(1);
    loop.execute(() -> lookUp(name, answered));
    try {
      if (!answered.await(settings.first().toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.warn("the host name {} is still being looked up", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookUp(String name, CountDownLatch answered) {
    dns.ask(
        name,
        answer -> {
          if (answer.addresses().isEmpty()) {
            askSystem(name, answered);
          } else {
            Duration lives = answer.timeToLive().orElse(settings.longest());
            learn(name, answer.addresses(), lives, answered);
          }
        });
  }

  /** Its resolver may know names that are not in DNS, but not how long they live; and it blocks. */
  private void askSystem(String name, CountDownLatch answered) {
    system.execute(
        () -> {
          List<InetAddress> found = HostNames.addresses(name);
          if (!loop.isShuttingDown()) {
            loop.execute(() -> learn(name, found, settings.longest(), answered));
          }
        });
  }

  private void learn(
      String name, List<InetAddress> found, Duration lives, CountDownLatch answered) {
    if (found.isEmpty()) {
      int known = addresses(name).size();
      LOG.warn("can't look up the host name {}; {} known address(es) stay", name, known);
    } else {
      addresses.put(name, found);
    }
    answered.countDown();
    if (!loop.isShuttingDown()) {
      long millis = next(lives).toMillis();
      loop.schedule(() -> lookUp(name, answered), millis, TimeUnit.MILLISECONDS);
    }
  }

  private Duration next(Duration lives) {
    Duration atLeast = lives.compareTo(SHORTEST) < 0 ? SHORTEST : lives;
    return atLeast.compareTo(settings.longest()) < 0 ? atLeast : settings.longest();
  }
}
