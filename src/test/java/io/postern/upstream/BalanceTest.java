package io.postern.upstream;

import static io.postern.upstream.Sample.A;
import static io.postern.upstream.Sample.B;
import static io.postern.upstream.Sample.C;
import static io.postern.upstream.Sample.bringDown;
import static io.postern.upstream.Sample.bringUp;
import static io.postern.upstream.Sample.client;
import static io.postern.upstream.Sample.clients;
import static io.postern.upstream.Sample.lease;
import static io.postern.upstream.Sample.none;
import static io.postern.upstream.Sample.pool;
import static io.postern.upstream.Sample.route;
import static io.postern.upstream.Sample.seconds;
import static io.postern.upstream.Sample.server;
import static io.postern.upstream.Sample.spread;
import static io.postern.upstream.Sample.user;
import static io.postern.upstream.Sample.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How sessions are spread over servers. */
class BalanceTest {

  private static final int SESSIONS = 2_000;

  private final Client client = client("192.0.2.1");

  @Test
  void roundRobin_ofEqualServers_goesRound() {
    Pool pool = pool(Choice.ROUND_ROBIN, server(A, 1, 0), server(B, 1, 0), server(C, 1, 0));

    assertThat(next(pool, 6)).containsExactly(A, B, C, A, B, C);
  }

  @Test
  void roundRobin_withWeights_mixesTheTurns() {
    Pool pool = pool(Choice.ROUND_ROBIN, server(A, 2, 0), server(B, 1, 0), server(C, 1, 0));

    assertThat(next(pool, 8)).containsExactly(A, B, C, A, A, B, C, A);
  }

  @Test
  void roundRobin_ofTwoThousandSessions_isExact() {
    Pool pool = pool(Choice.ROUND_ROBIN, server(A, 5, 0), server(B, 3, 0), server(C, 2, 0));

    assertThat(spread(pool, clients(SESSIONS), 0))
        .isEqualTo(Map.of(A, SESSIONS / 2, B, 3 * SESSIONS / 10, C, SESSIONS / 5));
  }

  @Test
  void roundRobin_whenAServerComesBack_owesItNothing() {
    Pool pool = pool(Choice.ROUND_ROBIN, server(A, 1, 0), server(B, 1, 0));
    bringDown(pool, B, 0);
    assertThat(next(pool, 4)).containsExactly(A, A, A, A);

    bringUp(pool, B, 0);

    assertThat(spread(pool, clients(100), Sample.SLOW_START.toNanos()))
        .isEqualTo(Map.of(A, 50, B, 50));
  }

  @Test
  void leastConnections_goesWhereFewestAre() {
    Pool pool = pool(Choice.LEAST_CONNECTIONS, server(A, 1, 0), server(B, 1, 0));
    Lease first = lease(pool, client, 0);
    Lease second = lease(pool, client, 0);
    assertThat(List.of(first.server(), second.server())).containsExactly(A, B);

    second.close();

    assertThat(lease(pool, client, 0).server()).isEqualTo(B);
  }

  @Test
  void leastConnections_ofIdleServers_takesTurns() {
    Pool pool = pool(Choice.LEAST_CONNECTIONS, server(A, 1, 0), server(B, 1, 0), server(C, 1, 0));

    assertThat(next(pool, 6)).containsExactly(A, B, C, A, B, C);
  }

  @Test
  void leastConnections_ofTwoThousandSessions_goesByWeight() {
    Pool pool = pool(Choice.LEAST_CONNECTIONS, server(A, 5, 0), server(B, 3, 0), server(C, 2, 0));

    assertThat(spread(pool, clients(SESSIONS), 0))
        .isEqualTo(Map.of(A, SESSIONS / 2, B, 3 * SESSIONS / 10, C, SESSIONS / 5));
  }

  @Test
  void sourceHash_ofTwoThousandClients_goesByWeight() {
    Pool pool = pool(Choice.SOURCE_HASH, server(A, 2, 0), server(B, 1, 0), server(C, 1, 0));

    Map<Server, Integer> counts = spread(pool, clients(SESSIONS), 0);

    assertThat(counts.get(A)).isCloseTo(SESSIONS / 2, within(100));
    assertThat(counts.get(B)).isCloseTo(SESSIONS / 4, within(100));
  }

  @Test
  void sourceHash_findsTheSameServer_inAnyOrderOfTheSettings() {
    Pool one = pool(Choice.SOURCE_HASH, server(A, 1, 0), server(B, 1, 0), server(C, 1, 0));
    Pool other = pool(Choice.SOURCE_HASH, server(C, 1, 0), server(A, 1, 0), server(B, 1, 0));

    assertThat(homes(one)).isEqualTo(homes(other));
  }

  @Test
  void sourceHash_whenAServerLeaves_movesOnlyItsClients() {
    Pool pool = pool(Choice.SOURCE_HASH, server(A, 3, 0), server(B, 1, 0), server(C, 2, 0));
    Map<Client, Server> before = homes(pool);

    bringDown(pool, B, 0);

    Map<Client, Server> after = homes(pool);
    assertThat(after).hasSameSizeAs(before).doesNotContainValue(B);
    before.forEach(
        (who, home) -> {
          if (!home.equals(B)) {
            assertThat(after).containsEntry(who, home);
          }
        });
    assertThat(before).containsValue(B);
  }

  @Test
  void sourceHash_whenAServerComesBack_givesItItsOwnClientsBackLittleByLittle() {
    Pool pool = pool(Choice.SOURCE_HASH, server(A, 1, 0), server(B, 1, 0), server(C, 1, 0));
    Map<Client, Server> before = homes(pool);
    bringDown(pool, B, 0);
    bringUp(pool, B, 0);
    Map<Client, Server> half = homes(pool, Sample.SLOW_START.toNanos() / 2);
    Map<Client, Server> full = homes(pool, Sample.SLOW_START.toNanos());

    half.forEach(
        (who, home) -> {
          if (home.equals(B)) {
            assertThat(before).containsEntry(who, B);
          }
        });
    // A weight of a half against 1 and 1.
    assertThat(count(half, B)).isCloseTo(SESSIONS / 5, within(100));
    assertThat(full).isEqualTo(before);
  }

  @Test
  void sourceHash_takesOneNetworkOfIpv6ForOneClient() {
    Pool pool = pool(Choice.SOURCE_HASH, server(A, 1, 0), server(B, 1, 0), server(C, 1, 0));
    Stream<Client> hosts =
        IntStream.range(1, 200).mapToObj(i -> client("2001:db8::" + Integer.toHexString(i)));
    Stream<Client> networks =
        IntStream.range(1, 200)
            .mapToObj(i -> client("2001:db8:0:" + Integer.toHexString(i) + "::"));

    assertThat(spread(pool, hosts, 0)).hasSize(1);
    assertThat(spread(pool, networks, 0)).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"bob, a.example", "acme-1, b.example", "acme-bob, a.example", "zoe, c.example"})
  void byUser_theFirstRouteDecides(String name, String host) {
    List<UserRoute> routes =
        List.of(route("*bob", A), route("acme-*", B), route("acme-1", C), route("zoe", C));
    Pool pool = pool(Choice.USER, routes, 2, server(A, 1, 0), server(B, 1, 0), server(C, 1, 0));

    assertThat(lease(pool, user(name), 0).server().host()).isEqualTo(host);
  }

  @Test
  void byUser_withoutARouteOrAName_hasNoServer() {
    Pool pool = pool(Choice.USER, List.of(route("bob", A)), 2, server(A, 1, 0));

    assertThat(pool.attempts(user("BOB")).next(0)).isEqualTo(none(NoServer.NO_ROUTE));
    assertThat(pool.attempts(client).next(0)).isEqualTo(none(NoServer.NO_ROUTE));
  }

  @Test
  void byUser_whoseServerIsDown_getsNoOther() {
    Pool pool = pool(Choice.USER, List.of(route("*", A)), 2, server(A, 1, 0), server(B, 1, 0));
    bringDown(pool, A, 0);

    assertThat(pool.attempts(user("bob")).next(0)).isEqualTo(none(NoServer.DOWN));
  }

  @ParameterizedTest
  @EnumSource(
      value = Choice.class,
      names = {"ROUND_ROBIN", "LEAST_CONNECTIONS", "SOURCE_HASH"})
  void slowStart_growsWithTheTime(Choice choice) {
    Pool pool = pool(choice, server(A, 1, 0), server(B, 1, 0));
    bringDown(pool, B, seconds(5));
    bringUp(pool, B, seconds(10));

    for (int percent : List.of(10, 25, 50, 75, 100, 200)) {
      double share = Math.min(1, percent / 100.0);
      long now = seconds(10) + seconds(percent);
      int expected = (int) (SESSIONS * share / (1 + share));
      assertThat(view(pool, B, now).share()).isEqualTo(share);
      assertThat(spread(pool, clients(SESSIONS), now).get(B))
          .as("sessions at " + percent + " percent")
          .isCloseTo(expected, within(choice == Choice.SOURCE_HASH ? 100 : 2));
    }
  }

  @Test
  void slowStart_atItsBegin_givesALittle() {
    Pool pool = pool(Choice.ROUND_ROBIN, server(A, 1, 0), server(B, 1, 0));
    bringDown(pool, B, 0);
    bringUp(pool, B, 0);

    assertThat(spread(pool, clients(SESSIONS), 0).get(B)).isBetween(10, 30);
  }

  @Test
  void slowStart_ofTheOnlyServerLeft_turnsNobodyAway() {
    Pool pool = pool(Choice.LEAST_CONNECTIONS, server(A, 1, 0));
    bringDown(pool, A, 0);
    bringUp(pool, A, 0);

    assertThat(spread(pool, clients(SESSIONS), 0)).isEqualTo(Map.of(A, SESSIONS));
  }

  private List<Server> next(Pool pool, int count) {
    return Stream.generate(
            () -> {
              try (Lease lease = lease(pool, client, 0)) {
                return lease.server();
              }
            })
        .limit(count)
        .toList();
  }

  private static Map<Client, Server> homes(Pool pool) {
    return homes(pool, 0);
  }

  private static Map<Client, Server> homes(Pool pool, long now) {
    Map<Client, Server> homes = new HashMap<>();
    clients(SESSIONS)
        .forEach(
            who -> {
              try (Lease lease = lease(pool, who, now)) {
                homes.put(who, lease.server());
              }
            });
    return homes;
  }

  private static int count(Map<Client, Server> homes, Server server) {
    return (int) homes.values().stream().filter(server::equals).count();
  }
}
