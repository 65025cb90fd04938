package io.postern.quota;

import static io.postern.quota.Sample.address;
import static io.postern.quota.Sample.failedLogins;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.Network;
import io.postern.policy.Limits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failed logins and the bans that they bring. */
class BansTest {

  private static final int MOST = 1_000;

  private static final InetAddress ANN = address("192.0.2.1");
  private static final InetAddress BOB = address("192.0.2.2");
  private static final List<Limits> THREE =
      List.of(failedLogins("r", 3, ofMinutes(10), ofHours(1)));

  // Not far from where nanoTime overflows: it may start anywhere.
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - ofMinutes(7).toNanos());
  private final Tally tally = new Tally(MOST, now::get);

  @Test
  void failure_theLastOfThem_bans() {
    assertThat(fail(THREE, ANN)).isEmpty();
    assertThat(fail(THREE, ANN)).isEmpty();
    assertThat(tally.banned(ANN)).isEmpty();

    assertThat(fail(THREE, ANN)).isEqualTo(Optional.of(THREE.get(0)));

    assertThat(tally.banned(ANN)).contains(ofHours(1));
    assertThat(tally.banned(BOB)).isEmpty();
    assertThat(tally.failing()).isZero();
  }

  @Test
  void failure_ofOneThatIsBannedBySeveralRules_isTheLongestBan() {
    List<Limits> two =
        List.of(
            failedLogins("short", 1, ofMinutes(10), ofMinutes(1)),
            failedLogins("long", 1, ofMinutes(10), ofHours(2)));

    assertThat(fail(two, ANN)).contains(two.get(1));

    assertThat(tally.banned(ANN)).contains(ofHours(2));
  }

  @Test
  void failure_withoutSuchALimit_countsNothing() {
    fail(List.of(), ANN);
    fail(List.of(Sample.limit("r", "sessions", 1)), ANN);

    assertThat(tally.failing()).isZero();
  }

  @Test
  void failures_ofDifferentRules_countApart() {
    List<Limits> other = List.of(failedLogins("other", 3, ofMinutes(10), ofHours(1)));
    fail(THREE, ANN);
    fail(THREE, ANN);
    fail(other, ANN);
    fail(other, ANN);

    assertThat(tally.banned(ANN)).isEmpty();
    assertThat(fail(other, ANN)).contains(other.get(0));
  }

  @Test
  void failure_olderThanTheWindow_isForgotten() {
    fail(THREE, ANN);
    pass(ofMinutes(5));
    fail(THREE, ANN);
    pass(ofMinutes(5));

    assertThat(fail(THREE, ANN)).isEmpty();
    assertThat(fail(THREE, ANN)).isPresent();
  }

  @Test
  void failure_withinTheWindow_counts() {
    fail(THREE, ANN);
    fail(THREE, ANN);
    pass(ofMinutes(10).minusNanos(1));

    assertThat(fail(THREE, ANN)).isPresent();
  }

  @Test
  void failures_thatAreTooOld_takeNoMemory() {
    fail(THREE, ANN);
    assertThat(tally.failing()).isEqualTo(1);

    pass(ofMinutes(11));

    assertThat(tally.failing()).isZero();
  }

  @Test
  void loggedIn_forgetsTheFailuresOfThatClient() {
    fail(THREE, ANN);
    fail(THREE, ANN);
    fail(THREE, BOB);
    fail(THREE, BOB);

    tally.loggedIn(ANN, "ann");

    assertThat(fail(THREE, ANN)).isEmpty();
    assertThat(fail(THREE, BOB)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"ann, true", "ANN, true", "bob, false", "anonymous, false", ", false"})
  void loggedIn_forgetsTheFailuresWithTheSameAccount(@Nullable String user, boolean forgotten) {
    fail(THREE, ANN);
    fail(THREE, ANN);

    tally.loggedIn(ANN, user);

    assertThat(tally.failing()).isEqualTo(forgotten ? 0 : 1);
    assertThat(fail(THREE, ANN).isEmpty()).isEqualTo(forgotten);
  }

  @Test
  void loggedIn_asAnotherBetweenGuesses_savesNobodyFromABan() {
    for (int i = 0; tally.banned(ANN).isEmpty() && i < 10; i++) {
      tally.loginFailed(THREE, ANN, "admin" + i, now.get());
      tally.loggedIn(ANN, "anonymous");
      tally.loggedIn(ANN, "own");
    }

    assertThat(tally.banned(ANN)).isPresent();
  }

  @Test
  void loggedIn_liftsNoBan() {
    ban(ANN);

    tally.loggedIn(ANN, "ann");

    assertThat(tally.banned(ANN)).isPresent();
  }

  @Test
  void ban_expiresByTheClock() {
    ban(ANN);

    pass(ofHours(1).minusSeconds(1));
    assertThat(tally.banned(ANN)).contains(ofSeconds(1));
    pass(ofSeconds(1));
    assertThat(tally.banned(ANN)).isEmpty();

    pass(ofMinutes(1));
    assertThat(tally.bans().size()).isZero();
    assertThat(tally.bans().longest(10)).isEmpty();
    assertThat(fail(THREE, ANN)).isEmpty();
  }

  @Test
  void ban_outlivesTheRulesThatMadeIt() {
    ban(ANN);

    List<Limits> other = List.of(failedLogins("new", 3, ofMinutes(10), ofHours(1)));

    assertThat(tally.banned(ANN)).isPresent();
    assertThat(fail(other, ANN)).isEmpty();
    assertThat(tally.banned(ANN)).isPresent();
  }

  @Test
  void failures_outliveAReload_underTheRulesId() {
    fail(THREE, ANN);
    fail(THREE, ANN);

    List<Limits> reloaded = List.of(failedLogins("r", 3, ofMinutes(20), ofHours(5)));

    assertThat(fail(reloaded, ANN)).contains(reloaded.get(0));
    assertThat(tally.banned(ANN)).contains(ofHours(5));
  }

  @Test
  void failure_ofABannedClientInAnotherSession_bansAnew() {
    ban(ANN);
    pass(ofMinutes(30));

    assertThat(fail(THREE, ANN)).isPresent();

    assertThat(tally.banned(ANN)).contains(ofHours(1));
  }

  @Test
  void ban_shorterThanTheOneThatHolds_changesNothing() {
    ban(ANN);
    pass(ofMinutes(1));

    fail(List.of(failedLogins("short", 1, ofMinutes(1), ofSeconds(5))), ANN);

    assertThat(tally.banned(ANN)).contains(ofMinutes(59));
    assertThat(tally.bans().longest(1)).extracting(Bans.Ban::rule).containsExactly("r");
  }

  @Test
  void client_ofIpv6_isItsNetworkOf64Bits() {
    fail(THREE, address("2001:db8:1:2::1"));
    fail(THREE, address("2001:db8:1:2::2"));
    fail(THREE, address("2001:db8:1:2:9999::3"));

    assertThat(tally.banned(address("2001:db8:1:2::4"))).isPresent();
    assertThat(tally.banned(address("2001:db8:1:3::1"))).isEmpty();
    assertThat(tally.bans().longest(1))
        .extracting(ban -> ban.client().toString())
        .containsExactly("2001:db8:1:2::/64");
  }

  @Test
  void client_ofMappedIpv4_isTheIpv4Address() {
    ban(ANN);

    assertThat(tally.banned(address("::ffff:192.0.2.1"))).isPresent();
    assertThat(tally.banned(address("::ffff:192.0.2.2"))).isEmpty();
  }

  @Test
  void lift_letsTheClientIn() {
    ban(ANN);

    assertThat(tally.bans().lift(ANN)).isTrue();

    assertThat(tally.banned(ANN)).isEmpty();
    assertThat(tally.bans().lift(ANN)).isFalse();
    assertThat(fail(THREE, ANN)).isEmpty();
  }

  @Test
  void longest_listsThoseThatLastLongestFirst() {
    ban(ANN);
    pass(ofMinutes(10));
    ban(BOB);

    assertThat(tally.bans().longest(10))
        .extracting(Bans.Ban::left)
        .containsExactly(ofHours(1), ofMinutes(50));
    assertThat(tally.bans().longest(1)).hasSize(1);
    assertThat(tally.bans().size()).isEqualTo(2);
  }

  @Test
  void clientsWithoutEnd_failing_areBounded() {
    for (int i = 0; i < 1_000_000; i++) {
      fail(THREE, numbered(i));
      if (i % 100_000 == 0) {
        assertThat(tally.failing()).isLessThanOrEqualTo(1_000);
      }
    }
    assertThat(tally.failing()).isBetween(500, 1_000);
  }

  @Test
  void clientsWithoutEnd_banned_areBounded() {
    List<Limits> one = List.of(failedLogins("r", 1, ofMinutes(10), ofHours(1)));
    for (int i = 0; i < 1_000_000; i++) {
      fail(one, numbered(i));
    }
    assertThat(tally.bans().size()).isBetween(500, 1_000);
    assertThat(tally.failing()).isZero();
  }

  @Test
  void operatorsBan_holds_howeverManyClientsARuleBans() {
    List<Limits> one = List.of(failedLogins("r", 1, ofMinutes(10), ofHours(1)));
    IntStream.range(0, 5_000).forEach(i -> fail(one, numbered(i)));

    List<InetAddress> banned =
        IntStream.range(0, 200).mapToObj(i -> numbered(1_000_000 + i)).toList();
    banned.forEach(
        each -> assertThat(tally.bans().ban(Network.ofClient(each), ofHours(2))).isTrue());
    IntStream.range(5_000, 10_000).forEach(i -> fail(one, numbered(i)));

    assertThat(banned).allMatch(each -> tally.banned(each).isPresent());
    assertThat(tally.bans().longest(200)).extracting(Bans.Ban::rule).containsOnly(Bans.OPERATOR);
  }

  @Test
  void operatorsBans_aboveTheirLimit_areRefused_untilSomeAreOver() {
    for (int i = 0; i < MOST; i++) {
      assertThat(tally.bans().ban(Network.ofClient(numbered(i)), ofHours(1))).isTrue();
    }

    assertThat(tally.bans().ban(Network.ofClient(ANN), ofHours(1))).isFalse();
    assertThat(tally.banned(ANN)).isEmpty();
    assertThat(tally.bans().ban(Network.ofClient(numbered(7)), ofHours(2))).isTrue();
    assertThat(tally.bans().size()).isEqualTo(MOST);

    pass(ofHours(1));
    assertThat(tally.bans().ban(Network.ofClient(ANN), ofHours(1))).isTrue();
    assertThat(tally.bans().size()).isEqualTo(2);
  }

  @Test
  void operatorsBan_takesTheRulesPlace_isLifted_andEndsByTheClock() {
    ban(ANN);
    Network ann = Network.ofClient(ANN);

    tally.bans().ban(ann, ofMinutes(1));
    assertThat(tally.banned(ANN)).contains(ofMinutes(1));
    assertThat(tally.bans().size()).isEqualTo(1);
    pass(ofMinutes(1));
    assertThat(tally.banned(ANN)).isEmpty();
    assertThat(tally.bans().longest(10)).isEmpty();
    assertThat(tally.bans().lift(ANN)).isFalse();

    tally.bans().ban(ann, ofMinutes(1));
    ban(ANN);
    assertThat(tally.banned(ANN)).as("the longer of both").contains(ofHours(1));
    assertThat(tally.bans().longest(10)).hasSize(1);
    assertThat(tally.bans().size()).isEqualTo(1);
    assertThat(tally.bans().lift(ANN)).isTrue();
    assertThat(tally.banned(ANN)).isEmpty();
  }

  @Test
  void clientThatGoesOn_amongAFloodOfOthers_isStillBanned() {
    List<Limits> ten = List.of(failedLogins("r", 10, ofMinutes(10), ofHours(1)));
    int tries = 0;
    for (int i = 0; tally.banned(ANN).isEmpty() && tries < 20; i++) {
      fail(ten, numbered(i));
      if (i % 2_000 == 0) {
        fail(ten, ANN);
        tries++;
      }
    }
    assertThat(tally.banned(ANN)).isPresent();
    assertThat(tries).isLessThan(20);
  }

  @Test
  @Timeout(60)
  void failures_fromManyThreads_countOnceEach() throws Exception {
    List<Limits> hundred = List.of(failedLogins("r", 100, ofMinutes(10), ofHours(1)));
    ExecutorService pool = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Optional<Limits>>> work = new ArrayList<>();
      IntStream.range(0, 1_000).forEach(i -> work.add(() -> fail(hundred, ANN)));
      long answered = 0;
      for (Future<Optional<Limits>> each : pool.invokeAll(work)) {
        answered += each.get().isEmpty() ? 1 : 0;
      }
      assertThat(answered).isEqualTo(99);
    } finally {
      pool.shutdownNow();
    }
  }

  private void ban(InetAddress client) {
    IntStream.range(0, 3).forEach(i -> fail(THREE, client));
    assertThat(tally.banned(client)).isPresent();
  }

  private Optional<Limits> fail(List<Limits> limits, InetAddress client) {
    return tally.loginFailed(limits, client, "ann", now.get());
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static InetAddress numbered(int number) {
    byte[] bytes = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
