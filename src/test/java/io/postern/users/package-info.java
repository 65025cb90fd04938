/** Tests of the gateway's own users. */
@NullMarked
package io.postern.users;

import org.jspecify.annotations.NullMarked;
