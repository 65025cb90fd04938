package io.postern.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import java.security.Principal;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** Makes Netty's handler for one handshake, and tells its end in our words. */
final class EngineHandler {

  private final SslHandler handler;
  private final @Nullable String serverName;
  private final @Nullable HandshakeMark mark;

  private EngineHandler(SslHandler handler, @Nullable String serverName) {
    this.handler = handler;
    this.serverName = serverName;
    this.mark = prepare(handler.engine());
  }

  /** With us as the TLS server. */
  static SslHandler server(
      SslContext context,
      ByteBufAllocator allocator,
      @Nullable String serverName,
      Duration timeout,
      TlsObserver observer) {
    return new EngineHandler(context.newHandler(allocator), serverName).watch(timeout, observer);
  }

  /** With us as the TLS client; host and port are what sessions are kept under. */
  static SslHandler client(
      SslContext context,
      ByteBufAllocator allocator,
      ServerName server,
      Duration timeout,
      TlsObserver observer) {
    return new EngineHandler(
            context.newHandler(allocator, server.host(), server.port()), server.sent())
        .watch(timeout, observer);
  }

  private static @Nullable HandshakeMark prepare(SSLEngine engine) {
    if (engine instanceof ReferenceCountedOpenSslEngine boringSsl) {
      forbidRenegotiation(boringSsl);
      return null;
    }
    return HandshakeMark.putOn(engine);
  }

  /** Netty lets a server renegotiate once, for HTTP's late client certificates. */
  private static void forbidRenegotiation(ReferenceCountedOpenSslEngine engine) {
    try {
      SSL.setRenegotiateMode(engine.sslPointer(), SSL.SSL_RENEGOTIATE_NEVER);
    } catch (Exception e) {
      engine.release();
      throw new IllegalStateException("BoringSSL does not forbid renegotiation", e);
    }
  }

  private SslHandler watch(Duration timeout, TlsObserver observer) {
    handler.setHandshakeTimeoutMillis(Math.max(1, timeout.toMillis()));
    handler
        .handshakeFuture()
        .addListener(
            future -> {
              Throwable cause = future.cause();
              if (cause == null) {
                observer.established(handshake());
              } else {
                observer.failed(FailureReason.of(cause));
              }
            });
    return handler;
  }

  private TlsHandshake handshake() {
    SSLSession session = handler.engine().getSession();
    return new TlsHandshake(
        session.getProtocol(),
        session.getCipherSuite(),
        serverName,
        handler.applicationProtocol(),
        subject(session),
        isResumed(session));
  }

  private boolean isResumed(SSLSession session) {
    if (handler.engine() instanceof ReferenceCountedOpenSslEngine boringSsl) {
      return SSL.isSessionReused(boringSsl.sslPointer());
    }
    return mark != null && !mark.isFull(session);
  }

  private static @Nullable String subject(SSLSession session) {
    try {
      Principal principal = session.getPeerPrincipal();
      return principal instanceof X500Principal name ? name.getName() : null;
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  /** Makes the handler of one channel from a context. */
  interface Factory {
    SslHandler handler(SslContext context);
  }
}
