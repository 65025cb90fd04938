package io.postern.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;

/** One channel of a {@link ChannelRelay}: the source of one direction, the end of the other. */
final class RelayHandler extends ChannelInboundHandlerAdapter {

  private final ChannelRelay relay;
  private final ChannelSide side;
  private final Direction outOf;
  private final Direction into;

  RelayHandler(ChannelRelay relay, ChannelSide side, Direction outOf, Direction into) {
    this.relay = relay;
    this.side = side;
    this.outOf = outOf;
    this.into = into;
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
      relay.inputShut(side, outOf, into);
    } else if (event instanceof SslCloseCompletionEvent closed && closed.isSuccess()) {
      outOf.sourceEnded();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    relay.lost(side, outOf, into);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    relay.lost(side, outOf, into);
  }
}
