package io.postern.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.postern.event.GatewayEvent.ListenerClosed;
import io.postern.event.GatewayEvent.ListenerOpened;
import io.postern.event.GatewayEvent.LoginAnswered;
import io.postern.event.GatewayEvent.LoopRefused;
import io.postern.event.GatewayEvent.ProxyHeaderRefused;
import io.postern.event.GatewayEvent.ServerConnected;
import io.postern.event.GatewayEvent.SessionClosed;
import io.postern.event.GatewayEvent.SessionOpened;
import io.postern.event.GatewayEvent.SessionRejected;
import io.postern.event.GatewayEvent.TargetRefused;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Listeners, sessions, and logins. */
final class SessionMeters {

  private final MeterFactory meters;
  private final Map<String, ListenerMeters> byListener = new ConcurrentHashMap<>();
  private final Timer duration;
  private final Timer serverConnect;
  private final Counter loginsAccepted;
  private final Counter loginsRefused;

  SessionMeters(MeterFactory meters, Subscriptions subscriptions) {
    this.meters = meters;
    this.duration = meters.timer("session.duration", "How long sessions lasted", Buckets.SESSION);
    this.serverConnect =
        meters.timer(
            "server.connect", "From the client's connection to the server leg's", Buckets.CONNECT);
    this.loginsAccepted = login("accepted");
    this.loginsRefused = login("refused");
    subscribe(subscriptions);
  }

  private void subscribe(Subscriptions subscriptions) {
    subscriptions.on(ListenerOpened.class, event -> of(event.listener()).opened());
    subscriptions.on(ListenerClosed.class, event -> of(event.listener()).closed());
    subscriptions.on(
        SessionRejected.class, event -> of(event.listener()).rejected(event.limit()).increment());
    subscriptions.on(
        ProxyHeaderRefused.class, event -> of(event.listener()).headerRefused().increment());
    subscriptions.on(LoopRefused.class, event -> of(event.listener()).loopRefused().increment());
    subscriptions.on(
        TargetRefused.class, event -> of(event.session().listener()).targetRefused().increment());
    subscriptions.on(SessionOpened.class, event -> of(event.session().listener()).began());
    subscriptions.on(ServerConnected.class, event -> serverConnect.record(event.took()));
    subscriptions.on(SessionClosed.class, this::sessionClosed);
    subscriptions.on(
        LoginAnswered.class,
        event -> (event.success() ? loginsAccepted : loginsRefused).increment());
  }

  private void sessionClosed(SessionClosed event) {
    of(event.session().listener()).ended(event.outcome());
    duration.record(event.duration());
  }

  /** Listener names come from the configuration, so there are few. */
  private ListenerMeters of(String listener) {
    ListenerMeters known = byListener.get(listener);
    return known != null
        ? known
        : byListener.computeIfAbsent(listener, name -> new ListenerMeters(meters, name));
  }

  private Counter login(String result) {
    return meters.counter("logins", "Logins that were answered", "result", result);
  }
}
