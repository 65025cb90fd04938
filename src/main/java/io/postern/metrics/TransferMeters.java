package io.postern.metrics;

import static io.postern.metrics.MeterFactory.label;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.postern.event.DataStats;
import io.postern.event.GatewayEvent.TransferEnded;
import io.postern.event.TransferResult;
import io.postern.ftp.DataMode;
import io.postern.ftp.Direction;

/** Transfers and the bytes that they carried. */
final class TransferMeters {

  private record Meters(MeterRow<TransferResult, Counter> results, Counter bytes, Timer duration) {}

  private final MeterTable<Direction, DataMode, Meters> all;

  TransferMeters(MeterFactory meters, Subscriptions subscriptions) {
    this.all =
        new MeterTable<>(
                Direction.class, DataMode.class, (direction, mode) -> of(meters, direction, mode))
            .filled();
    subscriptions.on(TransferEnded.class, this::ended);
  }

  private void ended(TransferEnded event) {
    Meters meters = all.get(Direction.of(event.verb()), event.mode());
    meters.results().get(TransferResult.of(event)).increment();
    DataStats stats = event.stats();
    if (stats != null) {
      meters.bytes().increment((double) stats.bytesToServer() + stats.bytesToClient());
      meters.duration().record(stats.duration());
    }
  }

  private static Meters of(MeterFactory meters, Direction direction, DataMode mode) {
    String[] labels = {"direction", label(direction), "mode", label(mode)};
    return new Meters(
        new MeterRow<>(TransferResult.class, result -> result(meters, direction, mode, result)),
        meters.counter("transfer.bytes", "Bytes that ended transfers carried", labels),
        meters.timer(
            "transfer.duration", "How long data connections lasted", Buckets.TRANSFER, labels));
  }

  private static Counter result(
      MeterFactory meters, Direction direction, DataMode mode, TransferResult result) {
    return meters.counter(
        "transfers",
        "Transfers that ended",
        "direction",
        label(direction),
        "mode",
        label(mode),
        "result",
        label(result));
  }
}
