package io.postern.pinhole.relay;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.Future;
import io.postern.testing.TlsContexts;
import io.postern.tls.TlsFailure;
import io.postern.tls.TlsFault;
import io.postern.tls.TlsHandshake;
import io.postern.tls.TlsObserver;

/** TLS of data connections with the JDK's engine and no resumption. */
final class TestTls implements DataTls {

  private static final long HANDSHAKE_MILLIS = 1_500;

  private final String protocol;
  volatile boolean admits = true;

  TestTls(String protocol) {
    this.protocol = protocol;
  }

  @Override
  public ChannelHandler towardsClient(TlsObserver observer) {
    return handler(true, observer);
  }

  @Override
  public ChannelHandler towardsServer(TlsObserver observer) {
    return handler(false, observer);
  }

  @Override
  public boolean admits(TlsHandshake client) {
    return admits;
  }

  private ChannelHandler handler(boolean server, TlsObserver observer) {
    SslHandler handler =
        TlsContexts.of(SslProvider.JDK, protocol, server).newHandler(ByteBufAllocator.DEFAULT);
    handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
    handler.handshakeFuture().addListener(done -> tell(done, observer));
    return handler;
  }

  private void tell(Future<?> done, TlsObserver observer) {
    if (done.isSuccess()) {
      observer.established(new TlsHandshake(protocol, "cipher", null, null, null, false));
    } else {
      observer.failed(new TlsFailure(TlsFault.PROTOCOL, "a reason"));
    }
  }
}
