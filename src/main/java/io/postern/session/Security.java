package io.postern.session;

import io.postern.ftp.Protection;
import io.postern.policy.Subject;

/** What of a session is under TLS now: each leg, and the client's data connections. */
final class Security {

  private final TlsStance stance;
  private boolean client;
  private Subject certificate = Subject.NONE;
  private boolean server;
  private Protection data = Protection.CLEAR;
  private boolean blind;

  Security(TlsStance stance) {
    this.stance = stance;
  }

  /** What the listener wants. */
  TlsStance stance() {
    return stance;
  }

  /** Whether the client's control channel is under TLS. */
  boolean client() {
    return client;
  }

  /**
   * TLS has begun with the client.
   *
   * @param subject whom its verified certificate names
   */
  void clientBegun(Subject subject) {
    client = true;
    certificate = subject;
  }

  /** The client's control channel is in the clear again: what comes may be anybody's. */
  void clientEnded() {
    client = false;
    certificate = Subject.NONE;
  }

  /** Whom the certificate names that the client has shown on its control channel. */
  Subject certificate() {
    return certificate;
  }

  /** Whether the server's control channel is under TLS. */
  boolean server() {
    return server;
  }

  void server(boolean on) {
    server = on;
  }

  /** Whether the legs are relayed byte for byte: nothing of them is known any more. */
  boolean blind() {
    return blind;
  }

  void goBlind() {
    blind = true;
  }

  /** What the client chose for its data connections; it outlives CCC. */
  Protection clientData() {
    return data;
  }

  void clientData(Protection chosen) {
    data = chosen;
  }

  /** What the server was told: always the most that its control channel allows. */
  Protection serverData() {
    return server ? Protection.PRIVATE : Protection.CLEAR;
  }

  /**
   * Whether a data connection may need TLS: how it is protected is known only at its transfer, and
   * it waits until then.
   */
  boolean holdsData() {
    return client || server || data == Protection.PRIVATE;
  }
}
