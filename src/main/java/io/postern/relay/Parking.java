package io.postern.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;

/**
 * A connected channel that waits for another one, and of which nothing is read until then: neither
 * its bytes nor its end of file. On epoll a FIN makes Netty read, auto-read or not, so the channel
 * leaves its event loop for that time.
 */
public final class Parking {

  private Parking() {}

  /** Before the channel is connected. Auto-read is off. */
  public static void prepare(SocketChannel channel) {
    if (channel instanceof EpollSocketChannel) {
      NoReads.impose(channel);
    }
  }

  /** Once it is connected; it is parked when the future is done. */
  public static ChannelFuture park(Channel channel) {
    return ReadAhead.stop(channel);
  }

  /**
   * Ends it. On epoll a channel that was kept from reading once is of no use any more, so another
   * takes over its socket; the parked one is to be forgotten.
   *
   * @return the channel that may join the event loop, set as one that is new; not active if its
   *     peer has reset it
   */
  public static SocketChannel end(SocketChannel parked) {
    return parked instanceof EpollSocketChannel epoll
        ? new EpollSocketChannel(epoll.fd().intValue())
        : parked;
  }
}
