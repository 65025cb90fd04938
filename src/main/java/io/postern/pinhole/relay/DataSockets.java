package io.postern.pinhole.relay;

import io.netty.channel.ChannelException;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.postern.relay.RelaySettings;
import io.postern.relay.Transparency;
import io.postern.relay.Transport;

/** The sockets of data connections, and how they are set. */
final class DataSockets {

  private DataSockets() {}

  /**
   * A new socket that is to be connected.
   *
   * @param transparent whether the local address may be another host's
   * @param anyPort whether the system chooses the local port
   * @throws ChannelException if there is no descriptor left
   */
  static SocketChannel open(
      Transport transport, RelaySettings settings, boolean transparent, boolean anyPort) {
    SocketChannel channel = new ReflectiveChannelFactory<>(transport.socket()).newChannel();
    configure(channel);
    if (transparent) {
      Transparency.allow(channel);
    }
    channel.config().setReuseAddress(true);
    long millis = Math.max(1, settings.connect().toMillis());
    channel.config().setConnectTimeoutMillis((int) Math.min(Integer.MAX_VALUE, millis));
    if (anyPort && transport == Transport.EPOLL) {
      // The port is chosen for the pair of endpoints: the range of ports is there for each target.
      channel.config().setOption(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
    }
    return channel;
  }

  /** Half-close, keep-alive, no delay; reads nothing until it is told to. */
  static void configure(SocketChannel channel) {
    channel
        .config()
        .setAllowHalfClosure(true)
        .setTcpNoDelay(true)
        .setKeepAlive(true)
        .setAutoRead(false);
  }
}
