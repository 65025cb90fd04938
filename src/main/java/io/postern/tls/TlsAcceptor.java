package io.postern.tls;

import io.netty.handler.ssl.SslContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A listener's TLS towards clients. For all threads. */
public final class TlsAcceptor {

  private final TlsSettings settings;
  private final Contexts contexts;
  private final Supplier<ServerKeys> keys;
  private final ClientCertificates certificates;
  private final PeerCheck clients;
  private final boolean knownNamesOnly;

  /**
   * Loads the engine.
   *
   * @param settings versions, ciphers, limits
   * @param keys asked once a handshake of a control channel: usually a {@link KeySource}
   * @param certificates whether clients show one
   * @param clients who signs them; null only with {@link ClientCertificates#OFF}
   * @param knownNamesOnly whether a client that names a host (SNI) that no certificate has is
   *     refused
   * @throws IllegalArgumentException if a cipher suite is unknown, or the engine cannot be loaded
   */
  public TlsAcceptor(
      TlsSettings settings,
      Supplier<ServerKeys> keys,
      ClientCertificates certificates,
      @Nullable Trust clients,
      boolean knownNamesOnly) {
    if (certificates != ClientCertificates.OFF && clients == null) {
      throw new IllegalArgumentException("client certificates need a list of their authorities");
    }
    this.settings = settings;
    this.contexts = new Contexts(settings);
    this.keys = keys;
    this.certificates = certificates;
    this.clients = PeerCheck.ofClient(clients);
    this.knownNamesOnly = knownNamesOnly;
  }

  /** For a new control session. To be closed with it. Costs nothing before the first handshake. */
  public ClientSideTls newSession() {
    return new ClientSideTls(this);
  }

  TlsSettings settings() {
    return settings;
  }

  /** The current keys. */
  ServerKeys keys() {
    return keys.get();
  }

  /** Whether a handshake for this name may go on. */
  boolean accepts(@Nullable String serverName, ServerKeys keys) {
    return !knownNamesOnly || serverName == null || keys.has(serverName);
  }

  /** A new context, with a ticket key of its own. */
  SslContext newContext(ServerKey key) {
    return contexts.server(key, certificates, clients);
  }
}
