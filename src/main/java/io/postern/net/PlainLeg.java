package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.postern.session.Input.Side;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One side of a {@link PlainRunner} until its relay begins: keeps what is read, and reads no more
 * than an identification of SSH needs. On the session's event loop.
 */
final class PlainLeg extends ChannelInboundHandlerAdapter {

  private final Side side;
  private final PlainRunner runner;
  private final @Nullable SshBanner banner;
  private ByteBuf kept = Unpooled.EMPTY_BUFFER;

  /** How much of what is kept may go on before the relay begins. */
  private int ready;

  private long passedOn;

  /**
   * A leg.
   *
   * @param banner what must come first; null if nothing is looked at
   */
  PlainLeg(Side side, PlainRunner runner, @Nullable SshBanner banner) {
    this.side = side;
    this.runner = runner;
    this.banner = banner;
  }

  /** Whether it may be relayed as it is. */
  boolean isReady() {
    return banner == null || banner.passed();
  }

  /** How many bytes of it went on before the relay. */
  long passedOn() {
    return passedOn;
  }

  /**
   * Ends a connection that is not relayed so that the peer reads what it was sent, and no reset
   * that takes it away: our half first; what still comes is dropped.
   *
   * @param most how long the peer may take to end its half too
   */
  void leave(SocketChannel channel, Duration most) {
    if (channel.isInputShutdown() || channel.pipeline().context(this) == null) {
      channel.close();
      return;
    }
    channel.eventLoop().schedule(() -> channel.close(), most.toNanos(), TimeUnit.NANOSECONDS);
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              channel.shutdownOutput();
              if (!channel.isInputShutdown()) {
                channel.config().setAutoRead(true);
              }
            });
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (banner == null) {
      context.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    take().release();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (runner.isOver()) {
      bytes.release();
      return;
    }
    keep(context, bytes);
    if (banner != null && !banner.passed()) {
      look(context, banner);
    }
  }

  /** What may go on already, taken out of what is kept. */
  ByteBuf takeReady() {
    ByteBuf taken = kept.readRetainedSlice(ready);
    passedOn += ready;
    ready = 0;
    return taken;
  }

  /** All that is kept; whoever takes it owns it. */
  ByteBuf take() {
    ByteBuf taken = kept;
    kept = Unpooled.EMPTY_BUFFER;
    ready = 0;
    return taken;
  }

  boolean hasReady() {
    return ready > 0;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof ChannelInputShutdownEvent)) {
      return;
    }
    if (runner.isOver()) {
      context.close();
    } else if (!isReady()) {
      runner.notSsh(side, "it ended before its identification");
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    runner.gone(side);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  private void keep(ChannelHandlerContext context, ByteBuf bytes) {
    if (!kept.isReadable()) {
      kept.release();
      kept = bytes;
      return;
    }
    // What was passed on may still be written from the old buffer: only one of our own grows.
    if (kept.refCnt() > 1 || kept.isReadOnly()) {
      ByteBuf own = context.alloc().directBuffer(kept.readableBytes() + bytes.readableBytes());
      own.writeBytes(kept);
      kept.release();
      kept = own;
    }
    kept.writeBytes(bytes);
    bytes.release();
  }

  private void look(ChannelHandlerContext context, SshBanner wanted) {
    ready = wanted.take(kept);
    if (!wanted.fault().isEmpty()) {
      runner.notSsh(side, wanted.fault());
      return;
    }
    if (wanted.passed()) {
      context.channel().config().setAutoRead(false);
    }
    runner.proceed();
  }
}
