package io.postern.tls;

import org.jspecify.annotations.Nullable;

/**
 * What a handshake has agreed on.
 *
 * @param protocol {@code TLSv1.2} or {@code TLSv1.3}
 * @param cipher the suite's IANA name
 * @param serverName the SNI, in lower case: as the client sent it, or as we sent it to a server;
 *     null if none
 * @param alpn {@code ftp}, or null if none was agreed on
 * @param subject the peer's certificate, as RFC 2253 writes names; null if it has shown none
 * @param resumed whether it resumed an earlier session of the same control session: no other can be
 *     resumed
 */
public record TlsHandshake(
    String protocol,
    String cipher,
    @Nullable String serverName,
    @Nullable String alpn,
    @Nullable String subject,
    boolean resumed) {}
