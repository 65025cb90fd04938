package io.postern.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** The choice of the engine. Asking loads native code; nothing else here does before. */
final class Engines {

  private static final String CLIENT_TICKETS = "jdk.tls.client.enableSessionTicketExtension";
  private static final String NO_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

  private Engines() {}

  /**
   * Netty's name of the engine.
   *
   * @throws IllegalArgumentException if BoringSSL is demanded and does not load
   */
  static SslProvider provider(TlsEngine engine) {
    if (engine == TlsEngine.JDK || (engine == TlsEngine.AUTO && !isBoringSsl())) {
      prepareJdk();
      return SslProvider.JDK;
    }
    if (!isBoringSsl()) {
      throw new IllegalArgumentException(
          "BoringSSL does not load on this machine", OpenSsl.unavailabilityCause());
    }
    return SslProvider.OPENSSL_REFCNT;
  }

  /** The cipher suites that an engine has. */
  static Set<String> suites(SslProvider provider) {
    return provider == SslProvider.JDK ? ofJdk() : OpenSsl.availableJavaCipherSuites();
  }

  private static Set<String> ofJdk() {
    try {
      return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no TLS", e);
    }
  }

  /** Another OpenSSL that tcnative may find has other caches and rules of renegotiation. */
  private static boolean isBoringSsl() {
    return OpenSsl.isAvailable() && "BoringSSL".equals(OpenSsl.versionString());
  }

  /**
   * With TLS 1.2 vsftpd resumes a session by its id only, and the JDK sends no id where it has a
   * ticket. The JDK reads these once, when its first handshake begins.
   */
  private static void prepareJdk() {
    setDefault(CLIENT_TICKETS, "false");
    setDefault(NO_RENEGOTIATION, "true");
  }

  private static void setDefault(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
