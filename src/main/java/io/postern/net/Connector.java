package io.postern.net;

import io.netty.channel.EventLoop;
import io.postern.ftp.Endpoint;
import io.postern.relay.Transport;
import io.postern.session.Destination;
import io.postern.session.Entry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the sessions of a listener reach their servers. Thread-safe. */
final class Connector {

  private final Transport transport;
  private final AddressBook names;
  private final ListenerSettings settings;

  /** The session that it is for, whose server is where its client believes that it is. */
  private final @Nullable Arrival original;

  Connector(Transport transport, AddressBook names, ListenerSettings settings) {
    this.transport = transport;
    this.names = names;
    this.settings = settings;
    this.original = null;
    Entry.Kind entry = settings.session().entry().kind();
    if (entry == Entry.Kind.DIRECT || entry == Entry.Kind.BY_USER) {
      names.add(settings.server());
    }
  }

  private Connector(Connector all, Arrival original) {
    this.transport = all.transport;
    this.names = all.names;
    this.settings = all.settings;
    this.original = original;
  }

  /** For one session. */
  Connector of(Arrival arrival) {
    return settings.session().entry().kind() == Entry.Kind.ORIGINAL
        ? new Connector(this, arrival)
        : this;
  }

  /**
   * Begins to connect the listener's own server; the seeker is told how it ends, never from inside
   * this call.
   */
  Connecting connect(EventLoop loop, ServerSeeker seeker) {
    return original == null
        ? connect(loop, names.addresses(settings.server()), settings.serverPort(), seeker)
        : connect(loop, original.reached(), seeker);
  }

  /** {@link #connect(EventLoop, ServerSeeker)} to where the client's login has led. */
  Connecting connect(EventLoop loop, Destination destination, ServerSeeker seeker) {
    if (destination instanceof Destination.Named named) {
      return connect(loop, named.addresses(), named.port(), seeker);
    }
    // A listener with one server has the same for all users.
    return connect(loop, seeker);
  }

  private Connecting connect(EventLoop loop, Endpoint server, ServerSeeker seeker) {
    return connect(loop, List.of(server.address()), server.port(), seeker);
  }

  private Connecting connect(
      EventLoop loop, List<InetAddress> addresses, int port, ServerSeeker seeker) {
    List<InetSocketAddress> targets =
        addresses.stream().map(address -> new InetSocketAddress(address, port)).toList();
    Connecting connecting =
        new Connecting(transport, loop, seeker, targets, source(), settings.connect());
    loop.execute(connecting::next);
    return connecting;
  }

  /** Null for the gateway's own. */
  private @Nullable InetAddress source() {
    return original != null && settings.source() == SourceAddress.SPOOF
        ? original.client().address()
        : null;
  }
}
