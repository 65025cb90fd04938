package io.postern.event;

import java.util.List;

/** Takes events. Called on event loops: an implementation is thread-safe and does not block. */
@FunctionalInterface
public interface EventSink {

  /** Takes one event. What it throws is the implementation's fault, not the publisher's. */
  void publish(GatewayEvent event);

  /** A sink that hands every event to each of the given ones, in their order. */
  static EventSink of(EventSink... sinks) {
    List<EventSink> all = List.of(sinks);
    return event -> all.forEach(sink -> sink.publish(event));
  }
}
