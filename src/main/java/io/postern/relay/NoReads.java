package io.postern.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * Keeps Netty from reading a channel that is about to leave its event loop. Without it an epoll
 * channel reads when a FIN comes, auto-read or not, and the bytes would be lost. It gets no buffer,
 * so the bytes stay in the kernel.
 */
final class NoReads extends ChannelInboundHandlerAdapter {

  private static final NoReads HANDLER = new NoReads();

  private NoReads() {}

  /** Before the channel's first read. */
  static void impose(Channel channel) {
    channel.config().setRecvByteBufAllocator(new Refusal.Source());
    channel.pipeline().addLast(HANDLER);
  }

  @Override
  public boolean isSharable() {
    return true;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof Refusal)) {
      context.fireExceptionCaught(cause);
    }
  }

  /** Thrown where a buffer is asked for; stackless. */
  private static final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private Refusal() {
      super("not read here", null, false, false);
    }

    private static final class Source extends DefaultMaxMessagesRecvByteBufAllocator {

      @Override
      @SuppressWarnings("deprecation") // the interface's own method
      public Handle newHandle() {
        return new MaxMessageHandle() {
          @Override
          public int guess() {
            return 1;
          }

          @Override
          public ByteBuf allocate(ByteBufAllocator allocator) {
            throw new Refusal();
          }
        };
      }
    }
  }
}
