package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.postern.ftp.Line;
import io.postern.ftp.LineFramer;
import io.postern.ftp.LineLimits;
import io.postern.session.Input;
import io.postern.session.Input.Side;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One leg of a session: the control connection to the client or to the server. Cuts what comes into
 * lines, hands them to the session's runner, and writes what the runner says. Lives on the
 * session's event loop.
 */
abstract class Leg extends ChannelInboundHandlerAdapter {

  private final Side side;
  private final SessionRunner runner;
  private final LineFramer framer;
  private @Nullable SocketChannel channel;
  private boolean inputEnded;
  private boolean outputEnded;
  private boolean broken;
  private boolean gone;

  Leg(Side side, SessionRunner runner, LineLimits limits) {
    this.side = side;
    this.runner = runner;
    this.framer = new LineFramer(limits);
  }

  /** Takes a line of the peer. */
  abstract void line(Line line);

  /** The leg that what comes here goes out on. */
  abstract @Nullable Leg other();

  SessionRunner runner() {
    return runner;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = (SocketChannel) context.channel();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (!broken && !runner.closing()) {
        frame(bytes.nioBuffer());
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    runner.flush();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent && !inputEnded) {
      inputEnded = true;
      runner.input(new Input.Closed(side, false));
      closeWhenBothEnded();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    gone = true;
    inputEnded = true;
    runner.input(new Input.Closed(side, true));
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    readWithRoom();
    Leg source = other();
    if (source != null) {
      source.readWithRoom();
    }
  }

  /**
   * Reads only while what is read can go on. A client must have room for replies too: those to
   * commands that never reach the server are ours, and would pile up. A server is read even if it
   * takes no commands: perhaps it waits until its replies are taken.
   */
  private void readWithRoom() {
    Leg destination = other();
    boolean forward = destination == null || destination.hasRoom();
    read(forward && (side == Side.SERVER || hasRoom()));
  }

  private boolean hasRoom() {
    return channel == null || gone || channel.isWritable();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      // The peer's reset or a broken pipe.
      context.close();
    } else {
      runner.fault(cause);
    }
  }

  /** Queues bytes; {@link #flush} sends them. */
  void write(byte[] bytes) {
    if (channel != null && !gone && !outputEnded) {
      channel.write(Unpooled.wrappedBuffer(bytes), channel.voidPromise());
    }
  }

  void flush() {
    if (channel != null && !gone) {
      channel.flush();
    }
  }

  /** Ends our half once all is written; closes if the peer has ended its half too. */
  void shutOutput() {
    if (channel == null || gone || outputEnded) {
      return;
    }
    outputEnded = true;
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> outputWritten());
  }

  /** Closes at once. */
  void close() {
    if (channel != null) {
      channel.close();
    }
  }

  private void outputWritten() {
    if (channel == null || gone) {
      return;
    }
    if (inputEnded) {
      channel.close();
    } else {
      channel.shutdownOutput();
      read(true);
    }
  }

  private void closeWhenBothEnded() {
    if (outputEnded && channel != null && channel.isOutputShutdown()) {
      channel.close();
    }
  }

  /** With the input ended, epoll throws on auto-read. */
  private void read(boolean on) {
    if (channel != null && !gone && !channel.isInputShutdown()) {
      channel.config().setAutoRead(on);
    }
  }

  private void frame(ByteBuffer in) {
    while (!broken && !runner.closing()) {
      LineFramer.Framed framed = framer.next(in);
      if (framed == null) {
        return;
      }
      take(framed);
    }
  }

  private void take(LineFramer.Framed framed) {
    if (framed instanceof LineFramer.Framed.Text text) {
      line(text.line());
    } else if (framed instanceof LineFramer.Framed.TelnetAnswer answer) {
      write(answer.bytes());
    } else if (framed instanceof LineFramer.Framed.TooLong) {
      broken(tooLong());
    } else if (framed instanceof LineFramer.Framed.TooManyOptions) {
      broken(Input.Fault.TOO_MANY_OPTIONS);
    } else {
      broken(Input.Fault.TLS_RECORD);
    }
  }

  private Input.Fault tooLong() {
    return side == Side.CLIENT ? Input.Fault.LINE_TOO_LONG : Input.Fault.REPLY_TOO_LONG;
  }

  /** The peer can't be read on. */
  final void broken(Input.Fault fault) {
    broken = true;
    runner.input(new Input.Broken(side, fault));
  }
}
