package io.postern.net;

import io.postern.ftp.AddressLiteral;
import io.postern.upstream.Server;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of configured host names, looked up again from time to time on a thread of its own,
 * so that no event loop waits for DNS. A name that can't be looked up keeps its last addresses.
 * Thread-safe.
 */
final class AddressBook implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AddressBook.class);

  /** Where the addresses of a name come from. */
  interface Source {

    /** Blocks. */
    InetAddress[] addresses(String name) throws UnknownHostException;
  }

  private final Source source;
  private final Map<String, List<InetAddress>> addresses = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(AddressBook::daemon);

  /** One that asks as the machine does: its files, DNS. */
  AddressBook(Duration every) {
    this(every, InetAddress::getAllByName);
  }

  AddressBook(Duration every, Source source) {
    this.source = source;
    long millis = every.toMillis();
    thread.scheduleWithFixedDelay(this::refresh, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Adds a host name or an address; a name is looked up at once. Blocks. */
  void add(String name) {
    addresses.computeIfAbsent(
        name,
        key -> AddressLiteral.parse(key).map(List::of).orElseGet(() -> lookUp(key, List.of())));
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
    thread.shutdownNow();
  }

  private void refresh() {
    addresses.replaceAll(
        (name, known) -> AddressLiteral.parse(name).isPresent() ? known : lookUp(name, known));
  }

  private List<InetAddress> lookUp(String name, List<InetAddress> known) {
    try {
      return List.of(source.addresses(name));
    } catch (UnknownHostException e) {
      LOG.warn("can't look up the host name {}; {} known address(es) stay", name, known.size());
      return known;
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "postern-names");
    thread.setDaemon(true);
    return thread;
  }
}
