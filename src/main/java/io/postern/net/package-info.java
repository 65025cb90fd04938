/** Netty: listeners, the legs of a session, and the runner of the session's actions. */
@NullMarked
package io.postern.net;

import org.jspecify.annotations.NullMarked;
