package io.postern.net;

import io.netty.channel.EventLoop;
import io.postern.relay.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** How the listener's server is reached. Thread-safe. */
final class Connector {

  private final Transport transport;
  private final AddressBook names;
  private final ListenerSettings settings;

  Connector(Transport transport, AddressBook names, ListenerSettings settings) {
    this.transport = transport;
    this.names = names;
    this.settings = settings;
    names.add(settings.server());
  }

  /** Begins to connect; the seeker is told how it ends, never from inside this call. */
  Connecting connect(EventLoop loop, ServerSeeker seeker) {
    List<InetSocketAddress> targets =
        names.addresses(settings.server()).stream().map(this::target).toList();
    Connecting connecting = new Connecting(transport, loop, seeker, targets, settings.connect());
    loop.execute(connecting::next);
    return connecting;
  }

  private InetSocketAddress target(InetAddress address) {
    return new InetSocketAddress(address, settings.serverPort());
  }
}
