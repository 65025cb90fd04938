package io.postern.metrics;

import io.postern.event.GatewayEvent.OpaqueDataClosed;

/** Data connections of blind sessions: nobody knows what they are for, only what they carried. */
final class OpaqueMeters {

  OpaqueMeters(MeterFactory meters, Subscriptions subscriptions) {
    ByListener<CarriedMeters> listeners =
        ByListener.ofFtp(
            subscriptions,
            listener ->
                new CarriedMeters(
                    meters,
                    "opaque.data",
                    "Data connections of blind sessions that ended",
                    "opaque.data.bytes",
                    "Bytes that data connections of blind sessions carried",
                    listener));
    subscriptions.on(
        OpaqueDataClosed.class, event -> listeners.of(event.session()).ended(event.stats()));
  }
}
