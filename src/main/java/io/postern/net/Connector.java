package io.postern.net;

import io.netty.channel.EventLoop;
import io.postern.relay.Transport;
import io.postern.session.Destination;
import io.postern.session.Entry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** How the sessions of a listener reach their servers. Thread-safe. */
final class Connector {

  private final Transport transport;
  private final AddressBook names;
  private final ListenerSettings settings;

  Connector(Transport transport, AddressBook names, ListenerSettings settings) {
    this.transport = transport;
    this.names = names;
    this.settings = settings;
    if (settings.session().entry().kind() != Entry.Kind.NAMED) {
      names.add(settings.server());
    }
  }

  /**
   * Begins to connect the listener's own server; the seeker is told how it ends, never from inside
   * this call.
   */
  Connecting connect(EventLoop loop, ServerSeeker seeker) {
    return connect(loop, names.addresses(settings.server()), settings.serverPort(), seeker);
  }

  /** {@link #connect(EventLoop, ServerSeeker)} to where the client's login has led. */
  Connecting connect(EventLoop loop, Destination destination, ServerSeeker seeker) {
    if (destination instanceof Destination.Named named) {
      return connect(loop, named.addresses(), named.port(), seeker);
    }
    // A listener with one server has the same for all users.
    return connect(loop, seeker);
  }

  private Connecting connect(
      EventLoop loop, List<InetAddress> addresses, int port, ServerSeeker seeker) {
    List<InetSocketAddress> targets =
        addresses.stream().map(address -> new InetSocketAddress(address, port)).toList();
    Connecting connecting = new Connecting(transport, loop, seeker, targets, settings.connect());
    loop.execute(connecting::next);
    return connecting;
  }
}
