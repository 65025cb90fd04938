package io.postern.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.AddressLiteral;
import io.postern.policy.NamePattern;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Pools, servers and clients for tests. */
final class Sample {

  static final Server A = new Server("a.example", 21);
  static final Server B = new Server("b.example", 21);
  static final Server C = new Server("c.example", 21);
  static final Duration SLOW_START = Duration.ofSeconds(100);

  /** Down at the second failure, up at the second pass, without jitter. */
  static final HealthSettings WATCHED =
      new HealthSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          2,
          2,
          Duration.ofSeconds(60),
          0,
          true,
          ProbeSettings.GREETING);

  private Sample() {}

  static ServerSettings server(Server server, int weight, int sessions) {
    return new ServerSettings(server, weight, sessions);
  }

  /** A watched pool with two retries; users of the choice by user: each server's host. */
  static Pool pool(Choice choice, ServerSettings... servers) {
    List<UserRoute> users =
        choice == Choice.USER
            ? Stream.of(servers).map(each -> route(each.server().host(), each.server())).toList()
            : List.of();
    return pool(choice, users, 2, servers);
  }

  static Pool pool(Choice choice, List<UserRoute> users, int retries, ServerSettings... servers) {
    PoolSettings settings =
        new PoolSettings(
            "main", List.of(servers), choice, users, Optional.of(WATCHED), SLOW_START, retries);
    return new Pool(settings, new SplittableRandom(1));
  }

  static UserRoute route(String glob, Server server) {
    return new UserRoute(NamePattern.glob(glob), server);
  }

  static Client client(String address) {
    return new Client(AddressLiteral.parse(address).orElseThrow(), null);
  }

  static Client user(String name) {
    return new Client(InetAddress.getLoopbackAddress(), name);
  }

  /** Many clients, each with an address of its own. */
  static Stream<Client> clients(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> client("10." + (i >> 16) + "." + (i >> 8 & 0xFF) + "." + (i & 0xFF)));
  }

  /** What the first attempt finds. */
  static Lease lease(Pool pool, Client client, long now) {
    return lease(pool.attempts(client).next(now));
  }

  static Lease lease(Attempt attempt) {
    assertThat(attempt).isInstanceOf(Attempt.Found.class);
    return ((Attempt.Found) attempt).lease();
  }

  static Attempt none(NoServer reason) {
    return new Attempt.None(reason);
  }

  /** How many of the sessions of these clients each server gets; all are closed at the end. */
  static Map<Server, Integer> spread(Pool pool, Stream<Client> clients, long now) {
    Map<Server, Integer> counts = new HashMap<>();
    List<Lease> leases = clients.map(client -> lease(pool, client, now)).toList();
    leases.forEach(lease -> counts.merge(lease.server(), 1, Integer::sum));
    leases.forEach(Lease::close);
    return counts;
  }

  static ServerView view(Pool pool, Server server, long now) {
    return pool.servers(now).stream()
        .filter(view -> view.server().equals(server))
        .findFirst()
        .orElseThrow();
  }

  static void bringDown(Pool pool, Server server, long now) {
    pool.probed(server, false, now);
    pool.probed(server, false, now);
  }

  static void bringUp(Pool pool, Server server, long now) {
    pool.probed(server, true, now);
    pool.probed(server, true, now);
  }

  static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
