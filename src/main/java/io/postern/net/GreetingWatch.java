package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;

/**
 * Stands before the server leg until the server has begun to greet: only then the leg, and the
 * client, learn of it. Changes no byte. On the session's event loop.
 */
final class GreetingWatch extends ChannelInboundHandlerAdapter {

  /** Who waits for the greeting; told once. */
  interface Observer {

    /** It has begun to greet (1xx or 2xx), or to say what the session finds wrong itself. */
    void greeted();

    /**
     * It will not.
     *
     * @param ill whether that speaks against its health
     */
    void refused(String reason, boolean ill);
  }

  private final Observer observer;
  private boolean refused;

  GreetingWatch(Observer observer) {
    this.observer = observer;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (refused || !bytes.isReadable()) {
      bytes.release();
    } else if (isRefusal(bytes.getByte(bytes.readerIndex()))) {
      bytes.release();
      // 421 of a server that is full: it is not ill.
      refuse("it refused the session", false);
    } else {
      observer.greeted();
      context.fireChannelRead(bytes);
      context.pipeline().remove(this);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    // Nothing has gone on.
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      refuse("it closed before its greeting", true);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    refuse("it closed before its greeting", true);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      context.close();
    } else {
      context.fireExceptionCaught(cause);
    }
  }

  /** Too late: what comes now is of no interest. */
  void giveUp() {
    refused = true;
  }

  private void refuse(String reason, boolean ill) {
    if (!refused) {
      refused = true;
      observer.refused(reason, ill);
    }
  }

  private static boolean isRefusal(byte first) {
    return first == '4' || first == '5';
  }
}
