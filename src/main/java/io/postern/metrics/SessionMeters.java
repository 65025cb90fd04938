package io.postern.metrics;

import io.postern.event.GatewayEvent.LimitHit;
import io.postern.event.GatewayEvent.ListenerClosed;
import io.postern.event.GatewayEvent.ListenerOpened;
import io.postern.event.GatewayEvent.LoopRefused;
import io.postern.event.GatewayEvent.ProxyHeaderRefused;
import io.postern.event.GatewayEvent.ServerConnected;
import io.postern.event.GatewayEvent.SessionClosed;
import io.postern.event.GatewayEvent.SessionOpened;
import io.postern.event.GatewayEvent.SessionRejected;

/** Listeners, sessions, and the limits that both reach. */
final class SessionMeters {

  private final ByListener<ListenerMeters> listeners;

  SessionMeters(MeterFactory meters, Subscriptions subscriptions) {
    this.listeners =
        ByListener.ofAny(subscriptions, listener -> new ListenerMeters(meters, listener));
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
    subscriptions.on(SessionOpened.class, event -> of(event.session().listener()).began());
    subscriptions.on(
        ServerConnected.class,
        event -> of(event.session().listener()).serverConnected(event.took()));
    subscriptions.on(
        SessionClosed.class,
        event -> of(event.session().listener()).ended(event.outcome(), event.duration()));
    subscriptions.on(
        LimitHit.class, event -> of(event.session().listener()).reached(event.limit()).increment());
  }

  private ListenerMeters of(String listener) {
    return listeners.of(listener);
  }
}
