package io.postern.tls;

import io.postern.ftp.AddressLiteral;
import org.jspecify.annotations.Nullable;

/**
 * The server of a control session, as TLS knows it.
 *
 * @param host the name that its certificate must have: a host or an IP address
 * @param port its control port, for data connections too: sessions are kept under both
 */
record ServerName(String host, int port) {

  /** What is sent as SNI: host names only (RFC 6066 section 3). */
  @Nullable String sent() {
    return AddressLiteral.parse(host).isPresent() ? null : host;
  }
}
