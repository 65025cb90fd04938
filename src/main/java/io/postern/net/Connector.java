package io.postern.net;

import io.netty.channel.EventLoop;
import io.postern.event.EventSink;
import io.postern.ftp.Endpoint;
import io.postern.relay.Transport;
import io.postern.session.Destination;
import io.postern.session.Entry;
import io.postern.upstream.Server;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the sessions of a listener reach their servers. Thread-safe. */
final class Connector {

  private final Transport transport;
  private final AddressBook names;
  private final ListenerSettings settings;
  private final Optional<Upstream> upstream;
  private final PoolSearch.Surroundings surroundings;

  /**
   * Of a listener.
   *
   * @param upstream its pool; empty if it has one server, or none of its own
   */
  Connector(
      Transport transport,
      AddressBook names,
      ListenerSettings settings,
      Optional<Upstream> upstream,
      EventSink sink) {
    this.transport = transport;
    this.names = names;
    this.settings = settings;
    this.upstream = upstream;
    this.surroundings = new PoolSearch.Surroundings(transport, names, settings.connect(), sink);
    boolean own = entry() == Entry.Kind.DIRECT || entry() == Entry.Kind.BY_USER;
    if (own && upstream.isEmpty()) {
      names.add(settings.server());
    }
  }

  /**
   * Begins to connect the server of who has arrived: the listener's own, one of its pool, or the
   * one that the client believes it has reached. The seeker is told how it ends, never from inside
   * this call.
   */
  Reaching connect(EventLoop loop, Arrival arrival, ServerSeeker seeker) {
    return entry() == Entry.Kind.ORIGINAL
        ? original(loop, arrival, seeker)
        : ofListener(loop, arrival, null, seeker);
  }

  /** The same, to where the client's login has led. */
  Reaching connect(EventLoop loop, Arrival arrival, Destination destination, ServerSeeker seeker) {
    if (destination instanceof Destination.Named named) {
      return direct(loop, targets(named.addresses(), named.port()), null, seeker);
    }
    return ofListener(loop, arrival, destination.user(), seeker);
  }

  private Reaching original(EventLoop loop, Arrival arrival, ServerSeeker seeker) {
    Endpoint server = arrival.reached();
    @Nullable InetAddress source =
        settings.source() == SourceAddress.SPOOF ? arrival.client().address() : null;
    return direct(loop, targets(List.of(server.address()), server.port()), source, seeker);
  }

  private Reaching ofListener(
      EventLoop loop, Arrival arrival, @Nullable String user, ServerSeeker seeker) {
    if (upstream.isPresent()) {
      return new PoolSearch(surroundings, upstream.get(), loop, arrival, user, seeker).begin();
    }
    Server server = new Server(settings.server(), settings.serverPort());
    return direct(loop, names.addresses(server), null, seeker);
  }

  /** Without a source the gateway's own address. */
  private Reaching direct(
      EventLoop loop,
      List<InetSocketAddress> targets,
      @Nullable InetAddress source,
      ServerSeeker seeker) {
    Connecting connecting =
        new Connecting(transport, loop, seeker, targets, source, settings.connect());
    loop.execute(connecting::next);
    return connecting;
  }

  private static List<InetSocketAddress> targets(List<InetAddress> addresses, int port) {
    return addresses.stream().map(address -> new InetSocketAddress(address, port)).toList();
  }

  private Entry.Kind entry() {
    return settings.session().entry().kind();
  }
}
