package io.postern.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.KeyManagerFactoryWrapper;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the contexts: one for each side of each control session. A context has its own ticket key
 * and cache, so no session can be resumed in another; it takes 40 to 60 µs and about 5 KB.
 */
final class Contexts {

  static final String FTP = "ftp";

  private static final ApplicationProtocolConfig ALPN =
      new ApplicationProtocolConfig(
          Protocol.ALPN,
          SelectorFailureBehavior.NO_ADVERTISE,
          SelectedListenerFailureBehavior.ACCEPT,
          FTP);

  /**
   * As long as control channels live: at its default, 5 minutes, BoringSSL would forget their
   * sessions.
   */
  private static final Duration SESSION_LIFE = Duration.ofDays(1);

  /** Longer than a ticket may live (RFC 8446 section 4.6.1): the JDK gives none then. */
  private static final Duration NO_TICKETS = Duration.ofDays(8);

  private final TlsSettings settings;
  private final SslProvider provider;
  private final List<String> suites;

  /**
   * Loads the engine and tries the settings.
   *
   * @throws IllegalArgumentException if a cipher suite is unknown, or the engine cannot be loaded
   */
  Contexts(TlsSettings settings) {
    this.settings = settings;
    this.provider = Engines.provider(settings.engine());
    this.suites = CipherSuites.of(settings.ciphers(), settings.versions());
    CipherSuites.check(suites, Engines.suites(provider));
    release(client(PeerCheck.ofClient(null), null));
  }

  /** Towards a client. */
  SslContext server(ServerKey key, ClientCertificates certificates, PeerCheck clients) {
    return build(
        SslContextBuilder.forServer(keys(key))
            .clientAuth(clientAuth(certificates))
            .trustManager(clients));
  }

  /** Towards a server. */
  SslContext client(PeerCheck server, @Nullable ServerKey own) {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .trustManager(server)
            // PeerCheck does it, and tells the reason.
            .endpointIdentificationAlgorithm(null);
    return build(own == null ? builder : builder.keyManager(keys(own)));
  }

  /**
   * From now on handshakes give no tickets of TLS 1.3; those that were given stay good. For data
   * connections: the JDK sends a ticket at once, and a client that only uploads (curl, lftp) closes
   * with the ticket unread. Its system resets the connection then, and drops what of the file is
   * not sent yet. BoringSSL sends tickets with the first data only, which the client reads.
   */
  static void endTickets(SslContext context) {
    if (!(context.sessionContext() instanceof OpenSslSessionContext)) {
      context.sessionContext().setSessionTimeout(Math.toIntExact(NO_TICKETS.toSeconds()));
    }
  }

  /** Those with native memory are counted. */
  static void release(SslContext context) {
    ReferenceCountUtil.release(context);
  }

  private SslContext build(SslContextBuilder builder) {
    try {
      SslContext context =
          builder
              .sslProvider(provider)
              .protocols(protocols())
              .ciphers(suites, IdentityCipherSuiteFilter.INSTANCE)
              .applicationProtocolConfig(ALPN)
              .sessionCacheSize(settings.cachedSessions())
              .sessionTimeout(SESSION_LIFE.toSeconds())
              .build();
      return withTickets(context);
    } catch (SSLException e) {
      throw new IllegalArgumentException("TLS can't be set up: " + e.getMessage(), e);
    }
  }

  /** Tickets of TLS 1.2 too: the native library makes the key, and every context has another. */
  private static SslContext withTickets(SslContext context) {
    if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
      sessions.setTicketKeys();
    }
    return context;
  }

  private List<String> protocols() {
    List<String> protocols = new ArrayList<>();
    for (TlsVersion version : TlsVersion.values()) {
      if (settings.versions().contains(version)) {
        protocols.add(version.protocol());
      }
    }
    return protocols;
  }

  /** BoringSSL encodes a key once a context with this, instead of once a handshake. */
  private KeyManagerFactory keys(ServerKey key) {
    KeyManagerFactory one = new KeyManagerFactoryWrapper(new OneKey(key));
    return provider == SslProvider.JDK ? one : new OpenSslCachingX509KeyManagerFactory(one);
  }

  private static ClientAuth clientAuth(ClientCertificates certificates) {
    return switch (certificates) {
      case OFF -> ClientAuth.NONE;
      case OPTIONAL -> ClientAuth.OPTIONAL;
      case REQUIRED -> ClientAuth.REQUIRE;
    };
  }
}
