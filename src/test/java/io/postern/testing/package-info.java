/** What tests against real programs share: what they need, child processes, the gateway itself. */
@NullMarked
package io.postern.testing;

import org.jspecify.annotations.NullMarked;
