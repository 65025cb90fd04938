package io.postern.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.postern.session.Input;
import io.postern.session.Input.Side;
import io.postern.session.TlsPeer;
import io.postern.tls.TlsFailure;
import io.postern.tls.TlsHandshake;
import io.postern.tls.TlsObserver;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * TLS on one leg: begins behind what was written in the clear, ends with close_notify, and may
 * begin again. Lives on the session's event loop.
 */
final class LegTls implements TlsObserver {

  /** The TLS handler's name in every pipeline. */
  static final String HANDLER = "tls";

  private static final String TAIL = "tls-tail";

  /** As much as Netty lets wait in a channel before it calls it unwritable. */
  private static final int MOST_HELD_BYTES = 64 * 1024;

  private enum State {
    CLEAR,
    HANDSHAKE,
    STANDS,
    /** Our close_notify is sent, and we write in the clear; the peer may still send records. */
    ENDING,
    FAILED
  }

  private final Side side;
  private final SessionRunner runner;
  private final Leg leg;
  private final Queue<byte[]> held = new ArrayDeque<>();
  private int heldBytes;
  private State state = State.CLEAR;

  LegTls(Side side, SessionRunner runner, Leg leg) {
    this.side = side;
    this.runner = runner;
    this.leg = leg;
  }

  /** Whether the handshake runs. */
  boolean handshakes() {
    return state == State.HANDSHAKE;
  }

  /**
   * Begins.
   *
   * @param handler from {@link SessionTls}
   * @param reading whether the channel is in the middle of a turn of reading
   */
  void start(Channel channel, ChannelHandler handler, boolean reading) {
    ChannelPipeline pipeline = channel.pipeline();
    if (state == State.ENDING) {
      clearAgain(pipeline);
    }
    // What was written so far is in the channel's own queue, out of reach of the handler.
    channel.flush();
    state = State.HANDSHAKE;
    pipeline.addFirst(HANDLER, handler);
    if (reading && state == State.HANDSHAKE) {
      pipeline.addFirst(Unread.thisTurn(() -> residue(pipeline)));
    }
  }

  /**
   * Keeps what is written during the handshake until there are keys: a handler that still waits for
   * a ClientHello would let it pass in the clear.
   *
   * @return whether it is kept
   */
  boolean holds(byte[] bytes) {
    if (state == State.FAILED) {
      // Dropped: what was meant for TLS is never said in the clear.
      return true;
    }
    if (state != State.HANDSHAKE) {
      return false;
    }
    held.add(bytes);
    heldBytes += bytes.length;
    return true;
  }

  /** How much is kept. */
  int heldBytes() {
    return heldBytes;
  }

  /** Whether more may be kept. */
  boolean hasRoom() {
    return heldBytes < MOST_HELD_BYTES;
  }

  /** Gives back what was kept, and keeps it no more. */
  List<byte[]> takeHeld() {
    List<byte[]> taken = List.copyOf(held);
    held.clear();
    heldBytes = 0;
    return taken;
  }

  /** Ends TLS behind what was written, and goes on in the clear. */
  void stop(Channel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    if (state != State.STANDS || !(pipeline.get(HANDLER) instanceof SslHandler handler)) {
      return;
    }
    state = State.ENDING;
    sayCloseNotify(channel, handler);
    pipeline.addBefore(HANDLER, TAIL, new TlsTail(() -> clearAgain(pipeline)));
  }

  /** Where what is written in this moment has to go in. */
  ChannelOutboundInvoker output(Channel channel) {
    @Nullable ChannelHandlerContext context =
        state == State.ENDING ? channel.pipeline().context(HANDLER) : null;
    return context == null ? channel : context;
  }

  /** Says under TLS, if there is any, that nothing more comes; done when all is written. */
  ChannelFuture endOutput(Channel channel) {
    return state == State.STANDS && channel.pipeline().get(HANDLER) instanceof SslHandler handler
        ? sayCloseNotify(channel, handler)
        : output(channel).writeAndFlush(Unpooled.EMPTY_BUFFER);
  }

  /**
   * The peer's close_notify, or the end of a handler.
   *
   * @return whether it ends the peer's half
   */
  boolean ends(Channel channel, SslCloseCompletionEvent event) {
    if (!event.isSuccess()) {
      return false;
    }
    if (state == State.ENDING) {
      clearAgain(channel.pipeline());
      return false;
    }
    if (state == State.STANDS) {
      channel.pipeline().addFirst(Unread.forGood());
    }
    return state == State.STANDS;
  }

  @Override
  public void established(TlsHandshake handshake) {
    if (state != State.HANDSHAKE) {
      return;
    }
    state = State.STANDS;
    leg.tlsStands();
    runner.input(new Input.TlsStarted(side, peer(handshake)));
  }

  /** The core is told a little later: it closes, and the handler's alert is still to be sent. */
  @Override
  public void failed(TlsFailure failure) {
    if (state == State.HANDSHAKE) {
      state = State.FAILED;
      leg.later(() -> tell(failure.reason()));
    }
  }

  /** The handshake can't succeed any more: the connection ended. */
  void ended() {
    if (state == State.HANDSHAKE) {
      state = State.FAILED;
      tell("the connection ended during the TLS handshake");
    }
  }

  private void tell(String reason) {
    takeHeld();
    runner.input(new Input.TlsFailed(side, reason));
    leg.tlsFailed();
  }

  /** An engine that has closed takes nothing more: what is queued has to go first. */
  private static ChannelFuture sayCloseNotify(Channel channel, SslHandler handler) {
    channel.flush();
    return handler.closeOutbound();
  }

  private void residue(ChannelPipeline pipeline) {
    if (state == State.HANDSHAKE) {
      clearAgain(pipeline);
      leg.broken(Input.Fault.RESIDUE);
    }
  }

  private void clearAgain(ChannelPipeline pipeline) {
    state = State.CLEAR;
    takeHeld();
    // The tail goes last: it passes on what it holds.
    remove(pipeline, HANDLER);
    leg.clearAgain();
    remove(pipeline, TAIL);
  }

  private static void remove(ChannelPipeline pipeline, String name) {
    if (pipeline.get(name) != null) {
      pipeline.remove(name);
    }
  }

  private static TlsPeer peer(TlsHandshake handshake) {
    return new TlsPeer(
        handshake.protocol(),
        handshake.cipher(),
        handshake.resumed(),
        orEmpty(handshake.serverName()),
        orEmpty(handshake.subject()));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
