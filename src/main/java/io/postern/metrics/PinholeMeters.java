package io.postern.metrics;

import static io.postern.metrics.MeterFactory.label;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.postern.event.BlockReason;
import io.postern.event.DataEnd;
import io.postern.event.GatewayEvent.ConnectionBlocked;
import io.postern.event.GatewayEvent.DataEnded;
import io.postern.event.GatewayEvent.DataStarted;
import io.postern.event.GatewayEvent.OpaqueDataBlocked;
import io.postern.event.GatewayEvent.PinholeAccepted;
import io.postern.event.GatewayEvent.PinholeClosed;
import io.postern.event.GatewayEvent.PinholeOpened;
import io.postern.event.GatewayEvent.PinholePredicted;
import io.postern.event.PinholeEnd;
import io.postern.event.SessionRef;
import io.postern.ftp.DataMode;

/** Pinholes, from the prediction to the end, their data connections, and who was kept out. */
final class PinholeMeters {

  private final MeterFactory meters;
  private final ByListener<OfListener> listeners;

  PinholeMeters(MeterFactory meters, Subscriptions subscriptions) {
    this.meters = meters;
    this.listeners = ByListener.ofFtp(subscriptions, OfListener::new);
    subscribe(subscriptions);
  }

  private void subscribe(Subscriptions subscriptions) {
    subscriptions.on(
        PinholePredicted.class,
        event -> of(event.session()).predicted.get(event.expectation().mode()).increment());
    subscriptions.on(
        PinholeOpened.class,
        event -> of(event.session()).opened.get(event.expectation().mode()).increment());
    subscriptions.on(PinholeAccepted.class, this::accepted);
    subscriptions.on(
        PinholeClosed.class,
        event ->
            of(event.session()).closed.get(event.end(), event.expectation().mode()).increment());
    subscriptions.on(
        ConnectionBlocked.class,
        event ->
            of(event.session())
                .blocked
                .get(event.reason(), event.expectation().mode())
                .increment());
    subscriptions.on(
        OpaqueDataBlocked.class,
        event ->
            listeners
                .of(event.listener())
                .blocked
                .get(BlockReason.STRANGER, DataMode.PASSIVE)
                .increment());
    subscriptions.on(DataStarted.class, event -> of(event.session()).setUp.record(event.setUp()));
    subscriptions.on(
        DataEnded.class,
        event ->
            of(event.session())
                .connections
                .get(event.stats().end(), event.expectation().mode())
                .increment());
  }

  private OfListener of(SessionRef session) {
    return listeners.of(session);
  }

  private void accepted(PinholeAccepted event) {
    OfListener listener = of(event.session());
    listener.accepted.get(event.expectation().mode()).increment();
    listener.waited.record(event.waited());
  }

  /** The meters of one listener. */
  private final class OfListener {

    private final String name;
    private final MeterRow<DataMode, Counter> predicted;
    private final MeterRow<DataMode, Counter> opened;
    private final MeterRow<DataMode, Counter> accepted;
    private final MeterTable<PinholeEnd, DataMode, Counter> closed;
    private final MeterTable<BlockReason, DataMode, Counter> blocked;
    private final MeterTable<DataEnd, DataMode, Counter> connections;
    private final Timer waited;
    private final Timer setUp;

    OfListener(String name) {
      this.name = name;
      this.predicted = byMode("pinholes.predicted", "Data connections predicted");
      this.opened = byMode("pinholes.opened", "Pinholes opened");
      this.accepted = byMode("pinholes.accepted", "Pinholes that the expected peer used");
      this.closed = new MeterTable<>(PinholeEnd.class, DataMode.class, this::end).filled();
      this.blocked = new MeterTable<>(BlockReason.class, DataMode.class, this::block).filled();
      this.connections = new MeterTable<>(DataEnd.class, DataMode.class, this::connection).filled();
      this.waited =
          meters.timer(
              "pinhole.wait",
              "From a pinhole's opening to the peer's connection",
              Buckets.CONNECT,
              "listener",
              name);
      this.setUp =
          meters.timer(
              "data.setup",
              "From the peer's connection to both sides connected",
              Buckets.CONNECT,
              "listener",
              name);
    }

    private MeterRow<DataMode, Counter> byMode(String meter, String description) {
      return new MeterRow<>(
          DataMode.class,
          mode -> meters.counter(meter, description, "listener", name, "mode", label(mode)));
    }

    private Counter end(PinholeEnd end, DataMode mode) {
      return meters.counter(
          "pinholes.closed",
          "Pinholes that ended",
          "listener",
          name,
          "end",
          label(end),
          "mode",
          label(mode));
    }

    private Counter connection(DataEnd end, DataMode mode) {
      return meters.counter(
          "data.connections",
          "Data connections that ended",
          "listener",
          name,
          "end",
          label(end),
          "mode",
          label(mode));
    }

    private Counter block(BlockReason reason, DataMode mode) {
      return meters.counter(
          "connections.blocked",
          "Connections to data ports that were refused",
          "listener",
          name,
          "reason",
          label(reason),
          "mode",
          label(mode));
    }
  }
}
