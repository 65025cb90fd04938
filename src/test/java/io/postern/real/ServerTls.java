package io.postern.real;

import io.postern.tls.KeyFiles;

/**
 * What a server does about TLS.
 *
 * @param keys its certificate and key
 * @param implicit whether TLS begins with the first byte; else it waits for AUTH TLS
 * @param level its own setting of how much it demands, if it has one; else empty
 * @param firstPort of its passive range
 * @param lastPort of its passive range
 */
record ServerTls(KeyFiles keys, boolean implicit, String level, int firstPort, int lastPort) {}
