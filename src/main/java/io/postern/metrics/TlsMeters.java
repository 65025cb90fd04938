package io.postern.metrics;

import io.micrometer.core.instrument.Counter;
import io.postern.event.GatewayEvent.SessionBlind;
import io.postern.event.GatewayEvent.TlsFailed;
import io.postern.event.GatewayEvent.TlsStarted;

/** Handshakes on control channels, and sessions that went blind. */
final class TlsMeters {

  private final MeterFactory meters;

  TlsMeters(MeterFactory meters, Subscriptions subscriptions) {
    this.meters = meters;
    ByListener<OfListener> listeners = ByListener.ofFtp(subscriptions, OfListener::new);
    subscriptions.on(
        TlsStarted.class,
        event -> {
          OfListener listener = listeners.of(event.session());
          (event.resumed() ? listener.resumed : listener.full).of(event.side()).increment();
        });
    subscriptions.on(
        TlsFailed.class,
        event -> listeners.of(event.session()).failed.of(event.side()).increment());
    subscriptions.on(SessionBlind.class, event -> listeners.of(event.session()).blind.increment());
  }

  /** The meters of one listener. */
  private final class OfListener {

    private final Sided full;
    private final Sided resumed;
    private final Sided failed;
    private final Counter blind;

    OfListener(String name) {
      this.full = new Sided(name, "full");
      this.resumed = new Sided(name, "resumed");
      this.failed = new Sided(name, "failed");
      this.blind =
          meters.counter(
              "sessions.blind",
              "Sessions whose control channel can't be read any more",
              "listener",
              name);
    }
  }

  /** One result, on either side. */
  private final class Sided {

    private final Counter client;
    private final Counter server;

    Sided(String listener, String result) {
      client = handshakes(listener, "client", result);
      server = handshakes(listener, "server", result);
    }

    Counter of(String side) {
      return side.equals("client") ? client : server;
    }
  }

  private Counter handshakes(String listener, String side, String result) {
    return meters.counter(
        "tls.handshakes",
        "TLS handshakes on control channels",
        "listener",
        listener,
        "side",
        side,
        "result",
        result);
  }
}
