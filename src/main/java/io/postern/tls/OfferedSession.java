package io.postern.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLSession;
import javax.net.ssl.SSLEngine;

/**
 * What was last offered to a server to resume one control session with: kept to be offered again,
 * for BoringSSL. Netty offers a ticket of TLS 1.3 once (RFC 8446 appendix C.4, against being
 * recognised), and BoringSSL throws away those that come after our close_notify, as they do in a
 * short upload. A server that demands resumption would refuse the third. Here the control channel
 * shows who we are anyway.
 *
 * <p>Guarded by its {@link ServerSideTls}: the native session is counted by hand.
 */
final class OfferedSession {

  /** What is greater is a pointer. */
  private static final long NONE = 0;

  private long session = NONE;

  /**
   * Before the handshake begins. Netty puts one that was never offered in its place, if it has one.
   */
  void offer(SSLEngine engine) {
    if (session != NONE && engine instanceof ReferenceCountedOpenSslEngine boringSsl) {
      SSL.setSession(boringSsl.sslPointer(), session);
    }
  }

  /** After the ClientHello is made, and before an answer is read: only then it can be seen. */
  void keep(SSLEngine engine) {
    if (engine instanceof ReferenceCountedOpenSslEngine boringSsl) {
      long offered = SSL.getSession(boringSsl.sslPointer());
      if (offered > NONE && offered != session && SSLSession.upRef(offered)) {
        free();
        session = offered;
      }
    }
  }

  void free() {
    if (session != NONE) {
      SSLSession.free(session);
      session = NONE;
    }
  }
}
