package io.postern.tls;

/**
 * Is told how a handshake ends: exactly one of the two calls, once, on the channel's event loop,
 * before the first decrypted byte comes through the pipeline. A handler that is removed before its
 * channel ends tells nothing.
 */
public interface TlsObserver {

  /** All that follows is encrypted. */
  void established(TlsHandshake handshake);

  /** The peer has been sent an alert where TLS has one, and the channel is closing. */
  void failed(TlsFailure failure);
}
