package io.postern.tls;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Acceptors and connectors as tests need them. */
final class Sides {

  static final String HOST = "ftp.example";

  private Sides() {}

  static TlsSettings settings(TlsEngine engine, TlsVersion... versions) {
    return new TlsSettings(
        versions.length == 0 ? Set.of(TlsVersion.values()) : Set.of(versions),
        List.of(),
        engine,
        16 * 1024,
        Duration.ofSeconds(10),
        8);
  }

  static TlsAcceptor acceptor(TlsSettings settings, ServerKey... keys) {
    ServerKeys all = new ServerKeys(List.of(keys));
    return new TlsAcceptor(settings, () -> all, ClientCertificates.OFF, null, false);
  }

  static TlsAcceptor acceptor(
      TlsSettings settings, ServerKey key, ClientCertificates certificates, Trust clients) {
    ServerKeys all = new ServerKeys(List.of(key));
    return new TlsAcceptor(settings, () -> all, certificates, clients, false);
  }

  static TlsConnector connector(TlsSettings settings, Trust trust) {
    return new TlsConnector(settings, trust, null);
  }

  static TlsConnector connector(TlsSettings settings, Trust trust, @Nullable ServerKey own) {
    return own == null
        ? connector(settings, trust)
        : new TlsConnector(settings, trust, () -> new ServerKeys(List.of(own)));
  }

  /** Believes everybody. */
  static Trust anybody() {
    try {
      return Trust.inServers(new TrustSettings(false, null, null, List.of()));
    } catch (TlsFilesException e) {
      throw new IllegalStateException(e);
    }
  }
}
