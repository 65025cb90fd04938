package io.postern.audit;

import io.postern.event.GatewayEvent;
import io.postern.event.GatewayEvent.AdminRefused;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * How each kind of event is written. Three kinds are not: {@code ReplySent}, whose code the command
 * has, and {@code DataStarted} and {@code DataEnded}, of which the transfer tells. Nor is an {@code
 * AdminRefused} of which nobody is to be told yet.
 */
final class AuditLines {

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private record Form(String name, BiConsumer<JsonLine, GatewayEvent> fields) {}

  private final Map<Class<?>, Form> forms = new HashMap<>();

  AuditLines() {
    SessionLines.addTo(this);
    TlsLines.addTo(this);
    DataLines.addTo(this);
    PoolLines.addTo(this);
  }

  /** Whether the event is written. */
  boolean has(GatewayEvent event) {
    boolean untold = event instanceof AdminRefused refused && refused.untold() == 0;
    return !untold && forms.containsKey(event.getClass());
  }

  /** Appends an event's line. */
  void append(StringBuilder out, Instant at, GatewayEvent event) {
    Form form = forms.get(event.getClass());
    if (form != null) {
      JsonLine line = begin(out, at, form.name());
      form.fields().accept(line, event);
      line.end();
    }
  }

  /** Appends the line that tells of lost ones. */
  void appendLost(StringBuilder out, Instant at, long lost) {
    begin(out, at, "audit-lost").number("lost", lost).end();
  }

  private static JsonLine begin(StringBuilder out, Instant at, String name) {
    return new JsonLine(out).text("time", TIME.format(at)).text("event", name);
  }

  /** Adds a kind. */
  <E extends GatewayEvent> void add(Class<E> type, String name, BiConsumer<JsonLine, E> fields) {
    forms.put(type, new Form(name, (line, event) -> fields.accept(line, type.cast(event))));
  }
}
