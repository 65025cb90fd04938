package io.postern.testing;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;

/** Netty's contexts with the test's key, which trust everybody; one of each kind a JVM. */
public final class TlsContexts {

  private static final Map<String, SslContext> CONTEXTS = new ConcurrentHashMap<>();

  private TlsContexts() {}

  /**
   * A context for one role.
   *
   * @param server whether it is the TLS server
   * @param protocol such as {@code TLSv1.3}
   */
  public static SslContext of(SslProvider engine, String protocol, boolean server) {
    return CONTEXTS.computeIfAbsent(
        engine + protocol + server, key -> context(engine, protocol, server));
  }

  private static SslContext context(SslProvider engine, String protocol, boolean server) {
    try {
      SslContextBuilder builder =
          server
              ? SslContextBuilder.forServer(TestKeys.get())
              : SslContextBuilder.forClient()
                  .trustManager(InsecureTrustManagerFactory.INSTANCE)
                  .endpointIdentificationAlgorithm(null);
      return builder.sslProvider(engine).protocols(protocol).build();
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }
}
