package io.postern.pinhole.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;

/** Closes connections with RST: the peer sees a failure at once, never a clean end. */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails leaves nothing to do
final class Reset {

  private Reset() {}

  /**
   * Of a channel that no event loop has: the cheapest way to turn a connection away. Nothing is
   * done to one that is closed: its descriptor may be somebody else's by now.
   */
  static void unregistered(Channel channel) {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      channel.unsafe().closeForcibly();
    }
  }

  /** Of any open channel, on its event loop. */
  static void registered(Channel channel) {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      channel.close();
    }
  }
}
