package io.postern.metrics;

import static io.postern.metrics.MeterFactory.label;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.postern.event.BlockReason;
import io.postern.event.GatewayEvent.ConnectionBlocked;
import io.postern.event.GatewayEvent.DataStarted;
import io.postern.event.GatewayEvent.OpaqueDataBlocked;
import io.postern.event.GatewayEvent.PinholeAccepted;
import io.postern.event.GatewayEvent.PinholeClosed;
import io.postern.event.GatewayEvent.PinholeOpened;
import io.postern.event.GatewayEvent.PinholePredicted;
import io.postern.event.PinholeEnd;
import io.postern.ftp.DataMode;

/** Pinholes, from the prediction to the end, and who was kept out. */
final class PinholeMeters {

  private final MeterRow<DataMode, Counter> predicted;
  private final MeterRow<DataMode, Counter> opened;
  private final MeterRow<DataMode, Counter> accepted;
  private final MeterTable<PinholeEnd, DataMode, Counter> closed;
  private final MeterTable<BlockReason, DataMode, Counter> blocked;
  private final Timer waited;
  private final Timer setUp;

  PinholeMeters(MeterFactory meters, Subscriptions subscriptions) {
    this.predicted = byMode(meters, "pinholes.predicted", "Data connections predicted");
    this.opened = byMode(meters, "pinholes.opened", "Pinholes opened");
    this.accepted = byMode(meters, "pinholes.accepted", "Pinholes that the expected peer used");
    this.closed =
        new MeterTable<>(PinholeEnd.class, DataMode.class, (end, mode) -> end(meters, end, mode))
            .filled();
    this.blocked =
        new MeterTable<>(
                BlockReason.class, DataMode.class, (reason, mode) -> block(meters, reason, mode))
            .filled();
    this.waited =
        meters.timer(
            "pinhole.wait", "From a pinhole's opening to the peer's connection", Buckets.CONNECT);
    this.setUp =
        meters.timer(
            "data.setup", "From the peer's connection to both sides connected", Buckets.CONNECT);
    subscribe(subscriptions);
  }

  private void subscribe(Subscriptions subscriptions) {
    subscriptions.on(
        PinholePredicted.class, event -> predicted.get(event.expectation().mode()).increment());
    subscriptions.on(
        PinholeOpened.class, event -> opened.get(event.expectation().mode()).increment());
    subscriptions.on(PinholeAccepted.class, this::accepted);
    subscriptions.on(
        PinholeClosed.class,
        event -> closed.get(event.end(), event.expectation().mode()).increment());
    subscriptions.on(
        ConnectionBlocked.class,
        event -> blocked.get(event.reason(), event.expectation().mode()).increment());
    subscriptions.on(
        OpaqueDataBlocked.class,
        event -> blocked.get(BlockReason.STRANGER, DataMode.PASSIVE).increment());
    subscriptions.on(DataStarted.class, event -> setUp.record(event.setUp()));
  }

  private void accepted(PinholeAccepted event) {
    accepted.get(event.expectation().mode()).increment();
    waited.record(event.waited());
  }

  private static MeterRow<DataMode, Counter> byMode(
      MeterFactory meters, String name, String description) {
    return new MeterRow<>(
        DataMode.class, mode -> meters.counter(name, description, "mode", label(mode)));
  }

  private static Counter end(MeterFactory meters, PinholeEnd end, DataMode mode) {
    return meters.counter(
        "pinholes.closed", "Pinholes that ended", "end", label(end), "mode", label(mode));
  }

  private static Counter block(MeterFactory meters, BlockReason reason, DataMode mode) {
    return meters.counter(
        "connections.blocked",
        "Connections to data ports that were refused",
        "reason",
        label(reason),
        "mode",
        label(mode));
  }
}
