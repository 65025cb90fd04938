package io.postern.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a ClientHello, whole, of limited length and for limited time; then puts the engine's
 * handler in its place. Before, nothing is kept for the client but this and the bytes it has sent.
 */
final class ClientHelloHandler extends SslClientHelloHandler<ClientHello> {

  private static final int HANDSHAKE_RECORD = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int RECORD_HEADER_BYTES = 5;
  private static final int HANDSHAKE_HEADER_BYTES = 4;

  private final Duration timeout;
  private final int mostBytes;
  private final Answerer answerer;
  private final TlsObserver observer;
  private long deadline;
  private boolean told;
  private @Nullable Future<?> alarm;

  ClientHelloHandler(TlsSettings settings, Answerer answerer, TlsObserver observer) {
    super(settings.clientHelloBytes());
    this.timeout = settings.handshakeTimeout();
    this.mostBytes = settings.clientHelloBytes();
    this.answerer = answerer;
    this.observer = observer;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (ctx.channel().isActive()) {
      startTime(ctx);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    startTime(ctx);
    ctx.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    fail(ctx, TlsFault.CLOSED);
    super.channelInactive(ctx);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
    stopTime();
    super.handlerRemoved0(ctx);
  }

  /** Looks at the headers first: what is too long or no TLS at all need not be waited for. */
  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    TlsFault fault = told ? null : headerFault(in);
    if (fault != null) {
      fail(ctx, fault);
    }
    if (told) {
      in.skipBytes(in.readableBytes());
      return;
    }
    try {
      super.decode(ctx, in, out);
    } catch (TooLongFrameException e) {
      fail(ctx, TlsFault.HELLO_TOO_LONG);
    } catch (NotSslRecordException e) {
      fail(ctx, TlsFault.NOT_TLS);
    }
  }

  @Override
  protected Future<ClientHello> lookup(ChannelHandlerContext ctx, @Nullable ByteBuf body) {
    return body == null
        ? ctx.executor().newFailedFuture(new NotSslRecordException())
        : ctx.executor().newSucceededFuture(ClientHello.parse(body));
  }

  @Override
  protected void onLookupComplete(ChannelHandlerContext ctx, Future<ClientHello> found) {
    ClientHello hello = found.getNow();
    if (hello == null) {
      fail(ctx, TlsFault.NOT_TLS);
    } else if (!hello.protocols().isEmpty() && !hello.protocols().contains(Contexts.FTP)) {
      fail(ctx, TlsFault.ALPN);
    } else {
      answer(ctx, hello);
    }
  }

  private void answer(ChannelHandlerContext ctx, ClientHello hello) {
    Duration left = Duration.ofNanos(Math.max(1, deadline - now(ctx)));
    Answer answer =
        answerer.answer(
            hello,
            context ->
                EngineHandler.server(context, ctx.alloc(), hello.serverName(), left, observer));
    SslHandler handler = answer.handler();
    if (handler == null) {
      fail(ctx, answer.fault() == null ? TlsFault.PROTOCOL : answer.fault());
    } else {
      told = true;
      ctx.pipeline().replace(this, ctx.name(), handler);
    }
  }

  private @Nullable TlsFault headerFault(ByteBuf in) {
    int at = in.readerIndex();
    if (in.isReadable() && in.getUnsignedByte(at) != HANDSHAKE_RECORD) {
      return TlsFault.NOT_TLS;
    }
    if (in.readableBytes() < RECORD_HEADER_BYTES + HANDSHAKE_HEADER_BYTES) {
      return null;
    }
    int body = at + RECORD_HEADER_BYTES;
    if (in.getUnsignedByte(at + 1) != 3 || in.getUnsignedByte(body) != CLIENT_HELLO) {
      return TlsFault.NOT_TLS;
    }
    return in.getUnsignedMedium(body + 1) > mostBytes ? TlsFault.HELLO_TOO_LONG : null;
  }

  /** Tells the peer by an alert, if it speaks TLS, and the observer; then closes. */
  private void fail(ChannelHandlerContext ctx, TlsFault fault) {
    if (told) {
      return;
    }
    told = true;
    stopTime();
    observer.failed(TlsFailure.of(fault));
    int alert = alert(fault);
    if (alert < 0) {
      ctx.close();
    } else {
      // Unencrypted: there are no keys yet.
      ByteBuf record = Unpooled.wrappedBuffer(new byte[] {21, 3, 3, 0, 2, 2, (byte) alert});
      ctx.writeAndFlush(record).addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** The fatal alert (RFC 8446 section 6.2) before an engine is there to send one. */
  private static int alert(TlsFault fault) {
    return switch (fault) {
      case ALPN -> 120;
      case UNKNOWN_NAME -> 112;
      case HELLO_TOO_LONG -> 50;
      default -> -1;
    };
  }

  private void startTime(ChannelHandlerContext ctx) {
    if (alarm == null && !told) {
      deadline = now(ctx) + timeout.toNanos();
      alarm =
          ctx.executor()
              .schedule(() -> fail(ctx, TlsFault.TIMEOUT), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void stopTime() {
    if (alarm != null) {
      alarm.cancel(false);
    }
  }

  private static long now(ChannelHandlerContext ctx) {
    return ctx.executor().ticker().nanoTime();
  }

  /** Decides about a ClientHello. */
  interface Answerer {
    Answer answer(ClientHello hello, EngineHandler.Factory factory);
  }
}
