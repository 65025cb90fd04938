package io.postern.metrics;

import static io.postern.metrics.MeterFactory.label;

import io.micrometer.core.instrument.Counter;
import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.event.GatewayEvent.OpaqueDataClosed;

/** Data connections of blind sessions: nobody knows what they are for, only what they carried. */
final class OpaqueMeters {

  private final MeterRow<DataEnd, Counter> ended;
  private final Counter toServer;
  private final Counter toClient;

  OpaqueMeters(MeterFactory meters, Subscriptions subscriptions) {
    this.ended =
        new MeterRow<>(
            DataEnd.class,
            end ->
                meters.counter(
                    "opaque.data",
                    "Data connections of blind sessions that ended",
                    "end",
                    label(end)));
    this.toServer = bytes(meters, "server");
    this.toClient = bytes(meters, "client");
    subscriptions.on(OpaqueDataClosed.class, event -> ended(event.stats()));
  }

  private void ended(DataStats stats) {
    ended.get(stats.end()).increment();
    toServer.increment((double) stats.bytesToServer());
    toClient.increment((double) stats.bytesToClient());
  }

  private static Counter bytes(MeterFactory meters, String to) {
    return meters.counter(
        "opaque.data.bytes", "Bytes that data connections of blind sessions carried", "to", to);
  }
}
