package io.postern.net;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.socket.ServerSocketChannel;
import io.postern.relay.Transparency;
import io.postern.relay.Transport;

/**
 * Makes listening sockets to which the kernel may hand connections to any address (TPROXY). What is
 * missing for that is said at the start, rather than found out by clients.
 */
final class TransparentListening implements ChannelFactory<ServerSocketChannel> {

  private final Transport transport;
  private final ChannelFactory<ServerSocketChannel> sockets;

  /**
   * Of sockets that are not transparent yet.
   *
   * @param transport that they are of
   */
  TransparentListening(Transport transport, ChannelFactory<ServerSocketChannel> sockets) {
    this.transport = transport;
    this.sockets = sockets;
  }

  @Override
  public ServerSocketChannel newChannel() {
    if (transport != Transport.EPOLL) {
      throw new Refused("that needs Linux and the epoll transport, which is not available here");
    }
    ServerSocketChannel socket = sockets.newChannel();
    try {
      Transparency.allow(socket);
      return socket;
    } catch (ChannelException e) {
      throw new Refused(
          "that needs CAP_NET_ADMIN (or CAP_NET_RAW): run it as root, or give it the capability with"
              + " AmbientCapabilities of systemd or with setpriv");
    }
  }

  /** No transparent socket can be had. */
  static final class Refused extends ChannelException {

    private static final long serialVersionUID = 1L;

    Refused(String reason) {
      super(reason);
    }
  }
}
