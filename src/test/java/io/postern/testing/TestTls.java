package io.postern.testing;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.Future;
import io.postern.net.ListenerSettings;
import io.postern.net.SessionTls;
import io.postern.net.TlsSource;
import io.postern.tls.TlsFailure;
import io.postern.tls.TlsFault;
import io.postern.tls.TlsHandshake;
import io.postern.tls.TlsObserver;
import java.nio.channels.ClosedChannelException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The gateway's TLS by the JDK's engine, with {@link TestCertificate}. */
public final class TestTls implements TlsSource {

  private final SslContext server;
  private final SslContext client;
  private final Duration handshake;

  /** With a time limit for handshakes. */
  public TestTls(Duration handshake, String... protocols) {
    this.handshake = handshake;
    try {
      TestCertificate certificate = TestCertificate.get();
      server =
          SslContextBuilder.forServer(certificate.keys())
              .sslProvider(SslProvider.JDK)
              .clientAuth(ClientAuth.NONE)
              .protocols(protocols)
              .build();
      client =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .trustManager(certificate.trust())
              .protocols(protocols)
              .endpointIdentificationAlgorithm("HTTPS")
              .build();
    } catch (SSLException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** TLS 1.2 and 1.3, 10 s. */
  public TestTls() {
    this(Duration.ofSeconds(10), "TLSv1.2", "TLSv1.3");
  }

  @Override
  public SessionTls newSession(ListenerSettings listener) {
    return new Session();
  }

  private final class Session implements SessionTls {

    @Override
    public ChannelHandler clientControl(TlsObserver observer) {
      return new ClientHelloWait(observer);
    }

    @Override
    public ChannelHandler serverControl(TlsObserver observer) {
      return watched(
          client.newHandler(ByteBufAllocator.DEFAULT, TestCertificate.NAME, 21), observer);
    }

    @Override
    public void close() {
      // Nothing is kept.
    }
  }

  /** As the gateway's own: the engine comes with the first bytes of the client. */
  private final class ClientHelloWait extends ChannelInboundHandlerAdapter {

    private final TlsObserver observer;
    private @Nullable Future<?> alarm;

    ClientHelloWait(TlsObserver observer) {
      this.observer = observer;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      alarm =
          context
              .executor()
              .schedule(() -> late(context), handshake.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      if (alarm != null) {
        alarm.cancel(false);
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      SslHandler engine = watched(server.newHandler(ByteBufAllocator.DEFAULT), observer);
      context.pipeline().replace(this, context.name(), engine);
      context.fireChannelRead(message);
    }

    private void late(ChannelHandlerContext context) {
      observer.failed(new TlsFailure(TlsFault.TIMEOUT, TlsFault.TIMEOUT.text()));
      context.close();
    }
  }

  private SslHandler watched(SslHandler handler, TlsObserver observer) {
    handler.setHandshakeTimeoutMillis(handshake.toMillis());
    handler
        .handshakeFuture()
        .addListener(
            done -> {
              if (done.isSuccess()) {
                observer.established(agreed(handler.engine().getSession()));
              } else {
                observer.failed(failure(done.cause()));
              }
            });
    return handler;
  }

  private static TlsHandshake agreed(SSLSession session) {
    return new TlsHandshake(
        session.getProtocol(), session.getCipherSuite(), name(session), null, null, false);
  }

  private static @Nullable String name(SSLSession session) {
    return ((ExtendedSSLSession) session)
        .getRequestedServerNames().stream()
            .map(name -> ((SNIHostName) name).getAsciiName())
            .findFirst()
            .orElse(null);
  }

  private static TlsFailure failure(Throwable cause) {
    TlsFault fault = TlsFault.PROTOCOL;
    if (cause instanceof NotSslRecordException) {
      fault = TlsFault.NOT_TLS;
    } else if (cause instanceof SslHandshakeTimeoutException) {
      fault = TlsFault.TIMEOUT;
    } else if (cause instanceof ClosedChannelException) {
      fault = TlsFault.CLOSED;
    }
    return new TlsFailure(fault, fault.text());
  }
}
