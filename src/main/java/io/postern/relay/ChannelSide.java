package io.postern.relay;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.postern.relay.RelayEnd.Cause;
import org.jspecify.annotations.Nullable;

/** One channel of a {@link ChannelRelay}: in the clear, or under TLS by a handler that it has. */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails leaves nothing to do
final class ChannelSide {

  private final DuplexChannel channel;
  private final boolean secure;
  private final Cause reset;
  private final Cause truncated;
  private boolean gone;

  ChannelSide(DuplexChannel channel, boolean secure, Cause reset, Cause truncated) {
    this.channel = channel;
    this.secure = secure;
    this.reset = reset;
    this.truncated = truncated;
  }

  DuplexChannel channel() {
    return channel;
  }

  /** How the relay ends if this side is reset. */
  Cause reset() {
    return reset;
  }

  /** How the relay ends if this side's end comes without the end of its TLS. */
  Cause truncated() {
    return truncated;
  }

  boolean isSecure() {
    return secure;
  }

  /** Whether its bytes may flow: it is in the clear, or its handshake is over. */
  boolean isReady() {
    SslHandler tls = tls();
    return !secure || (tls != null && tls.handshakeFuture().isSuccess());
  }

  /** Reads what its handshake needs; the handler reads on by itself. */
  void handshake() {
    if (secure) {
      channel.read();
    }
  }

  /** Whether it was lost at a time when nothing was owed to it any more, nor it owed anything. */
  boolean isGone() {
    return gone;
  }

  /** Closed at once: epoll would tell of its error for ever. */
  void gone() {
    if (!gone) {
      gone = true;
      close(true);
    }
  }

  /** Tells the peer that no more comes: close_notify where there is TLS, then FIN. */
  ChannelFuture end() {
    SslHandler tls = tls();
    if (tls == null) {
      return channel.shutdownOutput();
    }
    ChannelPromise ended = channel.newPromise();
    tls.closeOutbound().addListener(sent -> shutdown(sent, ended));
    return ended;
  }

  /**
   * Answers the peer's close_notify. vsftpd waits for the answer before it says 226, and the JDK
   * leaves it to us with TLS 1.3.
   */
  void answer() {
    SslHandler tls = tls();
    if (tls != null) {
      tls.closeOutbound();
    }
  }

  /**
   * Closes it, past the handler of TLS, which would send a close_notify.
   *
   * @param byReset unless all went well: what was cut off never looks whole
   */
  void close(boolean byReset) {
    if (byReset && channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first == null) {
      channel.close();
    } else {
      first.close();
    }
  }

  private @Nullable SslHandler tls() {
    return secure ? channel.pipeline().get(SslHandler.class) : null;
  }

  private void shutdown(Future<?> closeNotify, ChannelPromise ended) {
    if (closeNotify.isSuccess()) {
      // Later: Netty is still inside its write loop, which must not lose its buffer.
      channel.eventLoop().execute(() -> channel.shutdownOutput(ended));
    } else {
      ended.tryFailure(closeNotify.cause());
    }
  }
}
