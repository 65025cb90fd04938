package io.postern.metrics;

import io.micrometer.core.instrument.Counter;
import io.postern.event.GatewayEvent.LoginAnswered;
import io.postern.event.GatewayEvent.TargetRefused;

/** Logins, and servers that were asked for with them. */
final class LoginMeters {

  private final MeterFactory meters;

  LoginMeters(MeterFactory meters, Subscriptions subscriptions) {
    this.meters = meters;
    ByListener<Counter> accepted =
        ByListener.ofFtp(subscriptions, listener -> logins(listener, "accepted"));
    ByListener<Counter> refused =
        ByListener.ofFtp(subscriptions, listener -> logins(listener, "refused"));
    ByListener<Counter> targets = ByListener.ofFtp(subscriptions, this::targets);
    subscriptions.on(
        LoginAnswered.class,
        event -> (event.success() ? accepted : refused).of(event.session()).increment());
    subscriptions.on(TargetRefused.class, event -> targets.of(event.session()).increment());
  }

  private Counter logins(String listener, String result) {
    return meters.counter(
        "logins", "Logins that were answered", "listener", listener, "result", result);
  }

  private Counter targets(String listener) {
    return meters.counter(
        "targets.refused", "Servers that clients named and may not have", "listener", listener);
  }
}
