package io.postern.audit;

import io.postern.event.DataStats;
import io.postern.event.SessionRef;
import io.postern.ftp.Endpoint;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What lines of several kinds have in common. */
final class LineFields {

  private LineFields() {}

  static JsonLine session(JsonLine line, SessionRef session) {
    return line.text("session", session.id())
        .text("listener", session.listener())
        .text("client", session.client().toString())
        .text("server", text(session.server()))
        .text("user", session.user())
        .number("generation", session.generation());
  }

  static @Nullable String filled(String text) {
    return text.isEmpty() ? null : text;
  }

  static @Nullable String text(@Nullable Endpoint endpoint) {
    return endpoint == null ? null : endpoint.toString();
  }

  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static void stats(JsonLine line, DataStats stats) {
    line.text("end", label(stats.end()))
        .number("bytesToServer", stats.bytesToServer())
        .number("bytesToClient", stats.bytesToClient())
        .millis("setUpMs", stats.setUp())
        .millis("durationMs", stats.duration())
        .text("detail", filled(stats.detail()));
  }
}
