package io.postern.net;

import io.postern.tls.ClientCertificates;
import io.postern.tls.KeyFiles;
import io.postern.tls.TrustSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The keys and the trust of one listener. When TLS is spoken is in {@link
 * io.postern.session.TlsStance}.
 *
 * @param keys what clients are shown; the first serves those whose name no certificate has
 * @param selfSigned whether a certificate is made at start, in place of keys
 * @param knownNamesOnly whether a client that names a host that no certificate has is refused
 * @param clientCertificates whether clients show a certificate
 * @param clientCa PEM, who signs the certificates of clients
 * @param servers which servers are believed
 * @param own what servers are shown that ask for a certificate
 * @param resumedData whether a client's data connection must resume the TLS session of its control
 *     channel
 */
public record ListenerTlsSettings(
    List<KeyFiles> keys,
    boolean selfSigned,
    boolean knownNamesOnly,
    ClientCertificates clientCertificates,
    Optional<Path> clientCa,
    TrustSettings servers,
    Optional<KeyFiles> own,
    boolean resumedData) {

  /** No keys; servers are believed that an authority of the JDK's list vouches for. */
  public static final ListenerTlsSettings DEFAULT =
      new ListenerTlsSettings(
          List.of(),
          false,
          false,
          ClientCertificates.OFF,
          Optional.empty(),
          TrustSettings.DEFAULT,
          Optional.empty(),
          false);

  /** Copies the list. */
  public ListenerTlsSettings {
    keys = List.copyOf(keys);
  }
}
