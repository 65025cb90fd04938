package io.postern.audit;

import static io.postern.audit.LineFields.filled;
import static io.postern.audit.LineFields.session;
import static io.postern.audit.LineFields.stats;

import io.postern.event.GatewayEvent.OpaqueDataBlocked;
import io.postern.event.GatewayEvent.OpaqueDataClosed;
import io.postern.event.GatewayEvent.OpaqueDataOpened;
import io.postern.event.GatewayEvent.OpaquePortsClosed;
import io.postern.event.GatewayEvent.OpaquePortsOpened;
import io.postern.event.GatewayEvent.SessionBlind;
import io.postern.event.GatewayEvent.TlsFailed;
import io.postern.event.GatewayEvent.TlsStarted;
import io.postern.event.SessionRef;
import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Endpoint;

/** The lines of TLS, and of what goes through unseen under it. */
final class TlsLines {

  private TlsLines() {}

  /** Adds its kinds. */
  static void addTo(AuditLines forms) {
    tls(forms);
    opaqueData(forms);
  }

  private static void tls(AuditLines forms) {
    forms.add(
        TlsStarted.class,
        "tls-started",
        (line, e) ->
            session(line, e.session())
                .text("side", e.side())
                .text("protocol", e.protocol())
                .text("cipher", e.cipher())
                .flag("resumed", e.resumed())
                .text("name", filled(e.name()))
                .text("subject", filled(e.subject())));
    forms.add(
        TlsFailed.class,
        "tls-failed",
        (line, e) -> session(line, e.session()).text("side", e.side()).text("reason", e.reason()));
    forms.add(
        SessionBlind.class,
        "session-blind",
        (line, e) -> session(line, e.session()).text("ports", filled(e.ports())));
  }

  private static void opaqueData(AuditLines forms) {
    forms.add(
        OpaquePortsOpened.class,
        "opaque-ports-opened",
        (line, e) ->
            line.text("listener", e.listener())
                .text("address", AddressLiteral.format(e.address()))
                .text("ports", e.ports())
                .text("missing", filled(e.missing()))
                .text("detail", filled(e.why())));
    forms.add(
        OpaquePortsClosed.class,
        "opaque-ports-closed",
        (line, e) ->
            line.text("listener", e.listener())
                .text("address", AddressLiteral.format(e.address()))
                .text("ports", e.ports()));
    forms.add(
        OpaqueDataOpened.class,
        "opaque-data-opened",
        (line, e) ->
            opaque(line, e.session(), e.id(), e.peer(), e.listening())
                .text("target", e.target().toString()));
    forms.add(
        OpaqueDataClosed.class,
        "opaque-data-closed",
        (line, e) -> stats(opaque(line, e.session(), e.id(), e.peer(), e.listening()), e.stats()));
    forms.add(
        OpaqueDataBlocked.class,
        "opaque-data-blocked",
        (line, e) ->
            line.text("listener", e.listener())
                .text("stranger", e.stranger().toString())
                .text("listening", e.listening().toString()));
  }

  private static JsonLine opaque(
      JsonLine line, SessionRef session, long id, Endpoint peer, Endpoint listening) {
    return session(line, session)
        .number("connection", id)
        .text("peer", peer.toString())
        .text("listening", listening.toString());
  }
}
