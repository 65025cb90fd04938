package io.postern.tls;

import java.security.cert.CertificateException;

/** Carries our reason through the engine, which may tell the peer an alert and no more. */
final class RefusedCertificate extends CertificateException {

  private static final long serialVersionUID = 1L;

  private final transient TlsFailure failure;

  RefusedCertificate(TlsFailure failure) {
    super(failure.reason());
    this.failure = failure;
  }

  RefusedCertificate(TlsFailure failure, CertificateException cause) {
    super(failure.reason(), cause);
    this.failure = failure;
  }

  TlsFailure failure() {
    return failure;
  }
}
