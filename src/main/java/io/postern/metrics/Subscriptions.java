package io.postern.metrics;

import io.postern.event.GatewayEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What is counted for each kind of event. Filled once, then only read: thread-safe from then on.
 */
final class Subscriptions {

  private final Map<Class<?>, Consumer<GatewayEvent>> byType = new HashMap<>();

  /** Has events of a kind counted; more than one may count the same kind. */
  <E extends GatewayEvent> void on(Class<E> type, Consumer<E> count) {
    byType.merge(type, event -> count.accept(type.cast(event)), Consumer::andThen);
  }

  /** Counts an event; one of a kind that nobody counts is left alone. */
  void count(GatewayEvent event) {
    Consumer<GatewayEvent> count = byType.get(event.getClass());
    if (count != null) {
      count.accept(event);
    }
  }
}
