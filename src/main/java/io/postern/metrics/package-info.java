/** Events counted for Prometheus. */
@NullMarked
package io.postern.metrics;

import org.jspecify.annotations.NullMarked;
