package io.postern.tls;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A listener's TLS towards servers. For all threads. */
public final class TlsConnector {

  /**
   * Loads the engine.
   *
   * @param settings versions, ciphers, limits
   * @param servers which are believed
   * @param keys our own certificate, for servers that ask for one; null for none
   * @throws IllegalArgumentException if a cipher suite is unknown, or the engine cannot be loaded
   */
  public TlsConnector(TlsSettings settings, Trust servers, @Nullable Supplier<ServerKeys> keys) {}

  /**
   * For a new control session.
   *
   * @param host the server's configured host: its certificate must have this name, unless the trust
   *     names another
   * @param port the server's control port
   */
  public ServerSideTls newSession(String host, int port) {
    throw new UnsupportedOperationException();
  }
}
