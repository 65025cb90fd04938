package io.postern.net;

import io.postern.event.DataStats;
import io.postern.event.EventSink;
import io.postern.event.GatewayEvent;
import io.postern.event.Limit;
import io.postern.pinhole.relay.DataEnds;
import io.postern.session.Input.Side;
import io.postern.session.PlainSession;
import java.time.Duration;
import java.util.Locale;

/** Tells what happens to one plain session. */
final class PlainEvents {

  private final PlainSession session;
  private final ListenerProtocol protocol;
  private final EventSink sink;
  private final long startedNanos = System.nanoTime();

  PlainEvents(PlainSession session, ListenerProtocol protocol, EventSink sink) {
    this.session = session;
    this.protocol = protocol;
    this.sink = sink;
  }

  /** Tells what the session has to tell. */
  void publish() {
    session.events().forEach(sink::publish);
  }

  void limit(Limit limit, String detail) {
    sink.publish(new GatewayEvent.LimitHit(session.ref(), limit, detail));
  }

  void attemptFailed(String pool, String server, String reason) {
    sink.publish(new GatewayEvent.ServerAttemptFailed(session.ref(), pool, server, reason));
  }

  void notSsh(Side side, String reason) {
    sink.publish(new GatewayEvent.NotSsh(session.ref(), label(side), reason));
  }

  /** What the stream has carried, and which limit has ended it, if one has. */
  void streamEnded(PlainStream.Carried carried) {
    StreamEnds.limit(carried.cause())
        .ifPresent(limit -> limit(limit, StreamEnds.reason(carried.cause())));
    DataStats stats =
        new DataStats(
            DataEnds.of(carried.cause()),
            carried.toServer(),
            carried.toClient(),
            Duration.ofNanos(carried.begunNanos() - startedNanos),
            Duration.ofNanos(System.nanoTime() - startedNanos),
            "");
    sink.publish(new GatewayEvent.StreamEnded(session.ref(), label(protocol), stats));
  }

  /** A word in the way of events. */
  static String label(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
