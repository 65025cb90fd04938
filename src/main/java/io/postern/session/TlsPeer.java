package io.postern.session;

/**
 * What a handshake agreed on.
 *
 * @param protocol such as {@code TLSv1.3}
 * @param cipher its suite
 * @param resumed whether an earlier session was resumed
 * @param name the host name that the client asked for (SNI); empty if none
 * @param subject the subject of the peer's verified certificate; empty if it has none
 */
public record TlsPeer(
    String protocol, String cipher, boolean resumed, String name, String subject) {}
