package io.postern.metrics;

import io.micrometer.core.instrument.Counter;
import io.postern.event.GatewayEvent.NotSsh;
import io.postern.event.GatewayEvent.StreamEnded;

/** Sessions that are no FTP: what they carried, and what was no SSH. */
final class StreamMeters {

  private final MeterFactory meters;

  StreamMeters(MeterFactory meters, Subscriptions subscriptions) {
    this.meters = meters;
    ByListener<CarriedMeters> carried =
        ByListener.ofPlain(
            subscriptions,
            listener ->
                new CarriedMeters(
                    meters,
                    "streams",
                    "Relays of plain listeners that ended",
                    "stream.bytes",
                    "Bytes that sessions of plain listeners carried, from their first",
                    listener));
    ByListener<Counter> noClients = notSsh(subscriptions, "client");
    ByListener<Counter> noServers = notSsh(subscriptions, "server");
    subscriptions.on(StreamEnded.class, event -> carried.of(event.session()).ended(event.stats()));
    subscriptions.on(
        NotSsh.class,
        event ->
            (event.side().equals("client") ? noClients : noServers)
                .of(event.session())
                .increment());
  }

  private ByListener<Counter> notSsh(Subscriptions subscriptions, String side) {
    return ByListener.ofSsh(
        subscriptions,
        listener ->
            meters.counter(
                "ssh.refused",
                "Sides of SSH listeners that do not speak SSH",
                "listener",
                listener,
                "side",
                side));
  }
}
