package io.postern.net;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.HostsFileEntriesProvider;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.UnixResolverDnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks the hosts file and DNS for the addresses of host names, and how long they may be believed,
 * which the system's resolver does not tell. The hosts file and the {@code nameserver} lines of
 * {@code resolv.conf} are read anew each time; its search domains and options stay those of the
 * start. Each question comes from a port of its own. On one event loop, which it does not block.
 */
final class Dns {

  /** Which servers are asked; empty if the machine has none. */
  private final Supplier<Optional<DnsServerAddressStreamProvider>> servers;

  private final EventLoop loop;

  Dns(EventLoop loop, Supplier<Optional<DnsServerAddressStreamProvider>> servers) {
    this.loop = loop;
    this.servers = servers;
  }

  /** One that asks the servers of {@code /etc/resolv.conf}, and no others. */
  static Dns ofSystem(EventLoop loop) {
    return new Dns(loop, Dns::systemServers);
  }

  /**
   * An answer.
   *
   * @param addresses empty if there is none
   * @param timeToLive empty if the answer does not say
   */
  record Answer(List<InetAddress> addresses, Optional<Duration> timeToLive) {

    static final Answer NONE = new Answer(List.of(), Optional.empty());

    /** Copies the list. */
    Answer {
      addresses = List.copyOf(addresses);
    }
  }

  /** Asks for a name; the answer is told once, on the event loop. */
  void ask(String name, Consumer<Answer> told) {
    List<InetAddress> written = hostsFile(name);
    Optional<DnsServerAddressStreamProvider> asked = servers.get();
    if (!written.isEmpty() || asked.isEmpty()) {
      told.accept(new Answer(written, Optional.empty()));
      return;
    }
    TimesToLive times = new TimesToLive();
    DnsNameResolver resolver = resolver(asked.get(), times);
    resolver
        .resolveAll(name)
        .addListener(
            (Future<List<InetAddress>> found) -> {
              told.accept(
                  found.isSuccess() ? new Answer(found.getNow(), times.shortest()) : Answer.NONE);
              resolver.close();
            });
  }

  private DnsNameResolver resolver(DnsServerAddressStreamProvider asked, TimesToLive times) {
    return new DnsNameResolverBuilder(loop)
        .datagramChannelType(NioDatagramChannel.class)
        .socketChannelType(NioSocketChannel.class)
        .nameServerProvider(asked)
        .hostsFileEntriesResolver((any, types) -> null)
        .resolveCache(times)
        .cnameCache(times)
        .completeOncePreferredResolved(false)
        .build();
  }

  private static List<InetAddress> hostsFile(String name) {
    HostsFileEntriesProvider hosts = HostsFileEntriesProvider.parser().parseSilently();
    String key = name.toLowerCase(Locale.ROOT);
    List<InetAddress> found = new ArrayList<>(hosts.ipv4Entries().getOrDefault(key, List.of()));
    found.addAll(hosts.ipv6Entries().getOrDefault(key, List.of()));
    return found;
  }

  /** Netty's own default asks public servers where the machine names none. */
  private static Optional<DnsServerAddressStreamProvider> systemServers() {
    try {
      return Optional.of(
          new UnixResolverDnsServerAddressStreamProvider("/etc/resolv.conf", "/etc/resolver"));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
