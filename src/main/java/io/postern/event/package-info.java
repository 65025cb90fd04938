/** What happens in the gateway, as values, and the sink that takes them. Pure. */
@NullMarked
package io.postern.event;

import org.jspecify.annotations.NullMarked;
