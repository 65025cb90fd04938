package io.postern.metrics;

import static io.postern.metrics.MeterFactory.label;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.postern.event.DataStats;
import io.postern.event.GatewayEvent.TransferEnded;
import io.postern.event.TransferResult;
import io.postern.ftp.DataMode;
import io.postern.ftp.Direction;
import java.util.Arrays;

/** Transfers and the bytes that they carried. */
final class TransferMeters {

  private final MeterFactory meters;
  private final ByListener<MeterTable<Direction, DataMode, OfKind>> listeners;

  TransferMeters(MeterFactory meters, Subscriptions subscriptions) {
    this.meters = meters;
    this.listeners = ByListener.ofFtp(subscriptions, this::ofListener);
    subscriptions.on(TransferEnded.class, this::ended);
  }

  private void ended(TransferEnded event) {
    OfKind kind = listeners.of(event.session()).get(Direction.of(event.verb()), event.mode());
    kind.results.get(TransferResult.of(event)).increment();
    DataStats stats = event.stats();
    if (stats != null) {
      kind.bytes.increment((double) stats.bytesToServer() + stats.bytesToClient());
      kind.duration.record(stats.duration());
    }
  }

  private MeterTable<Direction, DataMode, OfKind> ofListener(String name) {
    return new MeterTable<Direction, DataMode, OfKind>(
            Direction.class, DataMode.class, (direction, mode) -> new OfKind(name, direction, mode))
        .filled();
  }

  /** The meters of one listener, direction and mode. */
  private final class OfKind {

    private final MeterRow<TransferResult, Counter> results;
    private final Counter bytes;
    private final Timer duration;

    OfKind(String listener, Direction direction, DataMode mode) {
      String[] labels = {"listener", listener, "direction", label(direction), "mode", label(mode)};
      this.results = new MeterRow<>(TransferResult.class, result -> result(labels, result));
      this.bytes = meters.counter("transfer.bytes", "Bytes that ended transfers carried", labels);
      this.duration =
          meters.timer(
              "transfer.duration", "How long data connections lasted", Buckets.TRANSFER, labels);
    }

    private Counter result(String[] labels, TransferResult result) {
      String[] all = Arrays.copyOf(labels, labels.length + 2);
      all[labels.length] = "result";
      all[labels.length + 1] = label(result);
      return meters.counter("transfers", "Transfers that ended", all);
    }
  }
}
