/** Pinholes in user space: a listener that admits one peer, and a relay behind it. */
@NullMarked
package io.postern.pinhole.relay;

import org.jspecify.annotations.NullMarked;
