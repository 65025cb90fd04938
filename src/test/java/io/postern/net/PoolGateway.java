package io.postern.net;

import io.postern.config.Settings;
import io.postern.config.SettingsFile;
import io.postern.event.GatewayEvent;
import io.postern.pinhole.PinholeTable;
import io.postern.policy.Policy;
import io.postern.session.Rulebook;
import io.postern.upstream.Health;
import io.postern.upstream.Server;
import io.postern.upstream.ServerView;
import io.postern.users.ProxyUsers;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** One listener on loopback in front of a pool, made of YAML; what it tells is kept. */
final class PoolGateway implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SeenEvents events = new SeenEvents();
  private final Pools pools;
  private final Listeners listeners;

  /**
   * Starts.
   *
   * @param keys the pool's further keys
   */
  PoolGateway(String keys, PoolServer... servers) throws Exception {
    this("", "", keys, servers);
  }

  /**
   * Starts.
   *
   * @param listener the listener's further keys
   * @param rest other sections
   * @param pool the pool's further keys; {@code %s} are the servers' addresses, in order
   */
  PoolGateway(String listener, String rest, String pool, PoolServer... servers) throws Exception {
    this(listener, rest, pool, List.of(servers), servers);
  }

  /**
   * Starts.
   *
   * @param listed the servers that have no keys of their own; the others stand in {@code pool}
   */
  PoolGateway(
      String listener, String rest, String pool, List<PoolServer> listed, PoolServer... servers)
      throws Exception {
    String plain =
        listed.stream()
            .map(server -> "{server: \"" + server.address() + "\"}")
            .collect(Collectors.joining(", ", "servers: [", "], "));
    String yaml =
        """
        listeners: [{listen: "127.0.0.1:0", pool: main%s}]
        pools: [{name: main, %s%s}]
        %s
        """
            .formatted(
                listener.isEmpty() ? "" : ", " + listener,
                listed.isEmpty() ? "" : plain,
                String.format(pool, Stream.of(servers).map(PoolServer::address).toArray()),
                rest);
    Settings settings =
        SettingsFile.parse("postern.yaml", yaml.getBytes(StandardCharsets.UTF_8)).settings();
    pools = settings.loadPools();
    listeners =
        Listeners.start(
            settings.net(),
            new PinholeTable(100, events, System::nanoTime),
            Rulebook.of(Policy.lenient()),
            TlsSource.NONE,
            pools,
            ProxyUsers.none(),
            Set.of(),
            events);
  }

  InetSocketAddress address() {
    return listeners.listening().get(0).toSocketAddress();
  }

  int sessions() {
    return listeners.sessions();
  }

  ServerView view(PoolServer server) {
    return pools.view("main", named(server)).orElseThrow();
  }

  boolean drain(PoolServer server, boolean drained) {
    return pools.drain("main", named(server), drained, events);
  }

  void awaitState(PoolServer server, Health.State state) {
    Awaitility.await().atMost(PATIENCE).until(() -> view(server).state() == state);
  }

  /** Waits until nobody holds a place. */
  void awaitNobody(PoolServer... servers) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> Stream.of(servers).allMatch(server -> view(server).sessions() == 0));
  }

  <E extends GatewayEvent> List<E> await(Class<E> kind, int count) {
    return events.await(kind, count);
  }

  <E extends GatewayEvent> List<E> all(Class<E> kind) {
    return events.all(kind);
  }

  @Override
  public void close() {
    listeners.close();
  }

  private static Server named(PoolServer server) {
    String[] parts = server.address().split(":", 2);
    return new Server(parts[0], Integer.parseInt(parts[1]));
  }
}
