package io.postern.net;

import io.postern.event.EventSink;
import io.postern.event.GatewayEvent;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;

/** The events of a gateway under test, in their order. Thread-safe. */
final class SeenEvents implements EventSink {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Queue<GatewayEvent> events = new ConcurrentLinkedQueue<>();

  @Override
  public void publish(GatewayEvent event) {
    events.add(event);
  }

  /** Those of a kind that have come. */
  <E extends GatewayEvent> List<E> all(Class<E> kind) {
    return List.copyOf(events).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Waits for the first event of a kind. */
  <E extends GatewayEvent> E await(Class<E> kind) {
    return await(kind, 1).get(0);
  }

  /** Waits for as many events of a kind. */
  <E extends GatewayEvent> List<E> await(Class<E> kind, int count) {
    Awaitility.await().atMost(PATIENCE).until(() -> all(kind).size() >= count);
    return all(kind);
  }
}
