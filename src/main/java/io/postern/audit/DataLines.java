package io.postern.audit;

import static io.postern.audit.LineFields.filled;
import static io.postern.audit.LineFields.label;
import static io.postern.audit.LineFields.session;
import static io.postern.audit.LineFields.stats;
import static java.util.stream.Collectors.joining;

import io.postern.event.DataStats;
import io.postern.event.GatewayEvent.ConnectionBlocked;
import io.postern.event.GatewayEvent.NotSsh;
import io.postern.event.GatewayEvent.PinholeAccepted;
import io.postern.event.GatewayEvent.PinholeClosed;
import io.postern.event.GatewayEvent.PinholeOpened;
import io.postern.event.GatewayEvent.PinholePredicted;
import io.postern.event.GatewayEvent.StreamEnded;
import io.postern.event.GatewayEvent.TransferEnded;
import io.postern.event.SessionRef;
import io.postern.event.TransferResult;
import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Direction;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of pinholes, transfers and plain connections. */
final class DataLines {

  private DataLines() {}

  /** Adds its kinds. */
  static void addTo(AuditLines forms) {
    pinholes(forms);
    forms.add(TransferEnded.class, "transfer", DataLines::transfer);
    plain(forms);
  }

  private static void pinholes(AuditLines forms) {
    forms.add(
        PinholePredicted.class,
        "pinhole-predicted",
        (line, e) -> pinhole(line, e.session(), e.expectation()));
    forms.add(
        PinholeOpened.class,
        "pinhole-opened",
        (line, e) ->
            pinhole(line, e.session(), e.expectation())
                .text("listening", listening(e))
                .text("backend", e.backend()));
    forms.add(
        PinholeAccepted.class,
        "pinhole-accepted",
        (line, e) ->
            pinhole(line, e.session(), e.expectation())
                .text("accepted", e.peer().toString())
                .millis("waitedMs", e.waited()));
    forms.add(
        PinholeClosed.class,
        "pinhole-closed",
        (line, e) ->
            pinhole(line, e.session(), e.expectation())
                .text("end", label(e.end()))
                .text("detail", filled(e.detail()))
                .millis("livedMs", e.lived()));
    forms.add(
        ConnectionBlocked.class,
        "connection-blocked",
        (line, e) ->
            pinhole(line, e.session(), e.expectation())
                .text("stranger", e.stranger().toString())
                .text("listening", e.listening().toString())
                .text("reason", label(e.reason())));
  }

  private static void plain(AuditLines forms) {
    forms.add(
        NotSsh.class,
        "not-ssh",
        (line, e) -> session(line, e.session()).text("side", e.side()).text("reason", e.reason()));
    forms.add(
        StreamEnded.class,
        "stream-ended",
        (line, e) -> stats(session(line, e.session()).text("protocol", e.protocol()), e.stats()));
  }

  private static void transfer(JsonLine line, TransferEnded e) {
    session(line, e.session())
        .text("verb", e.verb().text())
        .text("file", e.path())
        .text("direction", Direction.of(e.verb()).label())
        .text("mode", label(e.mode()))
        .text("result", TransferResult.of(e).label())
        .number("code", e.code());
    DataStats stats = e.stats();
    if (stats != null) {
      stats(line, stats);
    }
  }

  private static JsonLine pinhole(JsonLine line, SessionRef session, Expectation expectation) {
    return session(line, session)
        .number("pinhole", expectation.id())
        .text("mode", label(expectation.mode()))
        .text("setUp", expectation.setUp().text())
        .text("peer", AddressLiteral.format(expectation.peer()))
        .text("target", target(expectation));
  }

  private static @Nullable String listening(PinholeOpened e) {
    return filled(e.listening().stream().map(Endpoint::toString).collect(joining(", ")));
  }

  /** Where the gateway connects to: the server, if it connects to both sides; null if to none. */
  private static @Nullable String target(Expectation expectation) {
    List<Expectation.Connects> connected = expectation.connected();
    return connected.isEmpty() ? null : connected.get(connected.size() - 1).target().toString();
  }
}
