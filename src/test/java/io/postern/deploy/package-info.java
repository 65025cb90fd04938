/**
 * What is under {@code deploy/}: checked by the programs that it is for, and against the settings.
 */
@NullMarked
package io.postern.deploy;

import org.jspecify.annotations.NullMarked;
