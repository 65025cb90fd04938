/**
 * The shipped images in containers: built from Debian's packages alone, with no registry, and used
 * by real programs across Docker's networks.
 */
@NullMarked
package io.postern.containers;

import org.jspecify.annotations.NullMarked;
