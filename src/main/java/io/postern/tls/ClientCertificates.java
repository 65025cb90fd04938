package io.postern.tls;

/** Whether clients are asked for a certificate. */
public enum ClientCertificates {
  /** Not asked. */
  OFF,
  /** Asked; a client without one is let in, one with a certificate that is not trusted is not. */
  OPTIONAL,
  /** A client without a trusted certificate is refused in the handshake. */
  REQUIRED
}
