/** TLS peers that mean harm, or are many, at the gateway as its users start it. */
@NullMarked
package io.postern.hostile;

import org.jspecify.annotations.NullMarked;
