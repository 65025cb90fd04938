package io.postern.config;

import io.postern.net.ListenerTlsSettings;
import io.postern.session.TlsStance;
import io.postern.tls.KeyFiles;
import io.postern.tls.TlsSettings;
import io.postern.tls.TrustSettings;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Puts the values of TLS into the records that take them. */
final class TlsAssembly {

  private TlsAssembly() {}

  static TlsSettings general(Values root) {
    return new TlsSettings(
        EnumSet.copyOf(root.get(TlsKeys.VERSIONS)),
        root.get(TlsKeys.CIPHERS).orElse(List.of()),
        root.get(TlsKeys.ENGINE),
        root.get(LimitKeys.CLIENT_HELLO_BYTES),
        root.get(TimeoutKeys.TLS_HANDSHAKE),
        root.get(LimitKeys.TLS_SESSIONS));
  }

  static TlsStance stance(Values listener) {
    TlsStance.Client client = listener.get(TlsKeys.CLIENT);
    return new TlsStance(
        client,
        server(client, listener.get(TlsKeys.SERVER)),
        listener.get(TlsKeys.DATA).least(),
        listener.get(TlsKeys.CCC),
        listener.get(TlsKeys.AUTH_SSL));
  }

  /** A client that never says AUTH is always under TLS, and its server must always be. */
  private static TlsStance.Server server(TlsStance.Client client, TlsStance.Server server) {
    return client == TlsStance.Client.IMPLICIT && server == TlsStance.Server.MATCH
        ? TlsStance.Server.EXPLICIT
        : server;
  }

  static ListenerTlsSettings keysAndTrust(Values listener) {
    return new ListenerTlsSettings(
        listener.items(TlsKeys.KEYS).stream()
            .map(pair -> new KeyFiles(pair.get(TlsKeys.CHAIN), pair.get(TlsKeys.KEY)))
            .toList(),
        listener.get(TlsKeys.SELF_SIGNED),
        listener.get(TlsKeys.KNOWN_NAMES_ONLY),
        listener.get(TlsKeys.CLIENT_CERTIFICATES),
        listener.get(TlsKeys.CLIENT_CA),
        trust(listener),
        own(listener),
        listener.get(TlsKeys.RESUMED_DATA));
  }

  private static TrustSettings trust(Values listener) {
    return new TrustSettings(
        listener.get(TlsKeys.TRUST_VERIFY),
        listener.get(TlsKeys.TRUST_CA).orElse(null),
        listener.get(TlsKeys.TRUST_NAME).orElse(null),
        listener.get(TlsKeys.TRUST_PINS).orElse(List.of()));
  }

  private static Optional<KeyFiles> own(Values listener) {
    return listener
        .get(TlsKeys.OWN_CHAIN)
        .flatMap(chain -> listener.get(TlsKeys.OWN_KEY).map(key -> new KeyFiles(chain, key)));
  }
}
