package io.postern.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.postern.relay.Transport;

/** The socket options of control connections, the same on both legs. */
final class ControlOptions {

  /**
   * SOL_SOCKET 1, SO_OOBINLINE 10 on Linux. Without it the urgent byte of {@code FF F4 FF F2} is
   * lost, and a Telnet parser takes the A of ABOR for it.
   */
  private static final IntegerUnixChannelOption OOB_INLINE =
      new IntegerUnixChannelOption("SO_OOBINLINE", 1, 10);

  /** Lines are short; what is larger is read in several turns. */
  private static final RecvByteBufAllocator BUFFERS =
      new AdaptiveRecvByteBufAllocator(64, 512, 8192);

  private ControlOptions() {}

  static Bootstrap apply(Bootstrap bootstrap, Transport transport) {
    bootstrap
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .option(ChannelOption.RECVBUF_ALLOCATOR, BUFFERS);
    return transport == Transport.EPOLL ? bootstrap.option(OOB_INLINE, 1) : bootstrap;
  }

  static ServerBootstrap apply(ServerBootstrap bootstrap, Transport transport) {
    bootstrap
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, BUFFERS);
    return transport == Transport.EPOLL ? bootstrap.childOption(OOB_INLINE, 1) : bootstrap;
  }
}
