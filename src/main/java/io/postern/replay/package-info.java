/** Runs the sessions of an audit log against other rules. */
@NullMarked
package io.postern.replay;

import org.jspecify.annotations.NullMarked;
