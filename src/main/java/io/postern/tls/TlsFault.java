package io.postern.tls;

/** Why a handshake did not succeed: one word a cause, for events and metrics. */
public enum TlsFault {
  /** Not done in time. */
  TIMEOUT("the TLS handshake took too long"),
  /** The connection ended before the handshake did. */
  CLOSED("the connection ended during the TLS handshake"),
  /** The first bytes are no TLS record. */
  NOT_TLS("that is not TLS"),
  /** The ClientHello is longer than the limit. */
  HELLO_TOO_LONG("the ClientHello is too long"),
  /**
   * The client offers application protocols (ALPN, RFC 7301), and {@code ftp} is not among them.
   */
  ALPN("the client wants another protocol than ftp"),
  /** The client names a host (SNI) that no certificate has, where the settings demand one. */
  UNKNOWN_NAME("no certificate has the name that the client asks for"),
  /** No version or cipher suite in common. */
  NOTHING_IN_COMMON("no TLS version or cipher suite in common"),
  /** The certificate does not lead to a trusted one. */
  UNTRUSTED("the certificate is not signed by a trusted authority"),
  /** Expired, or not valid yet. */
  OUT_OF_DATE("the certificate is expired or not valid yet"),
  /** The server's certificate has other names. */
  WRONG_NAME("the certificate is for another name"),
  /** The server's key is none of the pinned. */
  WRONG_PIN("the certificate's key is not one of the pinned keys"),
  /** The client has no certificate, but must. */
  NO_CERTIFICATE("a client certificate is required"),
  /** The peer has ended the handshake with an alert: it may not trust us. */
  PEER_REFUSED("the peer refused the TLS handshake"),
  /** Anything else that breaks the protocol. */
  PROTOCOL("the peer broke the TLS protocol");

  private final String text;

  TlsFault(String text) {
    this.text = text;
  }

  /** For people: a clause without a full stop, with nothing in it that a peer has sent. */
  public String text() {
    return text;
  }
}
