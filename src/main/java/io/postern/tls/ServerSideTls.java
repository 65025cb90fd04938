package io.postern.tls;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of one session towards its server. Postern is the TLS client on the control channel and
 * on every data connection, whoever connects (RFC 4217 section 7). A data connection resumes the
 * control session, as vsftpd ({@code require_ssl_reuse}), ProFTPD and Pure-FTPd demand.
 *
 * <p>Use of the handlers as with {@link ClientSideTls}. The handshake begins as soon as the channel
 * is active.
 */
public final class ServerSideTls implements AutoCloseable {

  private final SslContext context;
  private final ServerName server;
  private final Duration timeout;
  private final OfferedSession offered = new OfferedSession();
  private boolean closed;

  ServerSideTls(SslContext context, ServerName server, Duration timeout) {
    this.context = context;
    this.server = server;
    this.timeout = timeout;
  }

  /** For the control channel. */
  public ChannelHandler control(TlsObserver observer) {
    return new Start(observer, false);
  }

  /**
   * For a data connection: the same name is checked and sent, and the control session offered for
   * resumption.
   */
  public ChannelHandler data(TlsObserver observer) {
    return new Start(observer, true);
  }

  /**
   * Frees what is kept for resumption. Connections that are established go on; handlers added later
   * fail.
   */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      offered.free();
      Contexts.release(context);
    }
  }

  /** The engine is made while nobody can close the context: native code would use freed memory. */
  private synchronized @Nullable SslHandler handler(
      ChannelHandlerContext ctx, TlsObserver observer, boolean data) {
    if (closed) {
      return null;
    }
    SslHandler handler = EngineHandler.client(context, ctx.alloc(), server, timeout, observer);
    if (data) {
      offered.offer(handler.engine());
    }
    return handler;
  }

  private synchronized void keep(SslHandler handler) {
    if (!closed) {
      offered.keep(handler.engine());
    }
  }

  /**
   * Waits for the channel to be connected. The engine is made only then: one that never gets into a
   * pipeline would leak, and what it offers is seen only while its handshake begins.
   */
  private final class Start extends ChannelInboundHandlerAdapter {

    private final TlsObserver observer;
    private final boolean data;
    private boolean started;

    Start(TlsObserver observer, boolean data) {
      this.observer = observer;
      this.data = data;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      if (ctx.channel().isActive()) {
        start(ctx);
      }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      start(ctx);
      ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      fail();
      ctx.fireChannelInactive();
    }

    private void start(ChannelHandlerContext ctx) {
      SslHandler handler = started ? null : handler(ctx, observer, data);
      if (handler != null) {
        started = true;
        ctx.pipeline().replace(this, ctx.name(), handler);
        if (data) {
          keep(handler);
        }
      } else {
        fail();
        ctx.close();
      }
    }

    private void fail() {
      if (!started) {
        started = true;
        observer.failed(TlsFailure.of(TlsFault.CLOSED));
      }
    }
  }
}
