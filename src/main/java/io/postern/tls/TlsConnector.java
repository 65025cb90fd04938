package io.postern.tls;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A listener's TLS towards servers. For all threads. */
public final class TlsConnector {

  private final TlsSettings settings;
  private final Contexts contexts;
  private final Trust servers;
  private final @Nullable Supplier<ServerKeys> keys;

  /**
   * Loads the engine.
   *
   * @param settings versions, ciphers, limits
   * @param servers which are believed
   * @param keys our own certificate, for servers that ask for one: the first of the keys; null for
   *     none
   * @throws IllegalArgumentException if a cipher suite is unknown, or the engine cannot be loaded
   */
  public TlsConnector(TlsSettings settings, Trust servers, @Nullable Supplier<ServerKeys> keys) {
    this.settings = settings;
    this.contexts = new Contexts(settings);
    this.servers = servers;
    this.keys = keys;
  }

  /**
   * For a new control session. To be closed with it.
   *
   * @param host the server's configured host: its certificate must have this name, unless the trust
   *     names another
   * @param port the server's control port
   */
  public ServerSideTls newSession(String host, int port) {
    ServerName server = new ServerName(servers.nameOf(host), port);
    PeerCheck check = PeerCheck.ofServer(servers, server.host());
    ServerKey own = keys == null ? null : keys.get().select(null);
    return new ServerSideTls(contexts.client(check, own), server, settings.handshakeTimeout());
  }
}
