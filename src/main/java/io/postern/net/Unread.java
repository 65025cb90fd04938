package io.postern.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** Stands first in a pipeline and lets no bytes in; all else passes. */
final class Unread extends ChannelInboundHandlerAdapter {

  private final Runnable came;
  private final boolean once;

  private Unread(Runnable came, boolean once) {
    this.came = came;
    this.once = once;
  }

  /**
   * For what the channel still reads in the turn in which TLS begins: it was sent before.
   *
   * @param came told of each buffer that was dropped
   */
  static Unread thisTurn(Runnable came) {
    return new Unread(came, true);
  }

  /**
   * For what comes after close_notify: an SslHandler neither reads nor drops it, but keeps it, as
   * much as a peer likes to send.
   */
  static Unread forGood() {
    return new Unread(() -> {}, false);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
    came.run();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (once) {
      context.pipeline().remove(this);
    }
    context.fireChannelReadComplete();
  }
}
