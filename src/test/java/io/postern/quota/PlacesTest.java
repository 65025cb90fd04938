package io.postern.quota;

import static io.postern.policy.Quotas.Kind.SESSION;
import static io.postern.policy.Quotas.Kind.TRANSFER;
import static io.postern.quota.Sample.address;
import static io.postern.quota.Sample.limit;
import static io.postern.quota.Sample.limits;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.policy.Limits;
import io.postern.policy.Quotas;
import io.postern.policy.Quotas.Entry;
import io.postern.policy.Quotas.Kind;
import io.postern.policy.Quotas.Place;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Places for sessions, logins and transfers. */
class PlacesTest {

  private static final InetAddress ANN = address("192.0.2.1");
  private static final InetAddress BOB = address("192.0.2.2");

  private final Tally tally = new Tally(100, () -> 0);

  @ParameterizedTest
  @CsvSource({
    // kind, limit, the second one's client and user, whether it shares the first one's count
    "SESSION, sessions, 192.0.2.2, bob, true",
    "SESSION, sessions-per-client, 192.0.2.1, bob, true",
    "SESSION, sessions-per-client, 192.0.2.2, ann, false",
    "SESSION, sessions-per-client, ::ffff:192.0.2.1, ann, true",
    "LOGIN, sessions-per-user, 192.0.2.2, ann, true",
    "LOGIN, sessions-per-user, 192.0.2.2, ANN, true",
    "LOGIN, sessions-per-user, 192.0.2.1, bob, false",
    "LOGIN, sessions-per-user, 192.0.2.1, , false",
    "TRANSFER, transfers, 192.0.2.2, bob, true",
    "TRANSFER, transfers-per-client, 192.0.2.1, bob, true",
    "TRANSFER, transfers-per-client, 192.0.2.2, ann, false",
    "TRANSFER, transfers-per-user, 192.0.2.2, Ann, true",
    "TRANSFER, transfers-per-user, 192.0.2.1, bob, false",
    "TRANSFER, transfers-per-user, 192.0.2.1, , false",
  })
  void limit_holdsForThoseThatShareIt(
      Kind kind, String name, String client, @Nullable String user, boolean shared) {
    List<Limits> limits = List.of(limit("r", name, 2));
    enter(kind, limits, ANN, "ann");
    Place second = enter(kind, limits, ANN, "ann");

    Entry third = tally.enter(kind, limits, address(client), user);

    if (shared) {
      assertThat(third).isEqualTo(new Entry(null, "r", name));
      second.leave();
      enter(kind, limits, address(client), user);
    } else {
      assertThat(third.place()).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SESSION, sessions-per-user",
    "SESSION, transfers",
    "SESSION, transfers-per-client",
    "SESSION, transfers-per-user",
    "LOGIN, sessions",
    "LOGIN, sessions-per-client",
    "LOGIN, transfers",
    "LOGIN, transfers-per-client",
    "LOGIN, transfers-per-user",
    "TRANSFER, sessions",
    "TRANSFER, sessions-per-client",
    "TRANSFER, sessions-per-user",
  })
  void limit_ofAnotherKind_countsNothing(Kind kind, String name) {
    List<Limits> limits = List.of(limit("r", name, 1));

    enter(kind, limits, ANN, "ann");
    enter(kind, limits, ANN, "ann");

    assertThat(tally.counts()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void noLimit_anyNumberAndNothingIsKept(Kind kind) {
    IntStream.range(0, 100).forEach(i -> enter(kind, List.of(limits("r", Map.of())), ANN, "ann"));
    IntStream.range(0, 100).forEach(i -> enter(kind, List.of(), ANN, "ann"));

    assertThat(tally.counts()).isZero();
  }

  @Test
  void client_ofIpv6_isItsNetworkOf64Bits() {
    List<Limits> limits = List.of(limit("r", "sessions-per-client", 1));
    enter(SESSION, limits, address("2001:db8:1:2::1"), null);

    assertThat(tally.enter(SESSION, limits, address("2001:db8:1:2:ffff::9"), null).place())
        .isNull();
    assertThat(tally.enter(SESSION, limits, address("2001:db8:1:3::1"), null).place()).isNotNull();
  }

  @Test
  void anonymousAndFtp_areOneUser() {
    List<Limits> limits = List.of(limit("r", "transfers-per-user", 1));
    enter(TRANSFER, limits, ANN, "anonymous");

    assertThat(tally.enter(TRANSFER, limits, BOB, "FTP").limit()).isEqualTo("transfers-per-user");
  }

  @Test
  void rules_countForThemselves() {
    enter(SESSION, List.of(limit("a", "sessions", 1)), ANN, null);

    enter(SESSION, List.of(limit("b", "sessions", 1)), ANN, null);
  }

  @Test
  void enter_oneOfSeveralLimitsIsFull_takesNone() {
    Limits first = limits("first", Map.of("transfers", 2, "transfers-per-client", 2));
    Limits second = limit("second", "transfers-per-user", 1);
    Place held = enter(TRANSFER, List.of(second), BOB, "ann");

    Entry refused = tally.enter(TRANSFER, List.of(first, second), ANN, "ann");

    assertThat(refused).isEqualTo(new Entry(null, "second", "transfers-per-user"));
    assertThat(tally.counts()).isEqualTo(1);
    held.leave();
    enter(TRANSFER, List.of(first, second), ANN, "ann");
  }

  @Test
  void leave_twice_givesBackOnce() {
    List<Limits> limits = List.of(limit("r", "sessions", 2));
    Place first = enter(SESSION, limits, ANN, null);
    enter(SESSION, limits, ANN, null);

    first.leave();
    first.leave();

    enter(SESSION, limits, ANN, null);
    assertThat(tally.enter(SESSION, limits, ANN, null).place()).isNull();
  }

  @Test
  void leave_all_keepsNothing() {
    List<Limits> limits = List.of(limits("r", Map.of("transfers", 9, "transfers-per-client", 9)));
    List<Place> places =
        List.of(enter(TRANSFER, limits, ANN, null), enter(TRANSFER, limits, BOB, null));
    assertThat(tally.counts()).isEqualTo(3);

    places.forEach(Place::leave);

    assertThat(tally.counts()).isZero();
  }

  @Test
  void limit_thatAReloadLowers_refusesUntilEnoughHaveLeft() {
    List<Place> places =
        IntStream.range(0, 3)
            .mapToObj(i -> enter(SESSION, List.of(limit("r", "sessions", 3)), ANN, null))
            .toList();
    List<Limits> lowered = List.of(limit("r", "sessions", 2));

    places.get(0).leave();
    assertThat(tally.enter(SESSION, lowered, ANN, null).place()).isNull();
    places.get(1).leave();
    assertThat(tally.enter(SESSION, lowered, ANN, null).place()).isNotNull();
  }

  /** 16 threads for 10 places, each entry under three limits of two rules. */
  @Test
  @Timeout(60)
  void enter_fromManyThreads_neverAdmitsTooManyAndLeavesNothing() throws Exception {
    List<Limits> limits =
        List.of(
            limits("a", Map.of("transfers", 10, "transfers-per-client", 6)),
            limit("b", "transfers-per-user", 4));
    AtomicInteger inAll = new AtomicInteger();
    List<AtomicInteger> ofClient = counters();
    List<AtomicInteger> ofUser = counters();
    AtomicInteger refused = new AtomicInteger();
    Callable<Void> work =
        () -> {
          ThreadLocalRandom random = ThreadLocalRandom.current();
          for (int i = 0; i < 20_000; i++) {
            int client = random.nextInt(3);
            int user = random.nextInt(3);
            Place place =
                tally.enter(TRANSFER, limits, address("192.0.2." + client), "u" + user).place();
            if (place == null) {
              refused.incrementAndGet();
              continue;
            }
            assertThat(inAll.incrementAndGet()).isLessThanOrEqualTo(10);
            assertThat(ofClient.get(client).incrementAndGet()).isLessThanOrEqualTo(6);
            assertThat(ofUser.get(user).incrementAndGet()).isLessThanOrEqualTo(4);
            LockSupport.parkNanos(1); // So that others run while the place is held.
            inAll.decrementAndGet();
            ofClient.get(client).decrementAndGet();
            ofUser.get(user).decrementAndGet();
            place.leave();
            place.leave();
          }
          return null;
        };

    onThreads(16, work);

    assertThat(refused).hasPositiveValue();
    assertThat(tally.counts()).isZero();
  }

  /** Two that would each fill one limit of the other are never both refused for good. */
  @Test
  @Timeout(60)
  void enter_whereThereIsAlwaysRoom_refusesNobody() throws Exception {
    List<Limits> limits = List.of(limit("a", "sessions", 8), limit("b", "sessions-per-client", 8));
    Callable<Void> work =
        () -> {
          for (int i = 0; i < 20_000; i++) {
            enter(SESSION, limits, ANN, null).leave();
          }
          return null;
        };

    onThreads(8, work);

    assertThat(tally.counts()).isZero();
  }

  private Place enter(Kind kind, List<Limits> limits, InetAddress client, @Nullable String user) {
    Quotas.Entry entry = tally.enter(kind, limits, client, user);
    assertThat(entry.place()).as("refused by %s %s", entry.rule(), entry.limit()).isNotNull();
    return Objects.requireNonNull(entry.place());
  }

  private static List<AtomicInteger> counters() {
    return IntStream.range(0, 3).mapToObj(i -> new AtomicInteger()).toList();
  }

  private static void onThreads(int threads, Callable<Void> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> all = new ArrayList<>();
      IntStream.range(0, threads).forEach(i -> all.add(work));
      for (Future<Void> each : pool.invokeAll(all, 50, TimeUnit.SECONDS)) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
