package io.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes against time, in bulk. */
@Tag("pace")
@Timeout(120)
class PacingTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration TIME = Duration.ofSeconds(4);
  private static final Percentage TOLERANCE = Percentage.withPercentage(5);

  private final List<Loopback> loopbacks = new ArrayList<>();
  private final List<PacedFlow> flows = new ArrayList<>();

  static Stream<Transport> transports() {
    return Stream.of(Transport.values()).filter(t -> t == Transport.NIO || Epoll.isAvailable());
  }

  static Stream<Arguments> transportsAndDirections() {
    return transports().flatMap(t -> Stream.of(true, false).map(left -> Arguments.of(t, left)));
  }

  @AfterEach
  void closeAll() throws Exception {
    for (PacedFlow flow : flows) {
      flow.stop();
    }
    for (Loopback loopback : loopbacks) {
      loopback.close();
    }
  }

  @ParameterizedTest
  @MethodSource("transportsAndDirections")
  void oneConnection_keepsToItsRate(Transport transport, boolean fromLeft) throws Exception {
    Loopback loopback = loopback(transport);
    long[] expected = {100_000, 1_000_000, 100_000_000};
    for (long rate : expected) {
      flow(loopback, fromLeft, pacer(rate));
    }
    double[] rates = PacedFlow.rates(LONG, flows);
    for (int i = 0; i < expected.length; i++) {
      assertThat(rates[i]).as("of %d", expected[i]).isCloseTo((double) expected[i], TOLERANCE);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void connectionsOfTwoEventLoops_shareARateFairly(Transport transport) throws Exception {
    Loopback one = loopback(transport);
    Loopback other = loopback(transport);
    Pacer shared = pacer(10_000_000);
    flow(one, true, shared);
    flow(one, false, shared);
    flow(one, true, shared);
    flow(other, true, shared);
    double[] rates = PacedFlow.rates(LONG, flows);
    assertThat(Arrays.stream(rates).sum()).isCloseTo(10_000_000, TOLERANCE);
    for (double rate : rates) {
      assertThat(rate).isCloseTo(2_500_000, TOLERANCE);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void theSlowestRateCounts_andWhatItLeavesIsForTheOthers(Transport transport) throws Exception {
    Loopback loopback = loopback(transport);
    Pacer shared = pacer(4_000_000);
    flow(loopback, true, pacer(500_000), shared);
    flow(loopback, true, shared);
    double[] rates = PacedFlow.rates(TIME, flows);
    assertThat(rates[0]).isCloseTo(500_000, TOLERANCE);
    assertThat(rates[1]).isCloseTo(3_500_000, TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void anotherRate_countsInMidTransfer(Transport transport) throws Exception {
    Pacer pacer = pacer(1_000);
    flow(loopback(transport), true, pacer);
    for (long rate : new long[] {2_000_000, 500_000, 5_000_000}) {
      pacer.bytesPerSecond(rate, System.nanoTime());
      // What waits at the old rate is looked at again after a quarter of a second.
      PacedFlow.rates(Duration.ofMillis(400), flows);
      double[] rates = PacedFlow.rates(TIME.dividedBy(2), flows);
      assertThat(rates[0]).as("of %d", rate).isCloseTo((double) rate, TOLERANCE);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void otherLimits_takeThePlaceOfEarlierOnes(Transport transport) throws Exception {
    PacedFlow flow = flow(loopback(transport), true, pacer(1_000));
    PacedFlow.rates(Duration.ofMillis(100), flows);
    flow.limit(pacer(3_000_000));
    assertThat(PacedFlow.rates(TIME, flows)[0]).isCloseTo(3_000_000, TOLERANCE);
    flow.limit();
    assertThat(PacedFlow.rates(Duration.ofMillis(500), flows)[0]).isGreaterThan(20_000_000);
  }

  private Loopback loopback(Transport transport) throws Exception {
    Loopback loopback = new Loopback(transport);
    loopbacks.add(loopback);
    return loopback;
  }

  private PacedFlow flow(Loopback loopback, boolean fromLeft, Pacer... pacers) throws Exception {
    PacedFlow flow = PacedFlow.start(loopback, fromLeft, pacers);
    flows.add(flow);
    return flow;
  }

  private static Pacer pacer(long rate) {
    return new Pacer(rate, System.nanoTime());
  }
}
