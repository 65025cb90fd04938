package io.postern.tls;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A listener's TLS towards clients. For all threads. */
public final class TlsAcceptor {

  /**
   * Loads the engine.
   *
   * @param settings versions, ciphers, limits
   * @param keys asked once a session, at its first handshake: usually a {@link KeySource}
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
      boolean knownNamesOnly) {}

  /** For a new control session. */
  public ClientSideTls newSession() {
    throw new UnsupportedOperationException();
  }
}
