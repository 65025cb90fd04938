/**
 * TLS of both control channels and of the data connections: keys, trust, engines, and the handlers
 * of one session.
 *
 * <p>Nothing here is loaded, and no native code, until a listener is configured with TLS.
 */
@NullMarked
package io.postern.tls;

import org.jspecify.annotations.NullMarked;
