package io.postern.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.postern.ftp.Endpoint;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Who wants to reach a server; told on its own event loop. */
interface ServerSeeker {

  /** The handler of the next attempt's channel. */
  ChannelHandler newServerLeg();

  /** The connection stands. */
  void connected(Channel channel);

  /**
   * No address of the server can be reached.
   *
   * @param reason one line for people
   */
  void unreachable(String reason, boolean timedOut);

  /** A channel's address. */
  static Endpoint endpoint(SocketAddress address) {
    return Endpoint.of((InetSocketAddress) address);
  }
}
