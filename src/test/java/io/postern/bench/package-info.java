/** The benchmark: server, gateway and load in processes of their own, results as ratios. */
@NullMarked
package io.postern.bench;

import org.jspecify.annotations.NullMarked;
