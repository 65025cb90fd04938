package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.postern.ftp.Line;
import io.postern.ftp.LineFramer;
import io.postern.ftp.LineLimits;
import io.postern.session.Input;
import io.postern.session.Input.Side;
import io.postern.tls.TlsObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;
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
  private final LegTls tls;
  private @Nullable SocketChannel channel;

  /** What is being cut into lines in this moment. */
  private @Nullable ByteBuffer unread;

  /** Whether the channel is in the middle of a turn of reading. */
  private boolean reading;

  private boolean blind;

  /** Whether what is read was sent before the leg went blind. */
  private boolean early;

  private boolean inputEnded;
  private boolean outputEnded;
  private boolean broken;
  private boolean gone;

  Leg(Side side, SessionRunner runner, LineLimits limits) {
    this.side = side;
    this.runner = runner;
    this.framer = new LineFramer(limits);
    this.tls = new LegTls(side, runner, this);
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
    reading = true;
    try {
      if (broken || runner.closing()) {
        return;
      }
      if (blind) {
        carry(bytes);
      } else {
        unread = bytes.nioBuffer();
        frame(unread);
      }
    } finally {
      unread = null;
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    reading = false;
    early = false;
    if (blind) {
      runner.input(new Input.Carried(side));
    }
    runner.flush();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      tls.ended();
      inputEnded();
    } else if (event instanceof SslCloseCompletionEvent close
        && channel != null
        && tls.ends(channel, close)) {
      inputEnded();
    }
  }

  private void inputEnded() {
    if (!inputEnded) {
      inputEnded = true;
      runner.input(new Input.Closed(side, false));
      closeWhenBothEnded();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    gone = true;
    inputEnded = true;
    tls.ended();
    runner.input(new Input.Closed(side, true));
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    letRead();
  }

  /** The room has changed: both legs may have to read on, or to stop. */
  private void letRead() {
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
    read(forward && (blind || side == Side.SERVER || hasRoom()));
  }

  private boolean hasRoom() {
    return channel == null || gone || (channel.isWritable() && tls.hasRoom());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException || cause instanceof DecoderException) {
      // The peer's reset, a broken pipe, or something that is no TLS record of this connection.
      context.close();
    } else {
      runner.fault(cause);
    }
  }

  /** Queues bytes; {@link #flush} sends them. */
  void write(byte[] bytes) {
    if (channel == null || gone || outputEnded) {
      return;
    }
    if (tls.holds(bytes)) {
      if (!tls.hasRoom()) {
        letRead();
      }
    } else {
      tls.output(channel).write(Unpooled.wrappedBuffer(bytes), channel.voidPromise());
    }
  }

  void flush() {
    if (channel != null && !gone) {
      tls.output(channel).flush();
    }
  }

  /**
   * Begins TLS behind what was written. What the peer has said meanwhile was said in the clear: it
   * is dropped, and the core is told.
   *
   * @param handlers makes the handler
   */
  void startTls(Function<TlsObserver, ChannelHandler> handlers) {
    if (channel == null || gone) {
      return;
    }
    if (isAtRest()) {
      tls.start(channel, handlers.apply(tls), reading);
    } else {
      broken(Input.Fault.RESIDUE);
    }
  }

  /** Ends TLS behind what was written, and goes on in the clear. */
  void stopTls() {
    if (channel != null && !gone) {
      tls.stop(channel);
    }
  }

  /** From now on what comes goes on as it is, on the other leg. */
  void goBlind() {
    blind = true;
    early = reading;
    if (!isAtRest()) {
      broken(Input.Fault.RESIDUE);
    }
  }

  /** TLS stands. */
  void tlsStands() {
    if (channel == null) {
      return;
    }
    for (byte[] bytes : tls.takeHeld()) {
      channel.write(Unpooled.wrappedBuffer(bytes), channel.voidPromise());
    }
    if (outputEnded) {
      tls.endOutput(channel).addListener(written -> outputWritten());
    }
    letRead();
  }

  /** TLS will never stand: what waits for it is lost. */
  void tlsFailed() {
    if (outputEnded && channel != null) {
      channel.close();
    }
  }

  /** Runs it once Netty has done what it is about to do, if the connection still stands. */
  void later(Runnable task) {
    if (channel != null && !gone) {
      channel.eventLoop().execute(task);
    } else {
      task.run();
    }
  }

  /** TLS is over: what was begun under it can't be finished in the clear. */
  void clearAgain() {
    if (!framer.atRest()) {
      broken(Input.Fault.RESIDUE);
    }
  }

  /** Whether nothing has begun that has not ended: only then the stream may become another one. */
  boolean isAtRest() {
    return framer.atRest() && (unread == null || !unread.hasRemaining());
  }

  /** Passes bytes on unread. */
  private void carry(ByteBuf bytes) {
    Leg destination = other();
    if (early) {
      broken(Input.Fault.RESIDUE);
    } else if (destination != null) {
      destination.write(bytes.retain());
    }
  }

  private void write(ByteBuf bytes) {
    if (channel != null && !gone && !outputEnded) {
      channel.write(bytes, channel.voidPromise());
    } else {
      bytes.release();
    }
  }

  /**
   * Ends our half once all is written, under TLS with close_notify; closes if the peer has ended
   * its half too. What is written during a handshake waits for it.
   */
  void shutOutput() {
    if (channel == null || gone || outputEnded) {
      return;
    }
    outputEnded = true;
    if (!tls.handshakes()) {
      tls.endOutput(channel).addListener(written -> outputWritten());
    }
  }

  /** Closes at once, as far as the peer takes what was written. */
  void close() {
    if (channel != null) {
      // A TLS engine that is closed drops what is still queued.
      flush();
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
