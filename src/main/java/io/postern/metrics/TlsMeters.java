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
    Sided full = new Sided("full");
    Sided resumed = new Sided("resumed");
    Sided failed = new Sided("failed");
    Counter blind =
        meters.counter("sessions.blind", "Sessions whose control channel can't be read any more");
    subscriptions.on(
        TlsStarted.class, e -> (e.resumed() ? resumed : full).of(e.side()).increment());
    subscriptions.on(TlsFailed.class, e -> failed.of(e.side()).increment());
    subscriptions.on(SessionBlind.class, e -> blind.increment());
  }

  /** One result, on either side. */
  private final class Sided {

    private final Counter client;
    private final Counter server;

    Sided(String result) {
      client = handshakes("client", result);
      server = handshakes("server", result);
    }

    Counter of(String side) {
      return side.equals("client") ? client : server;
    }
  }

  private Counter handshakes(String side, String result) {
    return meters.counter(
        "tls.handshakes", "TLS handshakes on control channels", "side", side, "result", result);
  }
}
