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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
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

  @AfterEach
  void closeAll() throws Exception {
    for (PacedFlow flow : flows) {
      flow.stop();
    }
    for (Loopback loopback : loopbacks) {
      loopback.close();
    }
  }

  /** Both directions at once. */
  @ParameterizedTest
  @MethodSource("transports")
  void oneConnection_keepsToItsRate(Transport transport) throws Exception {
    long[] expected = {100_000, 1_000_000, 50_000_000};
    for (boolean fromLeft : new boolean[] {true, false}) {
      Loopback loopback = loopback(transport);
      for (long rate : expected) {
        flow(loopback, fromLeft, pacer(rate));
      }
    }
    double[] rates = PacedFlow.rates(LONG, flows);
    for (int i = 0; i < rates.length; i++) {
      long rate = expected[i % expected.length];
      assertThat(rates[i]).as("flow %d, of %d", i, rate).isCloseTo((double) rate, TOLERANCE);
    }
  }

  /** On each transport, at once. */
  @Test
  void connectionsOfTwoEventLoops_shareARateFairly() throws Exception {
    for (Transport transport : transports().toList()) {
      Loopback one = loopback(transport);
      Loopback other = loopback(transport);
      Pacer shared = pacer(10_000_000);
      flow(one, true, shared);
      flow(one, false, shared);
      flow(one, true, shared);
      flow(other, true, shared);
    }
    double[] rates = PacedFlow.rates(LONG, flows);
    for (int first = 0; first < rates.length; first += 4) {
      double[] ofOneTransport = Arrays.copyOfRange(rates, first, first + 4);
      assertThat(Arrays.stream(ofOneTransport).sum()).isCloseTo(10_000_000, TOLERANCE);
      for (double rate : ofOneTransport) {
        assertThat(rate).isCloseTo(2_500_000, TOLERANCE);
      }
    }
  }

  /** On each transport, at once. */
  @Test
  void theSlowestRateCounts_andWhatItLeavesIsForTheOthers() throws Exception {
    for (Transport transport : transports().toList()) {
      Loopback loopback = loopback(transport);
      Pacer shared = pacer(4_000_000);
      flow(loopback, true, pacer(500_000), shared);
      flow(loopback, true, shared);
    }
    double[] rates = PacedFlow.rates(TIME, flows);
    for (int first = 0; first < rates.length; first += 2) {
      assertThat(rates[first]).isCloseTo(500_000, TOLERANCE);
      assertThat(rates[first + 1]).isCloseTo(3_500_000, TOLERANCE);
    }
  }

  /** On each transport, at once. */
  @Test
  void anotherRate_countsInMidTransfer() throws Exception {
    List<Pacer> pacers = transports().map(transport -> pacer(1_000)).toList();
    for (Transport transport : transports().toList()) {
      flow(loopback(transport), true, pacers.get(flows.size()));
    }
    for (long rate : new long[] {2_000_000, 500_000, 5_000_000}) {
      pacers.forEach(pacer -> pacer.bytesPerSecond(rate, System.nanoTime()));
      // What waits at the old rate is looked at again after a quarter of a second.
      PacedFlow.rates(Duration.ofMillis(400), flows);
      for (double each : PacedFlow.rates(TIME.dividedBy(2), flows)) {
        assertThat(each).as("of %d", rate).isCloseTo((double) rate, TOLERANCE);
      }
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
