package io.postern.tls;

import java.nio.file.Path;

/**
 * Where one certificate and its key are.
 *
 * @param chain PEM: the certificate, then those that sign it, each by the next
 * @param key PEM, not encrypted: PKCS #8, or the older forms of RSA and EC keys; may be the same
 *     file
 */
public record KeyFiles(Path chain, Path key) {}
