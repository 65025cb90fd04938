package io.postern.net;

import io.postern.tls.TlsFailure;
import io.postern.tls.TlsHandshake;
import io.postern.tls.TlsObserver;
import org.jspecify.annotations.Nullable;

/**
 * Whose data connections a session takes: those of the client of its control channel. Lives on the
 * session's event loop.
 */
final class ClientIdentity {

  private final boolean resumption;

  /** What the control channel's client has shown. */
  private @Nullable String subject;

  /** Whether somebody may hold a ticket that the control channel's client did not get. */
  private boolean foreign;

  /**
   * Before TLS.
   *
   * @param resumption whether a data connection must resume the control channel's TLS session
   */
  ClientIdentity(boolean resumption) {
    this.resumption = resumption;
  }

  /** TLS begins on the control channel, with new keys for tickets; what was is forgotten. */
  TlsObserver begin(TlsObserver observer) {
    subject = null;
    foreign = false;
    return new TlsObserver() {
      @Override
      public void established(TlsHandshake handshake) {
        subject = handshake.subject();
        observer.established(handshake);
      }

      @Override
      public void failed(TlsFailure failure) {
        observer.failed(failure);
      }
    };
  }

  /**
   * Whether a data connection is the client's. Where the client has shown a certificate on the
   * control channel, the data connection shows the same.
   *
   * <p>A data connection that must resume and does not is refused, but its handshake has left it a
   * session of its own. Nobody could tell a later one that resumes that from one that resumes the
   * control channel's: after the first that is refused, all are.
   */
  boolean admits(TlsHandshake data) {
    foreign |= resumption && !data.resumed();
    return !foreign && (subject == null || subject.equals(data.subject()));
  }
}
