package io.postern.transcript;

import io.postern.event.EventSink;
import io.postern.event.GatewayEvent;
import io.postern.event.GatewayEvent.SessionClosed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of a performance that nobody has asked for yet. */
final class EventRecord implements EventSink {

  private final List<String> texts = new ArrayList<>();
  private @Nullable String outcome;

  @Override
  public void publish(GatewayEvent event) {
    if (event instanceof SessionClosed closed) {
      if (outcome != null) {
        throw new AssertionError("the session ended twice: " + outcome + ", " + closed);
      }
      outcome = Performance.label(closed.outcome().name());
    }
    EventText.of(event).ifPresent(texts::add);
  }

  /** What a backend that is not there would have told. */
  void take(String text) {
    texts.add(text);
  }

  /** Takes the first that matches. */
  void see(String pattern) {
    if (!tries(pattern)) {
      throw new AssertionError("no event " + pattern + " among " + texts);
    }
  }

  /** Takes the first that matches, if there is one. */
  boolean tries(String pattern) {
    for (String text : texts) {
      if (Escapes.pattern(pattern).matcher(text + "\r\n").matches()) {
        texts.remove(text);
        return true;
      }
    }
    return false;
  }

  /** How the session ended; null while it lasts. */
  @Nullable String outcome() {
    return outcome;
  }

  /** The events that must be asked for, for people; empty if there is none. */
  String unseen() {
    List<String> strict =
        texts.stream()
            .filter(text -> Stage.STRICT_EVENTS.stream().anyMatch(text::startsWith))
            .toList();
    return strict.isEmpty() ? "" : "; the events " + strict;
  }
}
