/** Compiled rules: what a command is answered with. Pure. */
@NullMarked
package io.postern.policy;

import org.jspecify.annotations.NullMarked;
