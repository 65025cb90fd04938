package io.postern.session;

import io.postern.ftp.Protection;

/**
 * What a listener does about TLS on its two legs (RFC 4217).
 *
 * @param client what is offered to, or demanded of, the client
 * @param server how the server is spoken to
 * @param leastData the lowest protection of data connections that a client under TLS may choose
 * @param ccc whether a client may go back to a clear control channel
 * @param authSsl whether {@code AUTH SSL} is taken for {@code AUTH TLS}
 */
public record TlsStance(
    Client client, Server server, Protection leastData, boolean ccc, boolean authSsl) {

  /** TLS on neither leg. */
  public static final TlsStance NONE =
      new TlsStance(Client.NONE, Server.CLEAR, Protection.CLEAR, false, false);

  /** Towards the client. */
  public enum Client {
    /** AUTH is refused with 534. */
    NONE,
    /** AUTH is offered. */
    OPTIONAL,
    /** No login without AUTH. */
    REQUIRED,
    /** TLS from the first byte. */
    IMPLICIT,
    /** AUTH goes to the server, and after its 234 the gateway is blind. */
    OPAQUE;

    /** Whether the gateway is the TLS server of clients. */
    public boolean isTerminated() {
      return this == OPTIONAL || this == REQUIRED || this == IMPLICIT;
    }
  }

  /** Towards the server. */
  public enum Server {
    /** Never TLS. */
    CLEAR,
    /** AUTH TLS after the greeting, or there is no session. */
    EXPLICIT,
    /** TLS from the first byte. */
    IMPLICIT,
    /** AUTH TLS when the client asks for it. */
    MATCH;

    /**
     * Whether the gateway is a TLS client of the server.
     *
     * @param towards what it does about TLS with clients
     */
    public boolean isOriginated(Client towards) {
      return this == EXPLICIT || this == IMPLICIT || (this == MATCH && towards.isTerminated());
    }
  }
}
