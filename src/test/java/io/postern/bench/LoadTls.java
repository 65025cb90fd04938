package io.postern.bench;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * The TLS of one session of the load, always BoringSSL and always the same cipher suite of each
 * version, so that only what is measured differs. It checks no certificate.
 */
final class LoadTls implements AutoCloseable {

  private static final List<String> SUITES =
      List.of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256");

  private final SslContext context;

  /**
   * Nothing to resume yet.
   *
   * @param version such as {@code TLSv1.3}
   */
  LoadTls(String version) throws IOException {
    context =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL_REFCNT)
            .protocols(version)
            .ciphers(SUITES)
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .endpointIdentificationAlgorithm(null)
            .build();
  }

  /**
   * Shakes hands over a connected socket.
   *
   * @param server what its session is kept under, and looked for: the control channel's address
   */
  TlsChannel over(SocketChannel socket, InetSocketAddress server, TlsChannel.Buffers buffers)
      throws IOException {
    return shake(
        socket,
        (ReferenceCountedOpenSslEngine)
            context.newEngine(
                UnpooledByteBufAllocator.DEFAULT, server.getHostString(), server.getPort()),
        buffers);
  }

  /** The same, with nothing resumed. */
  TlsChannel anew(SocketChannel socket, TlsChannel.Buffers buffers) throws IOException {
    return shake(
        socket,
        (ReferenceCountedOpenSslEngine) context.newEngine(UnpooledByteBufAllocator.DEFAULT),
        buffers);
  }

  private static TlsChannel shake(
      SocketChannel socket, ReferenceCountedOpenSslEngine engine, TlsChannel.Buffers buffers)
      throws IOException {
    try {
      return new TlsChannel(socket, engine, buffers).handshake();
    } catch (IOException e) {
      engine.release();
      socket.close();
      throw e;
    }
  }

  @Override
  public void close() {
    ReferenceCountUtil.release(context);
  }
}
