package io.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.postern.testing.Aside;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pacer alone, in a time that the test makes. */
class PacerTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long START = 7 * SECOND;

  @ParameterizedTest
  @ValueSource(longs = {1, 100, 10_000, 100_000, 1_000_000, 100_000_000, 10_000_000_000L})
  void oneUser_getsTheRate(long rate) {
    Pacer pacer = new Pacer(rate, START);

    long[] passed = simulate(pacer, 10, new Sharer(pacer.turnBytes(), 0));

    assertThat(passed[0]).isCloseTo(10 * rate, within((long) pacer.turnBytes()));
  }

  @Test
  void sharersThatAlwaysHaveBytes_getTheSame_andTogetherTheRate() {
    Pacer pacer = new Pacer(1_000_000, START);
    int turn = pacer.turnBytes();

    long[] passed =
        simulate(pacer, 10, new Sharer(turn, 0), new Sharer(turn, 0), new Sharer(turn, 0));

    assertThat(passed[0] + passed[1] + passed[2]).isCloseTo(10_000_000L, within(4L * turn));
    for (long each : passed) {
      assertThat(each).isCloseTo(10_000_000L / 3, within(2L * turn));
    }
  }

  @Test
  void whoWantsLess_leavesTheRestToTheOthers() {
    Pacer pacer = new Pacer(1_000_000, START);
    int turn = pacer.turnBytes();
    Sharer slow = new Sharer(1_000, SECOND / 100);

    long[] passed = simulate(pacer, 10, slow, new Sharer(turn, 0), new Sharer(turn, 0));

    // Each time it rests for 10 ms and waits: for the turn that runs, and one of each of the
    // others.
    assertThat(passed[0]).isBetween(10 * 1_000_000L / 71, 10 * 100_000L);
    assertThat(passed[0] + passed[1] + passed[2]).isCloseTo(10_000_000L, within(4L * turn));
    assertThat(passed[1]).isCloseTo(passed[2], within((long) turn));
  }

  @Test
  void lateness_isMadeUp() {
    Pacer pacer = new Pacer(1_000_000, START);
    Random random = new Random(20_261_205);
    Sharer late = new Sharer(pacer.turnBytes(), 0, () -> random.nextLong(60_000_000));

    assertThat(simulate(pacer, 10, late)[0]).isCloseTo(10_000_000L, Percentage.withPercentage(1));
  }

  @Test
  void aLongRest_isWorthATenthOfASecond() {
    Pacer pacer = new Pacer(1_000_000, START);
    long now = START + 100 * SECOND;

    long place = pacer.book(100_000, now);
    assertThat(pacer.nanosUntil(place, now)).isZero();
    assertThat(pacer.nanosUntil(pacer.book(50_000, now), now)).isZero();
    assertThat(pacer.nanosUntil(pacer.book(1, now), now)).isEqualTo(50_000_000);
  }

  @Test
  void another_rate_countsForWhatIsBookedAlready() {
    Pacer pacer = new Pacer(1_000, START);
    pacer.book(1_000, START);
    long place = pacer.book(1_000, START);
    assertThat(pacer.nanosUntil(place, START)).isEqualTo(SECOND);

    pacer.bytesPerSecond(2_000, START + SECOND / 2);
    assertThat(pacer.bytesPerSecond()).isEqualTo(2_000);
    assertThat(pacer.nanosUntil(place, START + SECOND / 2)).isEqualTo(SECOND / 4);

    pacer.bytesPerSecond(100, START + SECOND / 2);
    assertThat(pacer.nanosUntil(place, START + SECOND / 2)).isEqualTo(5 * SECOND);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "100, 25",
    "5_840, 1_460",
    "50_000, 1_460",
    "100_000, 2_000",
    "1_000_000, 20_000",
    "1_638_400, 32_768",
    "9_000_000_000_000_000_000, 32_768"
  })
  void aTurn_isShort_andNeitherTinyNorLarge(String rate, String bytes) {
    Pacer pacer = new Pacer(number(rate), START);

    assertThat(pacer.turnBytes()).isEqualTo(Math.toIntExact(number(bytes)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void noRate_isRefused(long rate) {
    assertThatThrownBy(() -> new Pacer(rate, START)).isInstanceOf(IllegalArgumentException.class);
    Pacer pacer = new Pacer(1, START);
    assertThatThrownBy(() -> pacer.bytesPerSecond(rate, START))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(pacer.bytesPerSecond()).isEqualTo(1);
  }

  @Test
  void bookingsOfManyThreads_areAllCounted() throws Exception {
    Pacer pacer = new Pacer(1_000_000, START);
    List<CompletableFuture<long[]>> all = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      all.add(
          Aside.call(() -> LongStream.range(0, 5_000).map(i -> pacer.book(10, START)).toArray()));
    }
    List<Long> places = new ArrayList<>();
    for (CompletableFuture<long[]> one : all) {
      Arrays.stream(one.get(30, TimeUnit.SECONDS)).forEach(places::add);
    }

    assertThat(places).doesNotHaveDuplicates().hasSize(20_000);
    assertThat(pacer.nanosUntil(pacer.book(1, START), START)).isEqualTo(SECOND / 5);
  }

  /** Who books this many bytes, and again when they are passed on and it has rested. */
  private record Sharer(int bytes, long restNanos, LongSupplier late) {

    Sharer(int bytes, long restNanos) {
      this(bytes, restNanos, () -> 0);
    }
  }

  /** What a sharer does next, and when. */
  private static final class Turn {

    private static final long NONE = -1;

    private final int index;
    private long place = NONE;
    private long at;

    private Turn(int index) {
      this.index = index;
    }
  }

  /** How many bytes each passes on in this time. */
  private static long[] simulate(Pacer pacer, int seconds, Sharer... sharers) {
    long[] passed = new long[sharers.length];
    List<Turn> turns = IntStream.range(0, sharers.length).mapToObj(Turn::new).toList();
    while (true) {
      Turn next = turns.stream().min(Comparator.comparingLong(turn -> turn.at)).orElseThrow();
      if (next.at >= seconds * SECOND) {
        return passed;
      }
      Sharer sharer = sharers[next.index];
      if (next.place == Turn.NONE) {
        book(pacer, next, sharer);
      } else {
        assertThat(pacer.nanosUntil(next.place, START + next.at)).isZero();
        passed[next.index] += sharer.bytes();
        next.place = Turn.NONE;
        next.at += sharer.restNanos();
      }
    }
  }

  private static void book(Pacer pacer, Turn turn, Sharer sharer) {
    turn.place = pacer.book(sharer.bytes(), START + turn.at);
    long wait = pacer.nanosUntil(turn.place, START + turn.at);
    turn.at += wait == 0 ? 0 : wait + sharer.late().getAsLong();
  }

  private static long number(String text) {
    return Long.parseLong(text.replace("_", ""));
  }
}
