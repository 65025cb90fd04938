package io.postern.tls;

/**
 * A handshake that did not succeed. A peer's fault is expected, so this is no exception.
 *
 * @param fault the cause in one word
 * @param reason for people: a clause without a full stop, with nothing in it that the peer has sent
 */
public record TlsFailure(TlsFault fault, String reason) {

  /** With the fault's own text. */
  static TlsFailure of(TlsFault fault) {
    return new TlsFailure(fault, fault.text());
  }
}
