package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * What goes out on one leg: in the clear, under TLS, or kept until TLS stands; and its end, which
 * comes behind all of it. Lives on the session's event loop.
 */
final class LegOutput {

  private final LegTls tls;
  private final Runnable whenEnded;
  private @Nullable SocketChannel channel;
  private boolean ended;

  /**
   * Of a leg that is not connected yet.
   *
   * @param whenEnded called when all is written behind which {@link #end} has put the end
   */
  LegOutput(LegTls tls, Runnable whenEnded) {
    this.tls = tls;
    this.whenEnded = whenEnded;
  }

  void connected(SocketChannel to) {
    channel = to;
  }

  /** The connection is gone: what is still written goes nowhere. */
  void gone() {
    channel = null;
  }

  /**
   * Queues bytes; {@link #flush} sends them.
   *
   * @return whether they are kept for TLS
   */
  boolean write(byte[] bytes) {
    if (channel == null || ended) {
      return false;
    }
    if (tls.holds(bytes)) {
      return true;
    }
    tls.output(channel).write(Unpooled.wrappedBuffer(bytes), channel.voidPromise());
    return false;
  }

  /** Queues bytes of a blind leg as they are. */
  void write(ByteBuf bytes) {
    if (channel != null && !ended) {
      channel.write(bytes, channel.voidPromise());
    } else {
      bytes.release();
    }
  }

  void flush() {
    if (channel != null) {
      tls.output(channel).flush();
    }
  }

  /** Whether more may be written; there is room for what goes nowhere. */
  boolean hasRoom() {
    return channel == null || (channel.isWritable() && tls.hasRoom());
  }

  /**
   * How much memory that takes which waits for TLS, or for a peer that has stopped reading. What a
   * peer is about to take does not count: nobody would tell when it is gone.
   */
  long memoryBytes() {
    if (channel == null) {
      return 0;
    }
    ChannelOutboundBuffer queued = channel.unsafe().outboundBuffer();
    boolean stuck = queued != null && !queued.isWritable();
    return tls.heldBytes() + (stuck ? queued.totalPendingWriteBytes() : 0);
  }

  /** TLS stands: what was kept goes out. */
  void tlsStands() {
    if (channel == null) {
      return;
    }
    for (byte[] bytes : tls.takeHeld()) {
      channel.write(Unpooled.wrappedBuffer(bytes), channel.voidPromise());
    }
    if (ended) {
      endBehind(channel);
    }
  }

  /**
   * Ends our half once all is written, under TLS with close_notify. What is written during a
   * handshake waits for it.
   */
  void end() {
    if (channel == null || ended) {
      return;
    }
    ended = true;
    if (!tls.handshakes()) {
      endBehind(channel);
    }
  }

  private void endBehind(SocketChannel to) {
    tls.endOutput(to).addListener(written -> whenEnded.run());
  }

  /** Whether nothing more is said, though something may still have to be written. */
  boolean isEnded() {
    return ended;
  }
}
