package io.postern.upstream;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whom a server is sought for.
 *
 * @param address the client's own address
 * @param user the name that it logs in with; null if it is not known yet
 */
public record Client(InetAddress address, @Nullable String user) {}
