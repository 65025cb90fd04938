package io.postern.metrics;

import io.postern.event.GatewayEvent.ListenerOpened;
import io.postern.event.SessionRef;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The meters of each listener, there with 0 from its {@code ListenerOpened}. Names of listeners
 * come from the configuration, so there are few. Thread-safe.
 *
 * @param <M> the meters of one listener
 */
final class ByListener<M> {

  private final Map<String, M> meters = new ConcurrentHashMap<>();
  private final Function<String, M> register;

  /**
   * None yet.
   *
   * @param register makes the meters of a listener
   */
  ByListener(Subscriptions subscriptions, Function<String, M> register) {
    this.register = register;
    subscriptions.on(ListenerOpened.class, event -> of(event.listener()));
  }

  /** Those of a session's listener. */
  M of(SessionRef session) {
    return of(session.listener());
  }

  /** Those of a listener. */
  M of(String listener) {
    M known = meters.get(listener);
    return known != null ? known : meters.computeIfAbsent(listener, register);
  }
}
