package io.postern.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.epoll.EpollSocketChannel;

/**
 * What was read of the two channels before their relay began. The relay carries it first, and owns
 * it.
 *
 * @param left of the left channel
 * @param right of the right channel
 */
public record ReadAhead(ByteBuf left, ByteBuf right) {

  /** Nothing was read of either. */
  public static ReadAhead nothing() {
    return new ReadAhead(Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER);
  }

  /**
   * Ends the reading of a channel that has its auto-read off, before a relay takes it over. Until
   * the future is done its handlers may still be given bytes: on epoll a FIN makes Netty read,
   * auto-read or not.
   */
  public static ChannelFuture stop(Channel channel) {
    return channel instanceof EpollSocketChannel
        ? channel.deregister()
        : channel.newSucceededFuture();
  }
}
