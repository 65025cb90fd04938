package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.postern.upstream.ProbeVerdict;
import io.postern.upstream.ProbeVerdict.Outcome;

/**
 * The connection of a probe. This one asks for nothing: that the server takes connections is
 * enough. On the probe's event loop.
 */
class ProbeLeg extends ChannelInboundHandlerAdapter {

  private final Probe probe;

  ProbeLeg(Probe probe) {
    this.probe = probe;
  }

  /** The connection stands. */
  void connected() {
    finish(Outcome.PASSED);
  }

  /** Takes bytes of the server; does not own them. */
  void receive(ChannelHandlerContext context, ByteBuf bytes) {
    // Whatever it says, it lives.
  }

  /** The server has closed, or ended its half. */
  void ended() {
    finish(Outcome.CLOSED);
  }

  @Override
  public final void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      receive(context, bytes);
    } finally {
      bytes.release();
    }
  }

  @Override
  public final void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ended();
    }
  }

  @Override
  public final void channelInactive(ChannelHandlerContext context) {
    ended();
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  final void tell(ProbeVerdict verdict) {
    probe.tell(verdict);
  }

  final void finish(Outcome outcome) {
    tell(new ProbeVerdict(outcome, 0));
    close();
  }

  final void close() {
    probe.finish();
  }
}
