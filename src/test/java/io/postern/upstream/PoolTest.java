package io.postern.upstream;

import static io.postern.upstream.Health.State.DOWN;
import static io.postern.upstream.Health.State.PROBING;
import static io.postern.upstream.Health.State.UP;
import static io.postern.upstream.Sample.A;
import static io.postern.upstream.Sample.B;
import static io.postern.upstream.Sample.C;
import static io.postern.upstream.Sample.bringDown;
import static io.postern.upstream.Sample.bringUp;
import static io.postern.upstream.Sample.client;
import static io.postern.upstream.Sample.lease;
import static io.postern.upstream.Sample.none;
import static io.postern.upstream.Sample.pool;
import static io.postern.upstream.Sample.seconds;
import static io.postern.upstream.Sample.server;
import static io.postern.upstream.Sample.user;
import static io.postern.upstream.Sample.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Places, retries, drains and health of a pool. */
class PoolTest {

  private static final Server STRANGER = new Server("z.example", 21);

  private final Client client = client("192.0.2.1");

  @Test
  void lease_closedTwice_givesBackOnePlace() {
    Pool pool = pool(Choice.ROUND_ROBIN, server(A, 1, 0));
    Lease first = lease(pool, client, 0);
    lease(pool, client, 0);
    assertThat(view(pool, A, 0).sessions()).isEqualTo(2);

    first.close();
    first.close();
    first.failed(0);

    assertThat(view(pool, A, 0).sessions()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Choice.class)
  void server_atItsLimit_getsNone_untilAPlaceIsFree(Choice choice) {
    Pool pool = pool(choice, server(A, 1, 2));
    Lease first = lease(pool, user("a.example"), 0);
    lease(pool, user("a.example"), 0);
    assertThat(pool.attempts(user("a.example")).next(0)).isEqualTo(none(NoServer.FULL));

    first.close();

    assertThat(lease(pool, user("a.example"), 0).server()).isEqualTo(A);
  }

  @ParameterizedTest
  @EnumSource(Choice.class)
  void server_thatIsDrained_getsNone_andKeepsThoseItHas(Choice choice) {
    Pool pool = pool(choice, server(A, 1, 0));
    Lease lease = lease(pool, user("a.example"), 0);

    assertThat(pool.drain(A)).isTrue();

    assertThat(pool.attempts(user("a.example")).next(0)).isEqualTo(none(NoServer.DRAINED));
    assertThat(view(pool, A, 0)).isEqualTo(new ServerView(A, UP, true, 1, 0, 1));
    lease.close();
    assertThat(view(pool, A, 0).sessions()).isZero();
  }

  @Test
  void drainedServer_staysDrained_whateverItsProbesSay() {
    Pool pool = pool(Choice.ROUND_ROBIN, server(A, 1, 0));
    pool.drain(A);
    bringDown(pool, A, 0);
    bringUp(pool, A, 0);

    assertThat(pool.attempts(client).next(0)).isEqualTo(none(NoServer.DRAINED));
  }

  @Test
  void resumedServer_startsSlowly() {
    Pool pool = pool(Choice.ROUND_ROBIN, server(A, 1, 0));
    pool.drain(A);

    assertThat(pool.resume(A, seconds(1))).isTrue();

    assertThat(lease(pool, client, seconds(2)).server()).isEqualTo(A);
    assertThat(view(pool, A, seconds(26)).share()).isEqualTo(0.25);
  }

  @Test
  void resume_ofAServerThatIsNotDrained_changesNothing() {
    Pool pool = pool(Choice.ROUND_ROBIN, server(A, 1, 0));

    assertThat(pool.resume(A, 0)).isTrue();

    assertThat(view(pool, A, 0).share()).isEqualTo(1);
  }

  @Test
  void stranger_isNoServerOfThePool() {
    Pool pool = pool(Choice.ROUND_ROBIN, server(A, 1, 0));

    assertThat(pool.drain(STRANGER)).isFalse();
    assertThat(pool.resume(STRANGER, 0)).isFalse();
    assertThatThrownBy(() -> pool.probed(STRANGER, true, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("z.example:21");
  }

  @ParameterizedTest
  @EnumSource(
      value = Choice.class,
      names = {"ROUND_ROBIN", "LEAST_CONNECTIONS", "SOURCE_HASH"})
  void attempts_neverFindAServerTwice(Choice choice) {
    Pool pool = pool(choice, server(A, 1, 0), server(B, 1, 0), server(C, 1, 0));
    Attempts attempts = pool.attempts(client);

    List<Server> found =
        List.of(
            lease(attempts.next(0)).server(),
            lease(attempts.next(0)).server(),
            lease(attempts.next(0)).server());

    assertThat(found).containsExactlyInAnyOrder(A, B, C);
    assertThat(attempts.next(0)).isEqualTo(none(NoServer.TRIED));
    assertThat(attempts.next(0)).isEqualTo(none(NoServer.TRIED));
    assertThat(pool.servers(0)).allMatch(view -> view.sessions() == 0);
  }

  @Test
  void attempts_endWithTheRetries() {
    Pool pool =
        pool(Choice.ROUND_ROBIN, List.of(), 1, server(A, 1, 0), server(B, 1, 0), server(C, 1, 0));
    Attempts attempts = pool.attempts(client);
    lease(attempts.next(0));
    lease(attempts.next(0));

    assertThat(attempts.next(0)).isEqualTo(none(NoServer.TRIED));
  }

  @Test
  void attempts_holdOnePlaceAtATime() {
    Pool pool = pool(Choice.ROUND_ROBIN, server(A, 1, 1), server(B, 1, 1));
    Attempts attempts = pool.attempts(client);
    lease(attempts.next(0));

    lease(attempts.next(0));

    assertThat(view(pool, A, 0).sessions()).isZero();
    assertThat(view(pool, B, 0).sessions()).isOne();
    attempts.close();
    assertThat(view(pool, B, 0).sessions()).isZero();
  }

  @Test
  void none_namesTheReasonThatPassesSoonest() {
    Pool pool = pool(Choice.ROUND_ROBIN, server(A, 1, 1), server(B, 1, 0), server(C, 1, 0));
    pool.drain(C);
    bringDown(pool, B, 0);
    Lease held = lease(pool, client, 0);
    assertThat(pool.attempts(client).next(0)).isEqualTo(none(NoServer.FULL));
    held.close();

    Attempts attempts = pool.attempts(client);
    lease(attempts.next(0));
    assertThat(attempts.next(0)).isEqualTo(none(NoServer.TRIED));

    bringDown(pool, A, 0);
    assertThat(pool.attempts(client).next(0)).isEqualTo(none(NoServer.DOWN));

    pool.drain(A);
    pool.drain(B);
    assertThat(pool.attempts(client).next(0)).isEqualTo(none(NoServer.DRAINED));
  }

  @Test
  void probes_tellEachChangeOnce() {
    Pool pool = pool(Choice.ROUND_ROBIN, server(A, 1, 0));

    assertThat(pool.probed(A, false, 0).change()).isEmpty();
    assertThat(pool.probed(A, false, 0).change()).contains(new HealthChange(A, UP, DOWN));
    assertThat(pool.probed(A, false, 0).change()).isEmpty();
    assertThat(pool.attempts(client).next(0)).isEqualTo(none(NoServer.DOWN));
    assertThat(pool.probed(A, true, 0).change()).contains(new HealthChange(A, DOWN, PROBING));
    assertThat(pool.attempts(client).next(0)).isEqualTo(none(NoServer.DOWN));
    assertThat(pool.probed(A, true, 0).change()).contains(new HealthChange(A, PROBING, UP));
    assertThat(lease(pool, client, 0).server()).isEqualTo(A);
  }

  @Test
  void probes_ofAServerThatIsDown_becomeRare() {
    Pool pool = pool(Choice.ROUND_ROBIN, server(A, 1, 0));

    bringDown(pool, A, 0);

    assertThat(pool.probed(A, false, 0).untilNext()).isEqualTo(Duration.ofSeconds(20));
    assertThat(pool.probed(A, true, 0).untilNext()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void firstProbes_areSpreadOverTheTimeBetweenTwo() {
    Pool pool = pool(Choice.ROUND_ROBIN, server(A, 1, 0));
    List<Duration> waits = Stream.generate(pool::untilFirstProbe).limit(1_000).sorted().toList();

    assertThat(waits.get(0)).isLessThan(Duration.ofMillis(100));
    assertThat(waits.get(500)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
    assertThat(waits.get(999)).isBetween(Duration.ofMillis(9_900), Duration.ofSeconds(10));
  }

  @Test
  void failedSessions_bringAServerDown() {
    Pool pool = pool(Choice.ROUND_ROBIN, server(A, 1, 0));
    assertThat(lease(pool, client, 0).failed(0)).isEmpty();
    Lease good = lease(pool, client, 0);
    good.connected(0);
    assertThat(lease(pool, client, 0).failed(0)).isEmpty();

    assertThat(lease(pool, client, 0).failed(0)).contains(new HealthChange(A, UP, DOWN));

    assertThat(view(pool, A, 0).sessions()).isOne();
    good.close();
    assertThat(view(pool, A, 0).sessions()).isZero();
  }

  @Test
  void poolWithoutHealth_countsEachServerAsUp() {
    Pool pool = new Pool(PoolSettings.of("main", List.of(A)), new SplittableRandom(1));
    for (int i = 0; i < 100; i++) {
      assertThat(lease(pool, client, 0).failed(0)).isEmpty();
    }

    assertThat(lease(pool, client, 0).server()).isEqualTo(A);
    assertThatThrownBy(() -> pool.probed(A, true, 0)).isInstanceOf(IllegalStateException.class);
    assertThat(pool.settings().health()).isEqualTo(Optional.empty());
  }
}
