/**
 * Which server of a pool a session gets, and what is known of each server's health. Pure: time and
 * chance are parameters, and what probes find is told.
 */
@NullMarked
package io.postern.upstream;

import org.jspecify.annotations.NullMarked;
