package io.postern.metrics;

import static io.postern.metrics.MeterFactory.label;

import io.micrometer.core.instrument.Counter;
import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.event.GatewayEvent.NotSsh;
import io.postern.event.GatewayEvent.StreamEnded;

/** Sessions that are no FTP: what they carried, and what was no SSH. */
final class StreamMeters {

  private final MeterRow<DataEnd, Counter> ended;
  private final Counter toServer;
  private final Counter toClient;

  StreamMeters(MeterFactory meters, Subscriptions subscriptions) {
    this.ended =
        new MeterRow<>(
            DataEnd.class,
            end ->
                meters.counter(
                    "streams", "Relays of plain listeners that ended", "end", label(end)));
    this.toServer = bytes(meters, "server");
    this.toClient = bytes(meters, "client");
    Counter client = notSsh(meters, "client");
    Counter server = notSsh(meters, "server");
    subscriptions.on(StreamEnded.class, event -> ended(event.stats()));
    subscriptions.on(
        NotSsh.class, event -> (event.side().equals("client") ? client : server).increment());
  }

  private void ended(DataStats stats) {
    ended.get(stats.end()).increment();
    toServer.increment((double) stats.bytesToServer());
    toClient.increment((double) stats.bytesToClient());
  }

  private static Counter bytes(MeterFactory meters, String to) {
    return meters.counter("stream.bytes", "Bytes that plain listeners relayed", "to", to);
  }

  private static Counter notSsh(MeterFactory meters, String side) {
    return meters.counter(
        "ssh.refused", "Sides of SSH listeners that do not speak SSH", "side", side);
  }
}
