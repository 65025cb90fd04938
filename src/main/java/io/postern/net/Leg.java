package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.postern.ftp.Line;
import io.postern.ftp.LineLimits;
import io.postern.session.Input;
import io.postern.session.Input.Side;
import io.postern.tls.TlsObserver;
import java.io.IOException;
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
  private final LegInput input;
  private final LegTls tls;
  private final LegOutput output;
  private @Nullable SocketChannel channel;

  /** Whether the channel is in the middle of a turn of reading. */
  private boolean reading;

  private boolean blind;

  /** Whether what is read was sent before the leg went blind. */
  private boolean early;

  private boolean inputEnded;
  private boolean broken;
  private boolean gone;

  Leg(Side side, SessionRunner runner, LineLimits limits) {
    this.side = side;
    this.runner = runner;
    this.input = new LegInput(side, limits, this);
    this.tls = new LegTls(side, runner, this);
    this.output = new LegOutput(tls, this::outputWritten);
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
    output.connected(channel);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    reading = true;
    try {
      if (!reads()) {
        return;
      }
      if (blind) {
        carry(bytes);
      } else {
        input.read(bytes);
      }
    } finally {
      bytes.release();
    }
  }

  /** Whether what comes is of interest. */
  boolean reads() {
    return !broken && !runner.closing();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    reading = false;
    early = false;
    if (blind) {
      runner.input(new Input.Carried(side));
    }
    runner.weigh();
    runner.flush();
  }

  /** How much memory, nearly, that takes which has begun and not ended, or is not yet sent. */
  long memoryBytes() {
    return input.memoryBytes() + output.memoryBytes();
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
      if (output.isEnded() && channel != null && channel.isOutputShutdown()) {
        channel.close();
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    gone = true;
    output.gone();
    inputEnded = true;
    tls.ended();
    runner.input(new Input.Closed(side, true));
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    runner.weigh();
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
    boolean forward = destination == null || destination.output.hasRoom();
    read(forward && (blind || side == Side.SERVER || output.hasRoom()));
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
    if (output.write(bytes) && !tls.hasRoom()) {
      letRead();
    }
  }

  void flush() {
    output.flush();
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
    output.tlsStands();
    letRead();
  }

  /** TLS will never stand: what waits for it is lost. */
  void tlsFailed() {
    if (output.isEnded() && channel != null) {
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
    if (!input.isBetweenLines()) {
      broken(Input.Fault.RESIDUE);
    }
  }

  /** Whether nothing has begun that has not ended: only then the stream may become another one. */
  boolean isAtRest() {
    return input.isAtRest();
  }

  /** Passes bytes on unread. */
  private void carry(ByteBuf bytes) {
    Leg destination = other();
    if (early) {
      broken(Input.Fault.RESIDUE);
    } else if (destination != null) {
      destination.output.write(bytes.retain());
    }
  }

  /**
   * Ends our half once all is written ({@link LegOutput#end}); closes if the peer has ended its
   * half too.
   */
  void shutOutput() {
    output.end();
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

  /** With the input ended, epoll throws on auto-read. */
  private void read(boolean on) {
    if (channel != null && !gone && !channel.isInputShutdown()) {
      channel.config().setAutoRead(on);
    }
  }

  /** The peer can't be read on. */
  final void broken(Input.Fault fault) {
    broken = true;
    runner.input(new Input.Broken(side, fault));
  }
}
