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
  private boolean closed;

  ServerSideTls(SslContext context, ServerName server, Duration timeout) {
    this.context = context;
    this.server = server;
    this.timeout = timeout;
  }

  /** For the control channel. */
  public ChannelHandler control(TlsObserver observer) {
    return new Start(observer);
  }

  /**
   * For a data connection: the same name is checked and sent, and the control session offered for
   * resumption.
   */
  public ChannelHandler data(TlsObserver observer) {
    return new Start(observer);
  }

  /**
   * Frees what is kept for resumption. Connections that are established go on; handlers added later
   * fail.
   */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Contexts.release(context);
    }
  }

  private synchronized @Nullable SslHandler handler(
      ChannelHandlerContext ctx, TlsObserver observer) {
    return closed ? null : EngineHandler.client(context, ctx.alloc(), server, timeout, observer);
  }

  /** Makes the engine only when it has a pipeline: one that never gets there would leak. */
  private final class Start extends ChannelInboundHandlerAdapter {

    private final TlsObserver observer;

    Start(TlsObserver observer) {
      this.observer = observer;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      SslHandler handler = handler(ctx, observer);
      if (handler == null) {
        observer.failed(TlsFailure.of(TlsFault.CLOSED));
        ctx.close();
      } else {
        ctx.pipeline().replace(this, ctx.name(), handler);
      }
    }
  }
}
