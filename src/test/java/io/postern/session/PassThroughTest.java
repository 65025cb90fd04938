package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.GatewayEvent.SessionBlind;
import io.postern.event.GatewayEvent.SessionClosed;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Line;
import io.postern.ftp.Protection;
import io.postern.ftp.Reply;
import io.postern.policy.Policy;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The 234 waits for the opaque data ports, and their data connections for the session. */
class PassThroughTest {

  private static final Endpoint CLIENT = endpoint("192.0.2.10", 40_000);
  private static final Endpoint GATEWAY = endpoint("192.0.2.1", 2121);
  private static final Endpoint SERVER_SIDE = endpoint("198.51.100.1", 40_001);
  private static final Endpoint SERVER = endpoint("198.51.100.5", 21);
  private static final Endpoint DATA = endpoint("198.51.100.6", 0);

  private final List<Action> actions = new ArrayList<>();
  private final ControlSession session =
      new ControlSession(
          "s1",
          "ftp",
          CLIENT,
          GATEWAY,
          settings(),
          Rulebook.of(Policy.lenient()),
          new AtomicLong()::incrementAndGet,
          0,
          Instant.EPOCH);
  private long now;

  private static SessionSettings settings() {
    SessionSettings usual = SessionSettings.DEFAULT;
    return new SessionSettings(
        usual.greeting(),
        usual.login(),
        usual.idle(),
        usual.pinhole(),
        usual.dataConnect(),
        usual.linger(),
        usual.drain(),
        usual.pendingCommands(),
        usual.badCommands(),
        usual.dataConnections(),
        usual.arguments(),
        Optional.of(DATA.address()),
        usual.activeSourcePort(),
        new TlsStance(
            TlsStance.Client.OPAQUE, TlsStance.Server.CLEAR, Protection.CLEAR, false, false),
        Translation.NONE);
  }

  @BeforeEach
  void sayAuth() {
    actions.addAll(session.begin());
    give(new Input.ServerConnected(SERVER, SERVER_SIDE));
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
                CLIENT.address(), GATEWAY.address(), DATA.address(), SERVER_SIDE.withPort(0)));

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
    give(new Input.ClientLine(Line.of(line)));
  }

  private void server(int code) {
    byte[] line = (code + " Text").getBytes(StandardCharsets.US_ASCII);
    give(new Input.ServerReply(new Reply(code, List.of(line))));
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

  private static Endpoint endpoint(String literal, int port) {
    return Endpoint.of(new InetSocketAddress(literal, port));
  }
}
