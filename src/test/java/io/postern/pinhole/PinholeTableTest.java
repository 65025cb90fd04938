package io.postern.pinhole;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.BlockReason;
import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.event.GatewayEvent;
import io.postern.event.Limit;
import io.postern.event.PinholeEnd;
import io.postern.event.SessionRef;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Protection;
import io.postern.ftp.Verb;
import io.postern.pinhole.Pinhole.State;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of pinholes, each step by hand. */
class PinholeTableTest {

  private static final PortRange RANGE = new PortRange(50_000, 50_009);
  private static final SessionRef SESSION =
      new SessionRef("s1", "ftp", endpoint(192, 1, 40_000), null, null, 0);

  private final List<GatewayEvent> events = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private final ScriptedBackend backend = new ScriptedBackend();
  private final List<Pinhole> pinholes = new ArrayList<>();
  private long now = 1_000;
  private PinholeTable table = new PinholeTable(100, events::add, () -> now);
  private long nextId;
  private boolean held;

  /** Whatever happened: each prediction has at most one end, and counters agree with it. */
  @AfterEach
  void everyPinholeThatIsOver_hasExactlyOneEnd() {
    for (Pinhole pinhole : pinholes) {
      boolean over = pinhole.state().compareTo(State.CLOSED) >= 0;
      assertThat(events)
          .filteredOn(
              e ->
                  e instanceof GatewayEvent.PinholeClosed closed
                      && closed.expectation().equals(pinhole.expectation()))
          .hasSize(over ? 1 : 0);
    }
    if (pinholes.stream().allMatch(p -> p.state().compareTo(State.CLOSED) >= 0)) {
      assertThat(table.portsInUse()).isZero();
      assertThat(table.waiting()).isZero();
      assertThat(table.running()).isZero();
    }
  }

  @Test
  void aWholeLife_isToldStepByStep() {
    Pinhole pinhole = open();
    assertThat(pinhole.state()).isEqualTo(State.OPENING);
    assertThat(heard).isEmpty();
    assertThat(RANGE.contains(backend.last().port())).isTrue();
    assertThat(table.portsInUse()).isEqualTo(1);
    assertThat(table.waiting()).isEqualTo(1);

    backend.last().observer.opened(new Listening(listening(), null));
    assertThat(pinhole.state()).isEqualTo(State.OPEN);
    backend.last().observer.blocked(endpoint(198, 9, 1234), listening(), BlockReason.STRANGER);
    assertThat(pinhole.state()).isEqualTo(State.OPEN);
    now += 5_000;
    backend.last().observer.accepted(endpoint(192, 1, 2345));
    assertThat(pinhole.state()).isEqualTo(State.ACCEPTED);
    assertThat(table.portsInUse()).isZero();
    assertThat(table.waiting()).isZero();
    assertThat(table.running()).isEqualTo(1);
    now += 7_000;
    backend.last().observer.connected();
    assertThat(pinhole.state()).isEqualTo(State.RELAYING);
    backend.last().observer.blocked(endpoint(198, 9, 1235), listening(), BlockReason.USED);
    now += 9_000;
    backend.last().observer.ended(stats(DataEnd.COMPLETED));
    assertThat(pinhole.state()).isEqualTo(State.CLOSED);

    Expectation expectation = pinhole.expectation();
    Endpoint at = listening();
    assertThat(events)
        .containsExactly(
            new GatewayEvent.PinholePredicted(SESSION, expectation),
            new GatewayEvent.PinholeOpened(SESSION, expectation, List.of(at), "scripted"),
            new GatewayEvent.ConnectionBlocked(
                SESSION, expectation, endpoint(198, 9, 1234), at, BlockReason.STRANGER),
            new GatewayEvent.PinholeAccepted(
                SESSION, expectation, endpoint(192, 1, 2345), Duration.ofNanos(5_000)),
            new GatewayEvent.DataStarted(SESSION, expectation, Duration.ofNanos(7_000)),
            new GatewayEvent.ConnectionBlocked(
                SESSION, expectation, endpoint(198, 9, 1235), at, BlockReason.USED),
            new GatewayEvent.DataEnded(SESSION, expectation, stats(DataEnd.COMPLETED)),
            new GatewayEvent.PinholeClosed(
                SESSION, expectation, PinholeEnd.USED, Duration.ofNanos(21_000), ""));
    assertThat(heard).containsExactly("opened", "accepted", "connected", "ended COMPLETED");
  }

  @ParameterizedTest
  @EnumSource(
      value = PinholeEnd.class,
      names = {"EXPIRED", "REJECTED", "REPLACED", "REINITIALISED", "SESSION_ENDED"})
  void cancel_freesThePortAndSilencesTheBackend(PinholeEnd end) {
    Pinhole pinhole = open();
    backend.last().observer.opened(new Listening(listening(), null));
    heard.clear();
    pinhole.cancel(end);
    pinhole.cancel(PinholeEnd.REPLACED);
    pinhole.abort(PinholeEnd.REPLACED);
    assertThat(pinhole.state())
        .isEqualTo(end == PinholeEnd.EXPIRED ? State.EXPIRED : State.CANCELLED);
    assertThat(backend.last().closes).isEqualTo(1);
    assertThat(table.portsInUse()).isZero();
    assertThat(closed().end()).isEqualTo(end);
    int count = events.size();
    backend.last().observer.blocked(endpoint(198, 9, 1), listening(), BlockReason.STRANGER);
    backend.last().observer.accepted(endpoint(192, 1, 2));
    backend.last().observer.connected();
    backend.last().observer.ended(stats(DataEnd.COMPLETED));
    assertThat(events).hasSize(count);
    assertThat(heard).isEmpty();
  }

  @Test
  void cancelWhileOpening_dropsTheLateOpening() {
    Pinhole pinhole = open();
    pinhole.cancel(PinholeEnd.REPLACED);
    backend.last().observer.opened(new Listening(listening(), null));
    assertThat(heard).isEmpty();
    assertThat(pinhole.state()).isEqualTo(State.CANCELLED);
  }

  @Test
  void theProtection_goesToTheOpening_alsoToTheOneAtAnotherPort_andOnlyTheFirst() {
    held = true;
    Pinhole pinhole = open();
    ScriptedBackend.Scripted busy = backend.last();
    assertThat(busy.held).isTrue();
    pinhole.protect(Protection.PRIVATE, Protection.CLEAR);
    pinhole.protect(Protection.CLEAR, Protection.CLEAR);
    assertThat(busy.protections).containsExactly("PRIVATE CLEAR");
    busy.observer.openFailed(busy.at.get(0), "busy");
    assertThat(backend.last()).isNotSameAs(busy);
    assertThat(backend.last().held).isTrue();
    assertThat(backend.last().protections).containsExactly("PRIVATE CLEAR");
    pinhole.cancel(PinholeEnd.EXPIRED);
  }

  @Test
  void theProtection_ofOneThatIsOver_goesNowhere() {
    Pinhole pinhole = open();
    pinhole.cancel(PinholeEnd.EXPIRED);
    pinhole.protect(Protection.PRIVATE, Protection.PRIVATE);
    assertThat(backend.last().protections).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = DataEnd.class,
      names = {"UNREACHABLE", "TLS_FAILED", "NOT_RESUMED"})
  void aDataConnectionThatNeverCarried_isFailed(DataEnd end) {
    Pinhole pinhole = accepted();
    backend.last().observer.ended(stats(end));
    assertThat(pinhole.state()).isEqualTo(State.FAILED);
    assertThat(closed().end()).isEqualTo(PinholeEnd.FAILED);
  }

  @Test
  void limits_goToTheOpening_alsoToTheOneAtAnotherPort_andNoMoreAfterTheEnd() {
    TransferLimits limits = new TransferLimits(List.of(), 7);
    Pinhole pinhole = open();
    ScriptedBackend.Scripted busy = backend.last();
    pinhole.limit(limits);
    assertThat(busy.limits).containsExactly(limits);
    busy.observer.openFailed(busy.at.get(0), "busy");
    assertThat(backend.last()).isNotSameAs(busy);
    assertThat(backend.last().limits).containsExactly(limits);
    pinhole.cancel(PinholeEnd.REPLACED);
    pinhole.limit(new TransferLimits(List.of(), 8));
    assertThat(backend.last().limits).containsExactly(limits);
  }

  @Test
  void cancelAfterTheEnd_changesNothing() {
    Pinhole pinhole = accepted();
    backend.last().observer.ended(stats(DataEnd.COMPLETED));
    pinhole.cancel(PinholeEnd.SESSION_ENDED);
    pinhole.abort(PinholeEnd.SESSION_ENDED);
    assertThat(pinhole.state()).isEqualTo(State.CLOSED);
    assertThat(backend.last().aborts).isZero();
    assertThat(closed().end()).isEqualTo(PinholeEnd.USED);
  }

  @Test
  void cancelOfAnAcceptedOne_changesNothing() {
    Pinhole pinhole = accepted();
    pinhole.cancel(PinholeEnd.SESSION_ENDED);
    assertThat(pinhole.state()).isEqualTo(State.ACCEPTED);
    assertThat(backend.last().closes).isZero();
  }

  @Test
  void abortOfAnAcceptedOne_resetsItOnceAndTellsItsEnd() {
    Pinhole pinhole = accepted();
    pinhole.abort(PinholeEnd.SESSION_ENDED);
    pinhole.abort(PinholeEnd.REPLACED);
    assertThat(backend.last().aborts).isEqualTo(1);
    assertThat(table.running()).isEqualTo(1);
    backend.last().observer.ended(stats(DataEnd.ABORTED));
    assertThat(closed().end()).isEqualTo(PinholeEnd.SESSION_ENDED);
    assertThat(pinhole.state()).isEqualTo(State.CLOSED);
    assertThat(heard).endsWith("ended ABORTED");
  }

  @Test
  void anUnreachableTarget_isAFailedPinhole() {
    Pinhole pinhole = accepted();
    backend.last().observer.ended(stats(DataEnd.UNREACHABLE));
    assertThat(pinhole.state()).isEqualTo(State.FAILED);
    assertThat(closed().end()).isEqualTo(PinholeEnd.FAILED);
  }

  @Test
  void busyPorts_areDrawnOnceEach_thenThePinholeFails() {
    Pinhole pinhole = open();
    Set<Integer> tried = new HashSet<>();
    for (int i = 0; i < RANGE.size(); i++) {
      assertThat(tried.add(backend.last().port())).isTrue();
      backend.last().observer.openFailed(listening(), "busy");
    }
    assertThat(backend.openings).hasSize(RANGE.size());
    assertThat(heard).isEmpty();
    backend.runTasks();
    assertThat(heard).containsExactly("failed no free data port in 50000-50009");
    assertThat(pinhole.state()).isEqualTo(State.FAILED);
    assertThat(events)
        .contains(
            new GatewayEvent.LimitHit(
                SESSION, Limit.DATA_PORTS, "no free data port in 50000-50009"));
  }

  @Test
  void anotherFault_failsAtOnce() {
    Pinhole pinhole = open();
    backend.last().observer.openFailed(null, "no such address");
    assertThat(heard).containsExactly("failed no such address");
    assertThat(pinhole.state()).isEqualTo(State.FAILED);
    assertThat(closed().detail()).isEqualTo("no such address");
    assertThat(table.portsInUse()).isZero();
  }

  @Test
  void exhaustedPorts_failTheNextPinholeOnly_andEachPortIsHeldOnce() {
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < RANGE.size(); i++) {
      open();
      assertThat(ports.add(backend.last().port())).isTrue();
    }
    Pinhole late = open();
    backend.runTasks();
    assertThat(late.state()).isEqualTo(State.FAILED);
    assertThat(heard).containsExactly("failed no free data port in 50000-50009");
    int freed = backend.openings.get(3).port();
    pinholes.get(3).cancel(PinholeEnd.EXPIRED);
    open();
    assertThat(backend.last().port()).isEqualTo(freed);
  }

  @Test
  void theSamePort_isFreeOnAnotherAddress() {
    PortRange one = new PortRange(50_000, 50_000);
    open(expectation(1), one);
    Pinhole other = open(expectation(2), one);
    assertThat(other.state()).isEqualTo(State.OPENING);
    assertThat(backend.openings).extracting(o -> o.port()).containsExactly(50_000, 50_000);
  }

  @Test
  void portsInUseOfARange_areThoseOfTheFullestAddress() {
    PortRange low = new PortRange(50_000, 50_003);
    PortRange high = new PortRange(50_004, 50_009);
    open(expectation(1), low);
    open(expectation(2), low);
    open(expectation(2), low);
    open(expectation(2), high).cancel(PinholeEnd.EXPIRED);
    assertThat(table.portsInUse()).isEqualTo(3);
    assertThat(table.portsInUse(low)).isEqualTo(2);
    assertThat(table.portsInUse(high)).isZero();
    assertThat(table.portsInUse(RANGE)).isEqualTo(2);
  }

  @Test
  void twoSidesThatConnect_holdAPortEach_untilBothHaveCome() {
    open(bothConnect(1, 2), RANGE);
    ScriptedBackend.Scripted opening = backend.last();
    assertThat(opening.at).extracting(Endpoint::address).containsExactly(address(1), address(2));
    assertThat(table.portsInUse()).isEqualTo(2);
    assertThat(table.waiting()).isEqualTo(1);
    opening.observer.opened(new Listening(opening.at.get(0), opening.at.get(1)));
    opening.observer.accepted(endpoint(192, 1, 2345));
    assertThat(table.portsInUse()).isZero();
  }

  @Test
  void twoSidesThatConnect_toOneAddress_needTwoPortsOfTheRange() {
    open(bothConnect(1, 1), new PortRange(50_000, 50_001)).cancel(PinholeEnd.EXPIRED);
    assertThat(backend.last().at)
        .extracting(Endpoint::port)
        .containsExactlyInAnyOrder(50_000, 50_001);
    Pinhole pinhole = open(bothConnect(1, 1), new PortRange(50_000, 50_000));
    backend.runTasks();
    assertThat(pinhole.state()).isEqualTo(State.FAILED);
    assertThat(table.portsInUse()).isZero();
  }

  @Test
  void aBusyPortOfTwo_isDrawnNoMore_andTheOtherMayBe() {
    open(bothConnect(1, 1), new PortRange(50_000, 50_002));
    Endpoint busy = backend.last().at.get(1);
    backend.last().observer.openFailed(busy, "busy");
    assertThat(backend.openings).hasSize(2);
    assertThat(backend.last().at).hasSize(2).doesNotContain(busy);
    assertThat(table.portsInUse()).isEqualTo(2);
  }

  @Test
  void oneWhereNobodyConnects_holdsNoPort() {
    Expectation.Connects onTo =
        new Expectation.Connects(endpoint(172, 1, 3000), endpoint(172, 2, 0));
    Pinhole pinhole = open(new Expectation(++nextId, onTo, onTo, Verb.PORT), RANGE);
    assertThat(backend.last().at).isEmpty();
    assertThat(table.portsInUse()).isZero();
    backend.last().observer.opened(Listening.NOWHERE);
    assertThat(pinhole.state()).isEqualTo(State.OPEN);
    backend.last().observer.accepted(endpoint(172, 1, 3000));
    backend.last().observer.ended(stats(DataEnd.UNREACHABLE));
    assertThat(closed().end()).isEqualTo(PinholeEnd.FAILED);
  }

  @Test
  void aCancelThatComesBeforeTheFailure_wins() {
    open(expectation(1), new PortRange(50_000, 50_000));
    Pinhole late = open(expectation(1), new PortRange(50_000, 50_000));
    late.cancel(PinholeEnd.REPLACED);
    backend.runTasks();
    assertThat(heard).isEmpty();
    assertThat(closed().end()).isEqualTo(PinholeEnd.REPLACED);
  }

  @Test
  void tooManyPinholes_failsWithoutAPort() {
    table = new PinholeTable(1, events::add, () -> now);
    Pinhole first = open();
    Pinhole second = open();
    assertThat(backend.openings).hasSize(1);
    backend.runTasks();
    assertThat(heard).containsExactly("failed too many pinholes");
    assertThat(events)
        .contains(new GatewayEvent.LimitHit(SESSION, Limit.PINHOLES, "too many pinholes"));
    assertThat(second.state()).isEqualTo(State.FAILED);
    assertThat(table.waiting()).isEqualTo(1);
    first.cancel(PinholeEnd.EXPIRED);
    assertThat(open().state()).isEqualTo(State.OPENING);
  }

  @Test
  void ports_areSpreadOverTheRange() {
    PortRange wide = new PortRange(50_000, 59_999);
    Set<Integer> tenths = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      open(expectation(1), wide).cancel(PinholeEnd.EXPIRED);
      tenths.add((backend.last().port() - 50_000) / 1000);
    }
    // Each tenth is missed with a chance of 0.9 to the power of 500: once in 10^22.
    assertThat(tenths).hasSize(10);
    assertThat(backend.openings).hasSize(500);
  }

  private Pinhole accepted() {
    Pinhole pinhole = open();
    backend.last().observer.opened(new Listening(listening(), null));
    backend.last().observer.accepted(endpoint(192, 1, 2345));
    return pinhole;
  }

  private Pinhole open() {
    return open(expectation(1), RANGE);
  }

  private Pinhole open(Expectation expectation, PortRange range) {
    Pinhole pinhole = table.open(SESSION, expectation, range, held, backend, new Heard());
    pinholes.add(pinhole);
    return pinhole;
  }

  private GatewayEvent.PinholeClosed closed() {
    return events.stream()
        .filter(GatewayEvent.PinholeClosed.class::isInstance)
        .map(GatewayEvent.PinholeClosed.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private Endpoint listening() {
    return endpoint(10, 1, backend.last().port());
  }

  private Expectation expectation(int listenHost) {
    return new Expectation(
        ++nextId,
        new Expectation.Accepts(
            endpoint(192, 1, 0).address(), endpoint(10, listenHost, 0).address()),
        new Expectation.Connects(endpoint(172, 1, 3000), endpoint(172, 2, 0)),
        Verb.PASV);
  }

  /** The two sides connect to these hosts of ours. */
  private Expectation bothConnect(int clientsHost, int serversHost) {
    return new Expectation(
        ++nextId,
        new Expectation.Accepts(endpoint(192, 1, 0).address(), address(clientsHost)),
        new Expectation.Accepts(endpoint(172, 1, 0).address(), address(serversHost)),
        Verb.PASV);
  }

  private static InetAddress address(int host) {
    return endpoint(10, host, 0).address();
  }

  private static DataStats stats(DataEnd end) {
    return new DataStats(end, 1, 2, Duration.ZERO, Duration.ZERO, "");
  }

  private static Endpoint endpoint(int net, int host, int port) {
    try {
      byte[] address = {(byte) net, 0, 2, (byte) host};
      return new Endpoint(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private final class Heard implements PinholeObserver {

    @Override
    public void opened(long id, Listening listening) {
      heard.add("opened");
    }

    @Override
    public void failed(long id, String reason) {
      heard.add("failed " + reason);
    }

    @Override
    public void accepted(long id) {
      heard.add("accepted");
    }

    @Override
    public void connected(long id) {
      heard.add("connected");
    }

    @Override
    public void ended(long id, DataStats stats) {
      heard.add("ended " + stats.end());
    }
  }
}
