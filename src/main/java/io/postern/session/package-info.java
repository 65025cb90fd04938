/**
 * The control session without input or output: inputs in, actions out. Pure; time is a parameter.
 */
@NullMarked
package io.postern.session;

import org.jspecify.annotations.NullMarked;
