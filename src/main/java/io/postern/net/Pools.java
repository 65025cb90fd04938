package io.postern.net;

import io.postern.event.EventSink;
import io.postern.event.GatewayEvent;
import io.postern.event.ServerState;
import io.postern.upstream.Pool;
import io.postern.upstream.Server;
import io.postern.upstream.ServerView;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** All pools of the process. Thread-safe. */
public final class Pools {

  /** None. */
  public static final Pools NONE = new Pools(Map.of());

  private final Map<String, Upstream> byName;

  private Pools(Map<String, Upstream> byName) {
    this.byName = byName;
  }

  /** Pools with all servers up. */
  public static Pools of(List<UpstreamSettings> settings) {
    Map<String, Upstream> all = new LinkedHashMap<>();
    settings.forEach(
        each ->
            all.put(
                each.pool().name(),
                new Upstream(each, new Pool(each.pool(), new SplittableRandom()))));
    return new Pools(all);
  }

  /** The names, in the order of the settings. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** The servers of a pool, in the order of the settings, without what changes. */
  public List<Server> servers(String pool) {
    return find(pool)
        .map(found -> found.pool().servers(System.nanoTime()))
        .orElse(List.of())
        .stream()
        .map(ServerView::server)
        .toList();
  }

  /** How the servers of all pools stand, by the pool's name. */
  public Map<String, List<ServerView>> views() {
    long now = System.nanoTime();
    return byName.values().stream()
        .collect(
            Collectors.toMap(
                Upstream::name,
                each -> each.pool().servers(now),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  /** How one server stands; empty if there is no such one. */
  public Optional<ServerView> view(String pool, Server server) {
    return find(pool)
        .flatMap(
            found ->
                found.pool().servers(System.nanoTime()).stream()
                    .filter(view -> view.server().equals(server))
                    .findFirst());
  }

  /**
   * Gives a server no new sessions, or ends that.
   *
   * @return whether there is such a server
   */
  public boolean drain(String pool, Server server, boolean drained, EventSink sink) {
    Optional<ServerView> before = view(pool, server);
    if (before.isEmpty()) {
      return false;
    }
    Pool found = find(pool).orElseThrow().pool();
    boolean known = drained ? found.drain(server) : found.resume(server, System.nanoTime());
    if (before.get().draining() != drained) {
      sink.publish(
          new GatewayEvent.PoolServerChanged(
              pool,
              server.toString(),
              drained ? ServerState.DRAINED : ServerState.RESUMED,
              "an operator asked for it"));
    }
    return known;
  }

  Optional<Upstream> find(String pool) {
    return Optional.ofNullable(byName.get(pool));
  }

  Collection<Upstream> all() {
    return byName.values();
  }
}
