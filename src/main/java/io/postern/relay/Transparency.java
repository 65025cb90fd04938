package io.postern.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollChannelOption;

/**
 * Sockets with addresses of other hosts: those that listen take connections to any address, those
 * that connect may come from any (Linux, ip(7): IP_TRANSPARENT, which holds for IPv6 as well). It
 * needs the epoll transport, and CAP_NET_ADMIN or CAP_NET_RAW.
 */
public final class Transparency {

  private Transparency() {}

  /**
   * Makes a new socket transparent, which is neither bound nor registered yet.
   *
   * @throws ChannelException if the transport or the kernel refuses; the socket is closed then
   */
  public static void allow(Channel channel) {
    try {
      if (!channel.config().setOption(EpollChannelOption.IP_TRANSPARENT, true)) {
        throw new ChannelException("this transport has no transparent sockets");
      }
    } catch (ChannelException e) {
      channel.unsafe().closeForcibly();
      throw e;
    }
  }

  /**
   * The same for connections that are to be made. Their port is chosen for the pair of endpoints,
   * when they connect: each target has all ports.
   */
  public static Bootstrap allow(Bootstrap bootstrap) {
    return bootstrap
        .option(EpollChannelOption.IP_TRANSPARENT, true)
        .option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
  }
}
