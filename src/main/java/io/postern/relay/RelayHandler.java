package io.postern.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/** One channel of a {@link ChannelRelay}: the source of one direction, the end of the other. */
final class RelayHandler extends ChannelInboundHandlerAdapter {

  private final Direction outOf;
  private final Direction into;
  private final Runnable reset;

  RelayHandler(Direction outOf, Direction into, Runnable reset) {
    this.outOf = outOf;
    this.into = into;
    this.reset = reset;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    outOf.carry((ByteBuf) message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    outOf.readCompleted();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    into.readOn();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      outOf.sourceEnded();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    reset.run();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    reset.run();
  }
}
