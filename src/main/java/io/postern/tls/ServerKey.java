package io.postern.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** One certificate with its chain and key. */
final class ServerKey {

  private final List<X509Certificate> chain;
  private final PrivateKey key;
  private final CertificateNames names;

  ServerKey(List<X509Certificate> chain, PrivateKey key) {
    this.chain = List.copyOf(chain);
    this.key = key;
    this.names = CertificateNames.of(chain.get(0));
  }

  List<X509Certificate> chain() {
    return chain;
  }

  PrivateKey key() {
    return key;
  }

  /** The names of the first certificate. */
  CertificateNames names() {
    return names;
  }

  /** The subject; nothing of the key. */
  @Override
  public String toString() {
    return "ServerKey[" + chain.get(0).getSubjectX500Principal().getName() + "]";
  }
}
