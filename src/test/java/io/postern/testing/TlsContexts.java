package io.postern.testing;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
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

  /** The JDK's, which trusts everybody and knows no session yet; with a certificate or without. */
  public static SSLContext believing(KeyManager... keys) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has TLS", e);
    }
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
