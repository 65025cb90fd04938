/** The command line, the wiring, and the order of start and stop. */
@NullMarked
package io.postern.app;

import org.jspecify.annotations.NullMarked;
