/** A full-duplex byte relay between two channels. */
@NullMarked
package io.postern.relay;

import org.jspecify.annotations.NullMarked;
