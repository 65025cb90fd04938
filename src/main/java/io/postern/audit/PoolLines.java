package io.postern.audit;

import static io.postern.audit.LineFields.session;

import io.postern.event.GatewayEvent.PoolServerChanged;
import io.postern.event.GatewayEvent.ProbeFailed;
import io.postern.event.GatewayEvent.ServerAttemptFailed;

/** The lines of pools and their servers. */
final class PoolLines {

  private PoolLines() {}

  /** Adds its kinds. */
  static void addTo(AuditLines forms) {
    forms.add(
        PoolServerChanged.class,
        "pool-server",
        (line, e) ->
            server(line, e.pool(), e.server())
                .text("state", e.state().label())
                .text("reason", e.reason()));
    forms.add(
        ProbeFailed.class,
        "probe-failed",
        (line, e) -> server(line, e.pool(), e.server()).text("reason", e.reason()));
    forms.add(
        ServerAttemptFailed.class,
        "server-attempt-failed",
        (line, e) ->
            session(line, e.session())
                .text("pool", e.pool())
                .text("poolServer", e.server())
                .text("reason", e.reason()));
  }

  private static JsonLine server(JsonLine line, String pool, String server) {
    return line.text("pool", pool).text("poolServer", server);
  }
}
