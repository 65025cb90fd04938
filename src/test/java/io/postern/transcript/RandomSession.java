package io.postern.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.event.GatewayEvent;
import io.postern.ftp.DataMode;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Line;
import io.postern.ftp.Reply;
import io.postern.policy.Policy;
import io.postern.session.Action;
import io.postern.session.ControlSession;
import io.postern.session.Input;
import io.postern.session.Input.Fault;
import io.postern.session.Input.Side;
import io.postern.session.Rulebook;
import io.postern.session.SessionSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * A session between a client, a server and pinholes that do anything that they can do, in any
 * order; after each step all that must hold is checked.
 */
final class RandomSession {

  /** A Saturday. */
  private static final Instant STARTED_AT = Instant.parse("2026-01-03T12:00:00Z");

  private static final Endpoint CLIENT = new Endpoint(Setup.address("192.0.2.10"), 40_000);
  private static final Endpoint GATEWAY = new Endpoint(Setup.address("192.0.2.1"), 2121);
  private static final Endpoint INSIDE = new Endpoint(Setup.address("10.0.0.1"), 41_000);
  private static final Endpoint SERVER = new Endpoint(Setup.address("10.0.0.5"), 21);

  private static final List<String> COMMANDS =
      List.of(
          "USER anna",
          "PASS secret",
          "ACCT x",
          "PASV",
          "PASV",
          "PASV",
          "EPSV",
          "EPSV 1",
          "EPSV 2",
          "EPSV ALL",
          "PORT 192,0,2,10,18,139",
          "PORT 192,0,2,10,18,139",
          "PORT 192,0,2,10,0,139",
          "PORT 10,0,0,5,18,139",
          "PORT 1,2,3",
          "EPRT |1|192.0.2.10|4747|",
          "EPRT |1|198.51.100.7|4747|",
          "EPRT |3|x|4747|",
          "RETR file",
          "STOR file",
          "LIST",
          "STOU",
          "ABOR",
          "STAT",
          "NOOP",
          "FEAT",
          "REIN",
          "HOST h",
          "AUTH TLS",
          "PBSZ 0",
          "LPRT 4,4,192,0,2,10,2,18,139",
          "SPSV",
          "P@SW",
          "QUIT",
          "REST 5",
          "XYZZY",
          "227 Entering Passive Mode (10,0,0,5,18,139)",
          "");

  private static final List<String> ODD_REPLIES =
      List.of(
          "227 Entering Passive Mode (10,0,0,5,20,19).",
          "229 Entering Extended Passive Mode (|||5139|)",
          "227 Entering Passive Mode (10,9,9,9,20,19).",
          "227 Entering Passive Mode (10,0,0,5,0,22).",
          "227 what",
          "229 (|1|10.0.0.5|5139|)",
          "230 Logged in",
          "150 Go on",
          "226 Done",
          "426 Aborted",
          "421 Bye",
          "120 Wait",
          "500 What",
          "999 What");

  private static final Pattern FORBIDDEN_ON_SERVER =
      Pattern.compile("(?i)(AUTH|ADAT|PBSZ|PROT|CCC|LPRT|LPSV|SPSV|CPSV|P@SW|SSCN|MIC|227)\\b.*");

  private static final Pattern CLEAN_LINE = Pattern.compile("([^\\r\\n\\x00]|\\r\\x00)*");

  /** How the server is asked; mostly as the client asks. */
  private static final List<String> SERVER_MODES = List.of("same", "same", "passive", "active");

  /** What the client may ask for; mostly all. */
  private static final List<String> CLIENT_MODES =
      List.of("same", "same", "same", "same", "passive", "active");

  private final Choices choices;
  private final ControlSession session;
  private final PinholeInvariant invariant =
      new PinholeInvariant(CLIENT.address(), GATEWAY.address(), SERVER.address());
  private final Map<Long, Expectation> opening = new LinkedHashMap<>();
  private final Map<Long, Expectation> open = new LinkedHashMap<>();
  private final List<Long> running = new ArrayList<>();
  private final StringBuilder toServer = new StringBuilder();
  private final StringBuilder toClient = new StringBuilder();

  /** What the server has read and not answered. */
  private final Deque<String> unanswered = new ArrayDeque<>();

  private final List<String> history = new ArrayList<>();
  private final boolean translated;
  private long now;
  private int commands;
  private int finalReplies;
  private int sessionClosed;
  private int completed;
  private boolean connected;
  private boolean orderly = true;
  private boolean preliminary;

  RandomSession(Choices choices, Policy policy) {
    this.choices = choices;
    String serverMode = choices.of(SERVER_MODES);
    translated = !serverMode.equals("same");
    SessionSettings settings = settings(choices.of(CLIENT_MODES), serverMode);
    session =
        new ControlSession(
            "s1",
            "ftp",
            CLIENT,
            GATEWAY,
            settings,
            Rulebook.of(policy),
            new AtomicLong()::incrementAndGet,
            now,
            STARTED_AT);
    perform(session.begin());
  }

  private static SessionSettings settings(String clientMode, String serverMode) {
    return new Setup(Map.of("client-mode", clientMode, "server-mode", serverMode), Map.of(), "")
        .session(Optional.empty());
  }

  /** Lives a life of at most so many steps, and ends. */
  void run(int steps) {
    try {
      give(new Input.ServerConnected(SERVER, INSIDE));
      connected = true;
      reply("220 Ready");
      if (choices.chance(80)) {
        logIn();
      }
      for (int i = 0; i < steps && choices.more().getAsBoolean() && !session.closing(); i++) {
        step();
      }
      end();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(e.getMessage() + "\nafter\n  " + String.join("\n  ", history), e);
    }
  }

  private void logIn() {
    command("USER anna");
    answer("230 Logged in");
  }

  private void step() {
    int kind = choices.below(100);
    if (kind < 35) {
      command(choices.of(COMMANDS));
    } else if (kind < 70) {
      answerNext();
    } else if (kind < 94) {
      pinhole();
    } else if (kind < 97) {
      pass();
    } else {
      odd();
    }
  }

  private void command(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    invariant.clientSent((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    commands++;
    give(new Input.ClientLine(new Line(bytes, false, false, false)));
  }

  /** What a sane server answers to the oldest command. */
  private void answerNext() {
    String command = unanswered.peek();
    if (command != null) {
      answer(
          choices.of(answersTo(command.replaceAll(" .*", "").toUpperCase(java.util.Locale.ROOT))));
    }
  }

  private List<String> answersTo(String verb) {
    return switch (verb) {
      case "USER" -> List.of("331 Password", "230 Logged in", "530 No");
      case "PASS", "ACCT" -> List.of("230 Logged in", "230 Logged in", "332 Account", "530 No");
      case "PASV" ->
          List.of("227 (10,0,0,5,20,19)", "227 (10,0,0,5,20,19)", "500 No", "227 x", "200 What");
      case "EPSV" -> List.of("229 (|||5139|)", "229 (|||5139|)", "500 No", "229 x", "200 What");
      case "RETR", "STOR", "LIST", "STOU" ->
          preliminary
              ? List.of("226 Done", "426 Aborted", "250 Done")
              : List.of("150 Go", "125 Go", "550 No", "425 No");
      case "REIN" -> List.of("220 Ready", "502 No");
      case "QUIT" -> List.of("500 Stay");
      default -> List.of("200 Fine", "500 No", "250 Fine");
    };
  }

  private void answer(String text) {
    if (unanswered.isEmpty()) {
      return;
    }
    preliminary = text.startsWith("1");
    if (!preliminary) {
      unanswered.remove();
    }
    reply(text);
  }

  private void reply(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    invariant.serverSent((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    give(new Input.ServerReply(new Reply(Integer.parseInt(text.substring(0, 3)), List.of(bytes))));
  }

  private void pinhole() {
    if (!opening.isEmpty()) {
      answerOpening();
    } else if (!open.isEmpty() && choices.chance(60)) {
      long id = accept();
      if (choices.chance(80)) {
        give(new Input.PinholeConnected(id));
      }
    } else if (!running.isEmpty()) {
      long id = running.remove(choices.below(running.size()));
      dataEnds(id, choices.of(List.of(DataEnd.values())));
    }
  }

  private long accept() {
    long id = open.keySet().iterator().next();
    open.remove(id);
    invariant.gone(id);
    running.add(id);
    give(new Input.PinholeAccepted(id));
    return id;
  }

  private void answerOpening() {
    long id = opening.keySet().iterator().next();
    Expectation expectation = java.util.Objects.requireNonNull(opening.remove(id));
    if (choices.chance(85)) {
      open.put(id, expectation);
      int port = 50_000 + (int) (id % 1000);
      boolean passive = expectation.mode() == DataMode.PASSIVE;
      boolean serverPassive = expectation.serverMode() == DataMode.PASSIVE;
      give(
          new Input.PinholeOpened(
              id,
              passive ? GATEWAY.withPort(port) : null,
              serverPassive ? null : INSIDE.withPort(port)));
    } else {
      invariant.gone(id);
      give(new Input.PinholeFailed(id, "ports exhausted"));
    }
  }

  private void dataEnds(long id, DataEnd end) {
    give(
        new Input.DataEnded(
            id, new DataStats(end, 1, 2, Duration.ofMillis(1), Duration.ofMillis(2), "")));
  }

  private void pass() {
    now += Duration.ofSeconds(choices.of(List.of(1, 10, 40, 130, 1000))).toNanos();
    for (int ticks = 0; !session.ended() && session.deadline() <= now; ticks++) {
      assertThat(ticks).as("ticks that change nothing").isLessThan(100);
      give(new Input.Tick());
    }
  }

  private void odd() {
    orderly = false;
    switch (choices.below(8)) {
      case 0 -> reply(choices.of(ODD_REPLIES.subList(0, ODD_REPLIES.size() - 1)));
      case 1 -> give(new Input.Closed(Side.CLIENT, choices.chance(50)));
      case 2 -> give(new Input.Closed(Side.SERVER, choices.chance(50)));
      case 3 -> give(new Input.Broken(choices.of(List.of(Side.values())), fault()));
      case 4 -> give(new Input.Drain());
      case 5 -> give(new Input.Stop());
      case 6 -> {
        commands++;
        give(new Input.ClientLine(new Line(new byte[] {'a', '\r', 'b'}, true, true, false)));
      }
      default -> give(new Input.DataEnded(4_711, stats()));
    }
  }

  private Fault fault() {
    return choices.of(List.of(Fault.values()));
  }

  private static DataStats stats() {
    return new DataStats(DataEnd.COMPLETED, 0, 0, Duration.ZERO, Duration.ZERO, "");
  }

  /** Lets the server answer what is left, and everybody go. */
  private void end() {
    List.copyOf(running).forEach(id -> give(new Input.PinholeConnected(id)));
    for (int i = 0; i < 500 && orderly && !session.ended() && !settled(); i++) {
      if (!opening.isEmpty()) {
        answerOpening();
      } else if (translated && !open.isEmpty()) {
        // Where the modes differ, no success is told before the data connection is made.
        give(new Input.PinholeConnected(accept()));
      } else {
        answerNext();
      }
    }
    if (orderly && !session.closing()) {
      assertThat(finalReplies).as("final replies to the client").isEqualTo(commands + 1);
    }
    leave();
    assertThat(sessionClosed).as("ends of the session that were told").isEqualTo(1);
    assertThat(open).as("pinholes that nobody closed").isEmpty();
    assertThat(opening).as("openings that nobody closed").isEmpty();
    invariant.over();
  }

  private boolean settled() {
    return opening.isEmpty() && unanswered.isEmpty() && (!translated || open.isEmpty());
  }

  private void leave() {
    give(new Input.Closed(Side.CLIENT, false));
    give(new Input.Closed(Side.SERVER, false));
    for (int i = 0; i < 100 && !session.ended(); i++) {
      now = Math.max(now, Math.min(session.deadline(), now + Duration.ofDays(1).toNanos()));
      give(new Input.Tick());
      while (!running.isEmpty()) {
        dataEnds(running.remove(0), DataEnd.ABORTED);
      }
    }
    assertThat(session.ended()).as("ended").isTrue();
  }

  private void give(Input input) {
    history.add(shown(input));
    now += 1000;
    boolean before = session.ended();
    List<Action> actions = session.receive(input, now);
    if (before) {
      assertThat(actions).as("actions after the end").isEmpty();
    }
    perform(actions);
  }

  private static String shown(Input input) {
    if (input instanceof Input.ClientLine line) {
      return "the client: " + line.line().text();
    }
    return input instanceof Input.ServerReply reply
        ? "the server: " + reply.reply().code() + " " + reply.reply().text()
        : input.toString();
  }

  private void perform(List<Action> actions) {
    for (Action action : actions) {
      perform(action);
    }
  }

  private void perform(Action action) {
    if (action instanceof Action.ToServer to) {
      toServer.append(new String(to.bytes(), StandardCharsets.ISO_8859_1));
      cutServer();
    } else if (action instanceof Action.ToClient to) {
      toClient.append(new String(to.bytes(), StandardCharsets.ISO_8859_1));
      cutClient();
    } else if (action instanceof Action.OpenPinhole want) {
      invariant.opening(want.expectation());
      opening.put(want.expectation().id(), want.expectation());
    } else if (action instanceof Action.ClosePinhole close) {
      closed(close.id());
    } else if (action instanceof Action.AbortData abort) {
      closed(abort.id());
    } else if (action instanceof Action.Publish publish) {
      published(publish.event());
    }
  }

  private void closed(long id) {
    opening.remove(id);
    open.remove(id);
    invariant.gone(id);
  }

  private void published(GatewayEvent event) {
    if (event instanceof GatewayEvent.SessionClosed) {
      sessionClosed++;
    }
    if (event instanceof GatewayEvent.CommandCompleted) {
      completed++;
      assertThat(completed).as("commands completed").isLessThanOrEqualTo(commands);
    }
  }

  private void cutServer() {
    for (int end = toServer.indexOf("\r\n"); end >= 0; end = toServer.indexOf("\r\n")) {
      String line = toServer.substring(0, end);
      toServer.delete(0, end + 2);
      history.add("  to the server: " + Escapes.shown(line));
      assertThat(connected).as("the server is connected").isTrue();
      assertThat(line).matches(CLEAN_LINE).doesNotMatch(FORBIDDEN_ON_SERVER);
      assertThat(line).doesNotContain("192,0,2,10").doesNotContain("192.0.2.10");
      assertThat(line).doesNotContain("198.51.100.7").doesNotContain("10,0,0,5");
      unanswered.add(line);
    }
    assertThat(toServer).as("half a line to the server").isEmpty();
  }

  private void cutClient() {
    for (int end = toClient.indexOf("\r\n"); end >= 0; end = toClient.indexOf("\r\n")) {
      String line = toClient.substring(0, end);
      toClient.delete(0, end + 2);
      history.add("  to the client: " + Escapes.shown(line));
      assertThat(line)
          .matches("[1-6]\\d\\d[ -].*")
          .doesNotContain("10,0,0,5")
          .doesNotContain("10,9");
      finalReplies += line.charAt(0) == '1' || line.charAt(3) == '-' ? 0 : 1;
    }
    assertThat(toClient).as("half a line to the client").isEmpty();
  }
}
