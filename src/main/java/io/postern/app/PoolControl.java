package io.postern.app;

import io.postern.admin.ServerPools;
import io.postern.event.EventSink;
import io.postern.metrics.ServerReading;
import io.postern.net.Pools;
import io.postern.upstream.Health;
import io.postern.upstream.Server;
import io.postern.upstream.ServerView;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Shows the pools to who watches the gateway, and changes them for an operator. Thread-safe. */
final class PoolControl implements ServerPools {

  private final Pools pools;
  private final Supplier<EventSink> sink;

  /**
   * Of these pools.
   *
   * @param sink is told of changes
   */
  PoolControl(Pools pools, Supplier<EventSink> sink) {
    this.pools = pools;
    this.sink = sink;
  }

  @Override
  public Map<String, List<ServerView>> views() {
    return pools.views();
  }

  @Override
  public boolean drain(String pool, String server, boolean drained) {
    return pools.servers(pool).stream()
        .filter(known -> known.toString().equals(server))
        .findFirst()
        .filter(known -> pools.drain(pool, known, drained, sink.get()))
        .isPresent();
  }

  /** What the metrics show of each server. */
  List<ServerReading> readings() {
    return pools.names().stream()
        .flatMap(pool -> pools.servers(pool).stream().map(server -> reading(pool, server)))
        .toList();
  }

  private ServerReading reading(String pool, Server server) {
    Supplier<ServerView> view = () -> pools.view(pool, server).orElseThrow();
    return new ServerReading(
        pool,
        server.toString(),
        () -> view.get().state() == Health.State.UP,
        () -> view.get().draining(),
        () -> view.get().sessions());
  }
}
