package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.event.GatewayEvent.SessionClosed;
import io.postern.event.PinholeEnd;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Line;
import io.postern.ftp.Reply;
import io.postern.policy.Policy;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What an operator sees of a session, and how one ends it. */
class OperatorTest {

  private static final Endpoint CLIENT = endpoint("192.0.2.10", 40_000);
  private static final Endpoint GATEWAY = endpoint("192.0.2.1", 2121);
  private static final Endpoint SERVER = endpoint("198.51.100.5", 21);
  private static final Instant BEGUN = Instant.parse("2026-11-22T09:30:00Z");

  private final List<Action> actions = new ArrayList<>();
  private final ControlSession session =
      new ControlSession(
          "s1",
          "ftp",
          CLIENT,
          GATEWAY,
          SessionSettings.DEFAULT,
          Rulebook.of(Policy.lenient()),
          new AtomicLong()::incrementAndGet,
          0,
          BEGUN);
  private long now;

  @Test
  void view_followsTheSessionFromItsConnectionToItsEnd() {
    actions.addAll(session.begin());
    assertThat(view().state()).isEqualTo(SessionView.State.CONNECTING);
    assertThat(view().since()).isEqualTo(BEGUN);

    greet();
    assertThat(view().state()).isEqualTo(SessionView.State.LOGIN);

    logIn();
    assertThat(view().state()).isEqualTo(SessionView.State.OPEN);
    assertThat(view().ref().user()).isEqualTo("anna");
    assertThat(view().commands()).isEqualTo(2);

    give(new Input.Kick("it was asked for"));
    assertThat(view().state()).isEqualTo(SessionView.State.CLOSING);
  }

  @Test
  void view_tellsTheOldestCommandThatWaits_withItsSecretMasked() {
    actions.addAll(session.begin());
    greet();
    client("USER anna");
    server(331);
    assertThat(view().command()).isEmpty();

    client("PASS hunter2");
    now += 5_000_000_000L;
    SessionView view = session.view(now);
    assertThat(view.command()).isEqualTo("PASS");
    assertThat(view.argument()).isEqualTo("****");
    assertThat(view.waiting()).isEqualTo(Duration.ofSeconds(5));
    assertThat(view.toString()).doesNotContain("hunter2");
  }

  @Test
  void view_ofATransfer_hasItsFileAndHowFarItIs() {
    long id = transfer();

    assertThat(view().data())
        .singleElement()
        .satisfies(
            data -> {
              assertThat(data.id()).isEqualTo(id);
              assertThat(data.state()).isEqualTo(DataView.State.CONNECTED);
              assertThat(data.verb()).isEqualTo("RETR");
              assertThat(data.path()).isEqualTo("pub/file.bin");
              assertThat(data.direction()).isEqualTo("download");
              assertThat(data.mode()).isEqualTo("passive");
            });
    assertThat(view().carries()).isTrue();
  }

  @Test
  void view_ofAnAnnouncedPinhole_isListening() {
    actions.addAll(session.begin());
    greet();
    logIn();
    announce();

    assertThat(view().data())
        .singleElement()
        .extracting(DataView::state)
        .isEqualTo(DataView.State.LISTENING);
    assertThat(view().carries()).isFalse();
  }

  @Test
  void view_changesNothing() {
    long id = transfer();
    SessionView before = view();
    actions.clear();

    assertThat(view()).isEqualTo(before);
    give(new Input.Tick());
    assertThat(actions).isEmpty();
    assertThat(before.data()).singleElement().extracting(DataView::id).isEqualTo(id);
  }

  @Test
  void kick_inMidTransfer_tells421AndResetsTheDataConnection() {
    long id = transfer();
    actions.clear();

    give(new Input.Kick("an operator ended it: ticket 4711"));

    assertThat(toClient()).containsExactly("421 The session was ended by an operator.\r\n");
    assertThat(actions)
        .contains(
            new Action.ShutClientOutput(),
            new Action.CloseServer(),
            new Action.AbortData(id, PinholeEnd.SESSION_ENDED));
    assertThat(session.ended()).isFalse();

    give(new Input.Closed(Input.Side.CLIENT, true));
    give(
        new Input.DataEnded(
            id, new DataStats(DataEnd.ABORTED, 0, 9, Duration.ZERO, Duration.ZERO, "")));
    assertThat(session.ended()).isTrue();
    assertThat(toClient()).hasSize(1);
    assertThat(closed().outcome()).isEqualTo(SessionOutcome.KICKED);
    assertThat(closed().reason()).isEqualTo("an operator ended it: ticket 4711");
  }

  @Test
  void kick_ofAClientThatSleeps_endsAfterASecond() {
    actions.addAll(session.begin());
    greet();
    give(new Input.Kick("late"));
    assertThat(session.deadline() - now).isEqualTo(Duration.ofSeconds(1).toNanos());

    now = session.deadline();
    give(new Input.Tick());
    assertThat(actions).contains(new Action.CloseClient());
    assertThat(session.ended()).isTrue();
  }

  @Test
  void kick_ofASessionThatEndsAlready_waitsNoLonger_andKeepsItsOutcome() {
    transfer();
    give(new Input.Closed(Input.Side.SERVER, false));
    give(new Input.Drain());
    boolean closing = session.closing();
    actions.clear();

    give(new Input.Kick("a"));
    give(new Input.Kick("b"));

    assertThat(toClient()).hasSizeLessThanOrEqualTo(closing ? 0 : 1);
    assertThat(actions).contains(new Action.CloseClient());
  }

  @Test
  void kick_beforeTheServerIsThere_ends() {
    actions.addAll(session.begin());
    give(new Input.Kick("early"));
    give(new Input.Closed(Input.Side.CLIENT, true));

    assertThat(session.ended()).isTrue();
    assertThat(closed().outcome()).isEqualTo(SessionOutcome.KICKED);
  }

  private long transfer() {
    actions.addAll(session.begin());
    greet();
    logIn();
    long id = announce();
    client("RETR pub/file.bin");
    give(new Input.PinholeAccepted(id));
    give(new Input.PinholeConnected(id));
    server(150);
    return id;
  }

  private void greet() {
    give(new Input.ServerConnected(SERVER, endpoint("198.51.100.1", 40_001)));
    server(220);
  }

  private void logIn() {
    client("USER anna");
    server(331);
    client("PASS x");
    server(230);
  }

  private long announce() {
    client("PASV");
    give(new Input.ServerReply(Reply.of(227, "Entering Passive Mode (198,51,100,5,117,48).")));
    long id =
        actions.stream()
            .filter(Action.OpenPinhole.class::isInstance)
            .map(action -> ((Action.OpenPinhole) action).expectation().id())
            .findFirst()
            .orElseThrow();
    give(new Input.PinholeOpened(id, endpoint("192.0.2.1", 50_005)));
    return id;
  }

  private SessionView view() {
    return session.view(now);
  }

  private SessionClosed closed() {
    return actions.stream()
        .filter(Action.Publish.class::isInstance)
        .map(action -> ((Action.Publish) action).event())
        .filter(SessionClosed.class::isInstance)
        .map(SessionClosed.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private List<String> toClient() {
    return actions.stream()
        .filter(Action.ToClient.class::isInstance)
        .map(action -> new String(((Action.ToClient) action).bytes(), StandardCharsets.US_ASCII))
        .toList();
  }

  private void give(Input input) {
    actions.addAll(session.receive(input, now));
  }

  private void client(String line) {
    give(new Input.ClientLine(Line.of(line)));
  }

  private void server(int code) {
    give(new Input.ServerReply(Reply.of(code, "Text")));
  }

  private static Endpoint endpoint(String address, int port) {
    return Endpoint.of(new InetSocketAddress(address, port));
  }
}
