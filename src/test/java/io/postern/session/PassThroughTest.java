package io.postern.session;

import static io.postern.testing.CoreSession.endpoint;
import static io.postern.testing.CoreSession.line;
import static io.postern.testing.CoreSession.reply;
import static io.postern.testing.CoreSession.serverConnected;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.GatewayEvent.SessionBlind;
import io.postern.event.GatewayEvent.SessionClosed;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Protection;
import io.postern.policy.Policy;
import io.postern.testing.CoreSession;
import io.postern.testing.TestSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The 234 waits for the opaque data ports, and their data connections for the session. */
class PassThroughTest {

  private static final Endpoint DATA = endpoint("198.51.100.6", 0);

  private final List<Action> actions = new ArrayList<>();
  private final ControlSession session = CoreSession.of(settings(), Rulebook.of(Policy.lenient()));
  private long now;

  private static SessionSettings settings() {
    return TestSettings.with(
        new TlsStance(
            TlsStance.Client.OPAQUE, TlsStance.Server.CLEAR, Protection.CLEAR, false, false),
        DATA.address());
  }

  @BeforeEach
  void sayAuth() {
    actions.addAll(session.begin());
    give(serverConnected());
    server(220);
    client("AUTH TLS");
    actions.clear();
    server(234);
  }

  @Test
  void clientHears234_onlyWhenThePortsStand() {
    assertThat(actions)
        .containsExactly(
            new Action.OpenOpaquePorts(
                CoreSession.CLIENT.address(),
                CoreSession.GATEWAY.address(),
                DATA.address(),
                CoreSession.SERVER_SIDE.withPort(0)));

    give(new Input.OpaquePortsOpened("30000-30100"));

    assertThat(toClient()).containsExactly("234 Text\r\n");
    assertThat(published(SessionBlind.class))
        .singleElement()
        .satisfies(blind -> assertThat(blind.ports()).isEqualTo("30000-30100"));
    assertThat(actions).last().isInstanceOf(Action.GoBlind.class);
  }

  @Test
  void replyBehind234_closes_andNobodyHearsOfThePorts() {
    server(230);
    assertThat(session.closing()).isTrue();

    give(new Input.OpaquePortsOpened("30000-30100"));
    assertThat(toClient()).noneMatch(reply -> reply.startsWith("23"));
    assertThat(actions).noneMatch(Action.GoBlind.class::isInstance);
  }

  @Test
  void commandBehindAuth_closes() {
    client("USER anna");

    assertThat(session.closing()).isTrue();
  }

  @Test
  void serverThatGoesMeanwhile_endsTheSession() {
    give(new Input.Closed(Input.Side.SERVER, true));
    assertThat(session.closing()).isTrue();

    give(new Input.OpaquePortsOpened("30000-30100"));
    assertThat(actions).noneMatch(Action.GoBlind.class::isInstance);
  }

  @Test
  void idleTimer_restsWhileDataOfTheClientRuns() {
    give(new Input.OpaquePortsOpened("30000-30100"));
    give(new Input.OpaqueData(1, 0));
    assertThat(session.deadline()).isEqualTo(Long.MAX_VALUE);
    pass(Duration.ofHours(5));
    give(new Input.Tick());
    assertThat(session.closing()).isFalse();

    give(new Input.OpaqueData(0, 0));
    pass(Duration.ofMinutes(16));
    give(new Input.Tick());
    assertThat(session.closing()).isTrue();
  }

  @Test
  void stoppingGateway_waitsForTheClientsData() {
    give(new Input.OpaquePortsOpened("30000-30100"));
    give(new Input.OpaqueData(1, 1));
    give(new Input.Drain());
    assertThat(session.closing()).isFalse();

    give(new Input.OpaqueData(0, 0));
    assertThat(session.closing()).isTrue();
  }

  @Test
  void endOfTheStopTime_resetsItsOwnData_andTheSessionEndsAfterThat() {
    give(new Input.OpaquePortsOpened("30000-30100"));
    give(new Input.OpaqueData(2, 1));
    give(new Input.Stop());

    assertThat(actions).contains(new Action.AbortOpaqueData());
    assertThat(session.ended()).isFalse();
    give(new Input.OpaqueData(1, 0));
    assertThat(session.ended()).isTrue();
    assertThat(published(SessionClosed.class))
        .singleElement()
        .satisfies(closed -> assertThat(closed.outcome()).isEqualTo(SessionOutcome.STOPPED));
  }

  @Test
  void dataThatOutlivesTheControlChannel_keepsTheSessionFromItsEnd() {
    give(new Input.OpaquePortsOpened("30000-30100"));
    give(new Input.OpaqueData(1, 1));
    give(new Input.Closed(Input.Side.CLIENT, true));
    assertThat(session.closing()).isTrue();
    assertThat(session.ended()).isFalse();

    give(new Input.OpaqueData(0, 0));
    assertThat(session.ended()).isTrue();
  }

  private void client(String line) {
    give(line(line));
  }

  private void server(int code) {
    give(reply(code));
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private void give(Input input) {
    actions.addAll(session.receive(input, now));
  }

  private List<String> toClient() {
    return actions.stream()
        .filter(Action.ToClient.class::isInstance)
        .map(action -> new String(((Action.ToClient) action).bytes(), StandardCharsets.US_ASCII))
        .toList();
  }

  private <E> List<E> published(Class<E> kind) {
    return actions.stream()
        .filter(Action.Publish.class::isInstance)
        .map(action -> ((Action.Publish) action).event())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}
