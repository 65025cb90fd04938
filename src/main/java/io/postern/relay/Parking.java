package io.postern.relay;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;

/**
 * A connected channel that waits for another one, and of which nothing is read until then: neither
 * its bytes nor its end of file. On epoll a FIN makes Netty read, auto-read or not, so the channel
 * leaves its event loop for that time.
 */
public final class Parking {

  private Parking() {}

  /** Before the channel is connected. Auto-read is off. */
  public static void prepare(Channel channel) {
    NoReads.impose(channel);
  }

  /** Once it is connected; it is parked when the future is done. */
  public static ChannelFuture park(Channel channel) {
    return ReadAhead.stop(channel);
  }

  /** Ends it: the channel may join its event loop again, and be read. */
  public static void end(Channel channel) {
    channel.pipeline().remove(NoReads.class);
    channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator());
  }
}
