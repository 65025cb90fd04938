package io.postern.metrics;

import static io.postern.metrics.MeterFactory.label;

import io.micrometer.core.instrument.Counter;
import io.postern.event.DataEnd;
import io.postern.event.DataStats;

/**
 * Connections of one listener whose bytes are not looked into: how they ended, what they carried.
 */
final class CarriedMeters {

  private final MeterRow<DataEnd, Counter> ended;
  private final Counter toServer;
  private final Counter toClient;

  CarriedMeters(
      MeterFactory meters,
      String ends,
      String endsDescription,
      String bytes,
      String bytesDescription,
      String listener) {
    this.ended =
        new MeterRow<>(
            DataEnd.class,
            end -> meters.counter(ends, endsDescription, "listener", listener, "end", label(end)));
    this.toServer = meters.counter(bytes, bytesDescription, "listener", listener, "to", "server");
    this.toClient = meters.counter(bytes, bytesDescription, "listener", listener, "to", "client");
  }

  void ended(DataStats stats) {
    ended.get(stats.end()).increment();
    toServer.increment((double) stats.bytesToServer());
    toClient.increment((double) stats.bytesToClient());
  }
}
