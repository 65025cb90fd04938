package io.postern.metrics;

import io.micrometer.core.instrument.Counter;
import io.postern.event.GatewayEvent.AdminRefused;

/** Who asks the admin port and may not. */
final class AdminMeters {

  AdminMeters(MeterFactory meters, Subscriptions subscriptions) {
    Counter refused =
        meters.counter("admin.refused", "Requests to the admin port with a wrong token");
    subscriptions.on(AdminRefused.class, event -> refused.increment());
  }
}
