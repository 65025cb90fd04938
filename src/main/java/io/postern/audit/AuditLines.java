package io.postern.audit;

import io.postern.event.DataStats;
import io.postern.event.GatewayEvent;
import io.postern.event.GatewayEvent.ClientBanned;
import io.postern.event.GatewayEvent.CommandCompleted;
import io.postern.event.GatewayEvent.ConnectionBlocked;
import io.postern.event.GatewayEvent.DeviationSeen;
import io.postern.event.GatewayEvent.LimitHit;
import io.postern.event.GatewayEvent.ListenerClosed;
import io.postern.event.GatewayEvent.ListenerOpened;
import io.postern.event.GatewayEvent.LoginAnswered;
import io.postern.event.GatewayEvent.NotSsh;
import io.postern.event.GatewayEvent.OpaqueDataBlocked;
import io.postern.event.GatewayEvent.OpaqueDataClosed;
import io.postern.event.GatewayEvent.OpaqueDataOpened;
import io.postern.event.GatewayEvent.OpaquePortsClosed;
import io.postern.event.GatewayEvent.OpaquePortsOpened;
import io.postern.event.GatewayEvent.PinholeAccepted;
import io.postern.event.GatewayEvent.PinholeClosed;
import io.postern.event.GatewayEvent.PinholeOpened;
import io.postern.event.GatewayEvent.PinholePredicted;
import io.postern.event.GatewayEvent.PolicyLoaded;
import io.postern.event.GatewayEvent.PolicyRejected;
import io.postern.event.GatewayEvent.ProxyHeaderRefused;
import io.postern.event.GatewayEvent.RuleApplied;
import io.postern.event.GatewayEvent.ServerConnected;
import io.postern.event.GatewayEvent.SessionBlind;
import io.postern.event.GatewayEvent.SessionClosed;
import io.postern.event.GatewayEvent.SessionOpened;
import io.postern.event.GatewayEvent.SessionRejected;
import io.postern.event.GatewayEvent.Stopping;
import io.postern.event.GatewayEvent.StreamEnded;
import io.postern.event.GatewayEvent.TlsFailed;
import io.postern.event.GatewayEvent.TlsStarted;
import io.postern.event.GatewayEvent.TransferEnded;
import io.postern.event.Ruling;
import io.postern.event.SessionRef;
import io.postern.event.TransferResult;
import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Direction;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Verb;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How each kind of event is written. Two kinds are not: {@code ReplySent}, whose code the command
 * has, and {@code DataStarted}, whose time the transfer has.
 */
final class AuditLines {

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private record Form(String name, BiConsumer<JsonLine, GatewayEvent> fields) {}

  private final Map<Class<?>, Form> forms = new HashMap<>();

  AuditLines() {
    sessions();
    commands();
    rules();
    tls();
    opaqueData();
    pinholes();
    form(TransferEnded.class, "transfer", AuditLines::transfer);
  }

  /** Whether events of this one's kind are written. */
  boolean has(GatewayEvent event) {
    return forms.containsKey(event.getClass());
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

  private void sessions() {
    form(ListenerOpened.class, "listener-opened", (line, e) -> door(line, e.listener(), e.local()));
    form(ListenerClosed.class, "listener-closed", (line, e) -> door(line, e.listener(), e.local()));
    form(
        SessionRejected.class,
        "session-rejected",
        (line, e) ->
            line.text("listener", e.listener())
                .text("client", e.client().toString())
                .text("limit", e.limit().label()));
    form(
        ProxyHeaderRefused.class,
        "proxy-header-refused",
        (line, e) ->
            line.text("listener", e.listener())
                .text("client", e.sender().toString())
                .text("reason", e.reason()));
    form(
        SessionOpened.class,
        "session-opened",
        (line, e) -> session(line, e.session()).text("local", e.local().toString()));
    form(
        ServerConnected.class,
        "server-connected",
        (line, e) ->
            session(line, e.session())
                .text("local", e.local().toString())
                .millis("tookMs", e.took()));
    form(
        SessionClosed.class,
        "session-closed",
        (line, e) ->
            session(line, e.session())
                .text("outcome", label(e.outcome()))
                .text("reason", e.reason())
                .number("commands", e.commands())
                .millis("durationMs", e.duration()));
    form(
        Stopping.class,
        "stopping",
        (line, e) -> line.number("sessions", e.sessions()).millis("drainMs", e.drain()));
  }

  private void commands() {
    form(
        LoginAnswered.class,
        "login",
        (line, e) ->
            session(line, e.session()).flag("success", e.success()).number("code", e.code()));
    form(
        CommandCompleted.class,
        "command",
        (line, e) ->
            ruling(
                session(line, e.session())
                    .text("verb", e.name())
                    .text("argument", argument(e))
                    .text("verdict", label(e.verdict()))
                    .number("code", e.code())
                    .text("reason", filled(e.reason()))
                    .millis("tookMs", e.took()),
                e.ruling()));
    form(
        DeviationSeen.class,
        "deviation",
        (line, e) ->
            session(line, e.session())
                .text("deviation", e.deviation().label())
                .text("stance", label(e.stance()))
                .text("detail", filled(e.detail())));
    form(
        LimitHit.class,
        "limit",
        (line, e) ->
            session(line, e.session())
                .text("limit", e.limit().label())
                .text("detail", filled(e.detail())));
  }

  private void rules() {
    form(
        RuleApplied.class,
        "rule",
        (line, e) ->
            session(line, e.session())
                .text("operation", e.operation())
                .text("effect", e.effect().label())
                .text("rule", e.rule())
                .text("trace", filled(e.trace()))
                .text("path", filled(e.path()))
                .text("dataAddress", dataAddress(e))
                .text("remedy", filled(e.remedy())));
    form(
        ClientBanned.class,
        "client-banned",
        (line, e) -> session(line, e.session()).text("rule", e.rule()).millis("banMs", e.ban()));
    form(
        PolicyLoaded.class,
        "policy-loaded",
        (line, e) ->
            line.number("generation", e.generation())
                .number("rules", e.rules())
                .text("trigger", e.trigger()));
    form(
        PolicyRejected.class,
        "policy-rejected",
        (line, e) ->
            line.number("generation", e.generation())
                .number("mistakes", e.mistakes())
                .text("first", filled(e.first()))
                .text("trigger", e.trigger()));
  }

  private void tls() {
    form(
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
    form(
        TlsFailed.class,
        "tls-failed",
        (line, e) -> session(line, e.session()).text("side", e.side()).text("reason", e.reason()));
    form(
        NotSsh.class,
        "not-ssh",
        (line, e) -> session(line, e.session()).text("side", e.side()).text("reason", e.reason()));
    form(
        StreamEnded.class,
        "stream-ended",
        (line, e) -> stats(session(line, e.session()).text("protocol", e.protocol()), e.stats()));
    form(
        SessionBlind.class,
        "session-blind",
        (line, e) -> session(line, e.session()).text("ports", filled(e.ports())));
  }

  private void opaqueData() {
    form(
        OpaquePortsOpened.class,
        "opaque-ports-opened",
        (line, e) ->
            line.text("listener", e.listener())
                .text("address", AddressLiteral.format(e.address()))
                .text("ports", e.ports())
                .text("missing", filled(e.missing()))
                .text("detail", filled(e.why())));
    form(
        OpaquePortsClosed.class,
        "opaque-ports-closed",
        (line, e) ->
            line.text("listener", e.listener())
                .text("address", AddressLiteral.format(e.address()))
                .text("ports", e.ports()));
    form(
        OpaqueDataOpened.class,
        "opaque-data-opened",
        (line, e) ->
            opaque(line, e.session(), e.id(), e.peer(), e.listening())
                .text("target", e.target().toString()));
    form(
        OpaqueDataClosed.class,
        "opaque-data-closed",
        (line, e) -> stats(opaque(line, e.session(), e.id(), e.peer(), e.listening()), e.stats()));
    form(
        OpaqueDataBlocked.class,
        "opaque-data-blocked",
        (line, e) ->
            line.text("listener", e.listener())
                .text("stranger", e.stranger().toString())
                .text("listening", e.listening().toString()));
  }

  private void pinholes() {
    form(
        PinholePredicted.class,
        "pinhole-predicted",
        (line, e) -> pinhole(line, e.session(), e.expectation()));
    form(
        PinholeOpened.class,
        "pinhole-opened",
        (line, e) ->
            pinhole(line, e.session(), e.expectation())
                .text("listening", e.listening().toString())
                .text("backend", e.backend()));
    form(
        PinholeAccepted.class,
        "pinhole-accepted",
        (line, e) ->
            pinhole(line, e.session(), e.expectation())
                .text("accepted", e.peer().toString())
                .millis("waitedMs", e.waited()));
    form(
        PinholeClosed.class,
        "pinhole-closed",
        (line, e) ->
            pinhole(line, e.session(), e.expectation())
                .text("end", label(e.end()))
                .text("detail", filled(e.detail()))
                .millis("livedMs", e.lived()));
    form(
        ConnectionBlocked.class,
        "connection-blocked",
        (line, e) ->
            pinhole(line, e.session(), e.expectation())
                .text("stranger", e.stranger().toString())
                .text("listening", e.listening().toString())
                .text("reason", label(e.reason())));
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

  private static void stats(JsonLine line, DataStats stats) {
    line.text("end", label(stats.end()))
        .number("bytesToServer", stats.bytesToServer())
        .number("bytesToClient", stats.bytesToClient())
        .millis("setUpMs", stats.setUp())
        .millis("durationMs", stats.duration())
        .text("detail", filled(stats.detail()));
  }

  private static JsonLine opaque(
      JsonLine line, SessionRef session, long id, Endpoint peer, Endpoint listening) {
    return session(line, session)
        .number("connection", id)
        .text("peer", peer.toString())
        .text("listening", listening.toString());
  }

  /**
   * Masked when the event was made; a secret is so bad a thing to write that it is masked twice.
   */
  private static @Nullable String argument(CommandCompleted event) {
    Verb verb = event.verb();
    boolean secret = verb == Verb.PASS || verb == Verb.ACCT || verb == Verb.ADAT;
    return secret ? "****" : filled(event.argument());
  }

  private static void ruling(JsonLine line, Ruling ruling) {
    line.text("rule", filled(ruling.rule()))
        .text("trace", filled(ruling.trace()))
        .text("observed", filled(String.join(",", ruling.observed())))
        .text("path", filled(ruling.path()));
  }

  /** The rules know the peer of a data connection by its address only: the port is 0 then. */
  private static @Nullable String dataAddress(RuleApplied event) {
    Endpoint endpoint = event.dataAddress();
    return endpoint != null && endpoint.port() == 0
        ? AddressLiteral.format(endpoint.address())
        : text(endpoint);
  }

  private static void door(JsonLine line, String listener, Endpoint local) {
    line.text("listener", listener).text("local", local.toString());
  }

  private static JsonLine session(JsonLine line, SessionRef session) {
    return line.text("session", session.id())
        .text("listener", session.listener())
        .text("client", session.client().toString())
        .text("server", text(session.server()))
        .text("user", session.user())
        .number("generation", session.generation());
  }

  private static JsonLine pinhole(JsonLine line, SessionRef session, Expectation expectation) {
    return session(line, session)
        .number("pinhole", expectation.id())
        .text("mode", label(expectation.mode()))
        .text("setUp", expectation.setUp().text())
        .text("peer", AddressLiteral.format(expectation.peer()))
        .text("target", target(expectation));
  }

  /** Where the gateway connects to: the server, if it connects to both sides; null if to none. */
  private static @Nullable String target(Expectation expectation) {
    List<Expectation.Connects> connected = expectation.connected();
    return connected.isEmpty() ? null : connected.get(connected.size() - 1).target().toString();
  }

  private static @Nullable String filled(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable String text(@Nullable Endpoint endpoint) {
    return endpoint == null ? null : endpoint.toString();
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private <E extends GatewayEvent> void form(
      Class<E> type, String name, BiConsumer<JsonLine, E> fields) {
    forms.put(type, new Form(name, (line, event) -> fields.accept(line, type.cast(event))));
  }
}
