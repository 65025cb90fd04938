package io.postern.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.postern.event.Limit;
import io.postern.ftp.Endpoint;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Who wants to reach a server; told on its own event loop. */
interface ServerSeeker {

  /** The handler of the next attempt's channel. */
  ChannelHandler newServerLeg();

  /** The connection stands. */
  void connected(Channel channel);

  /**
   * No server can be had.
   *
   * @param reason one line for people
   * @param limit what was reached; null if it was none
   */
  void unreachable(String reason, @Nullable Limit limit);

  /** Before {@link #connected}: which server of the pool it is, as the settings name it. */
  default void chosen(String host, int port) {}

  /**
   * A server of the pool could not be had; another may be tried.
   *
   * @param reason one line for people
   */
  default void attemptFailed(String pool, String server, String reason) {}

  /** A channel's address. */
  static Endpoint endpoint(SocketAddress address) {
    return Endpoint.of((InetSocketAddress) address);
  }
}
