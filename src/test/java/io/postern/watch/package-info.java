/** What operators watch the gateway with: dashboards and alerts, against a real Prometheus. */
@NullMarked
package io.postern.watch;

import org.jspecify.annotations.NullMarked;
