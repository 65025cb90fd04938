package io.postern.audit;

import static io.postern.audit.LineFields.filled;
import static io.postern.audit.LineFields.label;
import static io.postern.audit.LineFields.session;
import static io.postern.audit.LineFields.text;

import io.postern.event.GatewayEvent.AdminRefused;
import io.postern.event.GatewayEvent.ClientBanned;
import io.postern.event.GatewayEvent.CommandCompleted;
import io.postern.event.GatewayEvent.DeviationSeen;
import io.postern.event.GatewayEvent.FilesLoaded;
import io.postern.event.GatewayEvent.FilesRejected;
import io.postern.event.GatewayEvent.LimitHit;
import io.postern.event.GatewayEvent.ListenerClosed;
import io.postern.event.GatewayEvent.ListenerOpened;
import io.postern.event.GatewayEvent.LoginAnswered;
import io.postern.event.GatewayEvent.LoopRefused;
import io.postern.event.GatewayEvent.OperatorActed;
import io.postern.event.GatewayEvent.PolicyLoaded;
import io.postern.event.GatewayEvent.PolicyRejected;
import io.postern.event.GatewayEvent.ProxyHeaderRefused;
import io.postern.event.GatewayEvent.ProxyUserAnswered;
import io.postern.event.GatewayEvent.RuleApplied;
import io.postern.event.GatewayEvent.ServerConnected;
import io.postern.event.GatewayEvent.ServerNamed;
import io.postern.event.GatewayEvent.SessionClosed;
import io.postern.event.GatewayEvent.SessionOpened;
import io.postern.event.GatewayEvent.SessionRejected;
import io.postern.event.GatewayEvent.Stopping;
import io.postern.event.GatewayEvent.TargetRefused;
import io.postern.event.Ruling;
import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Verb;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The lines of listeners, sessions, commands and rules. */
final class SessionLines {

  private SessionLines() {}

  /** Adds its kinds. */
  static void addTo(AuditLines forms) {
    sessions(forms);
    commands(forms);
    rules(forms);
  }

  private static void sessions(AuditLines forms) {
    forms.add(
        ListenerOpened.class,
        "listener-opened",
        (line, e) -> door(line, e.listener(), e.local()).text("protocol", e.protocol()));
    forms.add(
        ListenerClosed.class, "listener-closed", (line, e) -> door(line, e.listener(), e.local()));
    forms.add(
        SessionRejected.class,
        "session-rejected",
        (line, e) ->
            line.text("listener", e.listener())
                .text("client", e.client().toString())
                .text("limit", e.limit().label()));
    forms.add(
        ProxyHeaderRefused.class,
        "proxy-header-refused",
        (line, e) ->
            line.text("listener", e.listener())
                .text("client", e.sender().toString())
                .text("reason", e.reason()));
    forms.add(
        LoopRefused.class,
        "loop-refused",
        (line, e) ->
            line.text("listener", e.listener())
                .text("client", e.client().toString())
                .text("local", e.reached().toString())
                .text("reason", e.reason()));
    forms.add(
        SessionOpened.class,
        "session-opened",
        (line, e) -> session(line, e.session()).text("local", e.local().toString()));
    forms.add(
        ProxyUserAnswered.class,
        "proxy-login",
        (line, e) -> session(line, e.session()).text("as", e.user()).flag("success", e.success()));
    forms.add(
        ServerNamed.class,
        "server-named",
        (line, e) ->
            session(line, e.session())
                .text("target", e.target())
                .text("as", e.user())
                .text("proxyUser", filled(e.proxyUser())));
    forms.add(
        TargetRefused.class,
        "target-refused",
        (line, e) ->
            session(line, e.session()).text("target", e.target()).text("reason", e.reason()));
    forms.add(
        ServerConnected.class,
        "server-connected",
        (line, e) ->
            session(line, e.session())
                .text("local", e.local().toString())
                .millis("tookMs", e.took()));
    forms.add(
        SessionClosed.class,
        "session-closed",
        (line, e) ->
            session(line, e.session())
                .text("outcome", label(e.outcome()))
                .text("reason", e.reason())
                .number("commands", e.commands())
                .millis("durationMs", e.duration()));
    forms.add(
        OperatorActed.class,
        "operator",
        (line, e) ->
            line.text("action", e.action())
                .text("subject", e.subject())
                .text("detail", filled(e.detail())));
    forms.add(
        AdminRefused.class,
        "admin-refused",
        (line, e) -> line.text("client", text(e.client())).number("requests", e.untold()));
    forms.add(
        Stopping.class,
        "stopping",
        (line, e) -> line.number("sessions", e.sessions()).millis("drainMs", e.drain()));
  }

  private static void commands(AuditLines forms) {
    forms.add(
        LoginAnswered.class,
        "login",
        (line, e) ->
            session(line, e.session()).flag("success", e.success()).number("code", e.code()));
    forms.add(
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
    forms.add(
        DeviationSeen.class,
        "deviation",
        (line, e) ->
            session(line, e.session())
                .text("deviation", e.deviation().label())
                .text("stance", label(e.stance()))
                .text("detail", filled(e.detail())));
    forms.add(
        LimitHit.class,
        "limit",
        (line, e) ->
            session(line, e.session())
                .text("limit", e.limit().label())
                .text("detail", filled(e.detail())));
  }

  private static void rules(AuditLines forms) {
    forms.add(
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
                .text("serverAddress", serverAddress(e))
                .text("remedy", filled(e.remedy())));
    forms.add(
        ClientBanned.class,
        "client-banned",
        (line, e) -> session(line, e.session()).text("rule", e.rule()).millis("banMs", e.ban()));
    forms.add(
        PolicyLoaded.class,
        "policy-loaded",
        (line, e) ->
            line.number("generation", e.generation())
                .number("rules", e.rules().size())
                .text("trigger", e.trigger()));
    forms.add(
        PolicyRejected.class,
        "policy-rejected",
        (line, e) ->
            line.number("generation", e.generation())
                .number("mistakes", e.mistakes())
                .text("first", filled(e.first()))
                .text("trigger", e.trigger()));
    forms.add(
        FilesLoaded.class,
        "files-loaded",
        (line, e) -> line.text("what", e.what()).text("files", e.files()));
    forms.add(
        FilesRejected.class,
        "files-rejected",
        (line, e) ->
            line.text("what", e.what())
                .text("files", e.files())
                .number("mistakes", e.mistakes())
                .text("first", filled(e.first())));
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

  private static @Nullable String serverAddress(RuleApplied event) {
    InetAddress address = event.serverAddress();
    return address == null ? null : AddressLiteral.format(address);
  }

  private static JsonLine door(JsonLine line, String listener, Endpoint local) {
    return line.text("listener", listener).text("local", local.toString());
  }
}
