package io.postern.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.event.GatewayEvent;
import io.postern.event.Limit;
import io.postern.event.PinholeEnd;
import io.postern.ftp.Deviation;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.LineFramer;
import io.postern.ftp.LineFramer.Framed;
import io.postern.ftp.LineLimits;
import io.postern.ftp.ReplyAssembler;
import io.postern.ftp.ReplyAssembler.Assembled;
import io.postern.ftp.Stance;
import io.postern.policy.Policy;
import io.postern.session.Action;
import io.postern.session.ControlSession;
import io.postern.session.Destination;
import io.postern.session.Input;
import io.postern.session.Input.Fault;
import io.postern.session.Input.Side;
import io.postern.session.Rulebook;
import io.postern.session.TlsPeer;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The session alone, between framers, in virtual time. */
final class SessionStage implements Stage {

  /** A Saturday. */
  private static final Instant STARTED_AT = Instant.parse("2026-01-03T12:00:00Z");

  private static final int PINHOLE_PORT = 51_210;
  private static final long START_NANOS = -1_000_000_000L;

  private final Endpoint client;
  private final Endpoint gateway;
  private final Endpoint gatewayInside;
  private final Endpoint server;
  private final InetAddress serverData;
  private final Split split;
  private final Symbols symbols = new Symbols();
  private final Map<Side, LineFramer> framers = new EnumMap<>(Side.class);
  private final Map<Side, ByteArrayOutputStream> seen = new EnumMap<>(Side.class);

  /** The sides that the gateway has sent its end to. */
  private final Set<Side> closing = EnumSet.noneOf(Side.class);

  /** Those of them that have not looked. */
  private final Set<Side> ended = EnumSet.noneOf(Side.class);

  /** The sides that have ended by themselves. */
  private final Set<Side> left = EnumSet.noneOf(Side.class);

  private final ReplyAssembler replies;
  private final ControlSession session;
  private final Deque<Expectation> openings = new ArrayDeque<>();
  private final Map<Long, PinholeEnd> closed = new HashMap<>();
  private final Set<Long> waiting = new java.util.HashSet<>();
  private final Set<Long> running = new java.util.HashSet<>();
  private final Deque<Long> aborts = new ArrayDeque<>();
  private final Deque<String> tls = new ArrayDeque<>();
  private final Deque<String> forward = new ArrayDeque<>();
  private final EventRecord events = new EventRecord();
  private final PinholeInvariant invariant;
  private final Setup setup;
  private long now = START_NANOS;
  private boolean connected;
  private boolean blind;
  private boolean opaquePortsWanted;
  private boolean lookUpWanted;

  /** Where the session wants to be connected. */
  private List<InetAddress> connectedTo = List.of();

  /** What every host name stands for. */
  private List<InetAddress> addresses;

  private int pinholePort = PINHOLE_PORT;

  /** Raises the curtain: the client has connected. */
  SessionStage(Setup setup, Split split) {
    this.setup = setup;
    this.split = split;
    boolean six = setup.ipv6();
    boolean serverSix = setup.serverIpv6();
    client = new Endpoint(Setup.address(six ? "2001:db8::10" : "192.0.2.10"), 40_000);
    gateway = new Endpoint(Setup.address(six ? "2001:db8::1" : "192.0.2.1"), 2121);
    gatewayInside = new Endpoint(Setup.address(serverSix ? "2001:db8:1::1" : "10.0.0.1"), 41_000);
    server = new Endpoint(Setup.address(serverSix ? "2001:db8:1::5" : "10.0.0.5"), 21);
    serverData = Setup.address(serverSix ? "2001:db8:1::6" : "10.0.0.6");
    addresses = List.of(server.address());
    fillSymbols();
    for (Side side : Side.values()) {
      seen.put(side, new ByteArrayOutputStream());
    }
    framers.put(Side.CLIENT, new LineFramer(setup.lines()));
    framers.put(Side.SERVER, new LineFramer(replyLines(setup.lines())));
    replies = new ReplyAssembler(setup.lines());
    Policy policy = setup.policy(symbols);
    Optional<InetAddress> dataAddress = setup.text("server-data-address").map(other -> serverData);
    invariant =
        new PinholeInvariant(
            client.address(), gateway.address(), dataAddress.orElse(server.address()));
    setup.text("named-by-rule").map(symbols::fill).map(Setup::address).ifPresent(invariant::named);
    if (tolerates(policy, Deviation.LOW_PORT) || tolerates(policy, Deviation.SERVER_LOW_PORT)) {
      invariant.anyPort();
    }
    session =
        new ControlSession(
            "s1",
            "ftp",
            client,
            gateway,
            setup.session(dataAddress),
            Rulebook.of(policy),
            new AtomicLong()::incrementAndGet,
            now,
            STARTED_AT);
    perform(session.begin());
  }

  private static boolean tolerates(Policy policy, Deviation deviation) {
    return policy.stance(deviation).compareTo(Stance.DENY) < 0;
  }

  /** A line of the server may be as long as a whole reply. */
  private static LineLimits replyLines(LineLimits limits) {
    int most = limits.replyBytes();
    return new LineLimits(most, most, most, limits.telnetOptions());
  }

  private void fillSymbols() {
    symbols.address("client", client.address());
    symbols.address("gateway", gateway.address());
    symbols.address("gateway-inside", gatewayInside.address());
    symbols.address("server", server.address());
    symbols.address("server-data", serverData);
    symbols.address("elsewhere", Setup.address("198.51.100.7"));
    symbols.port("client-port", 4747);
    symbols.port("server-port", 5139);
  }

  @Override
  public Symbols symbols() {
    return symbols;
  }

  @Override
  public void connect() {
    connected = true;
    give(new Input.ServerConnected(server, gatewayInside));
  }

  @Override
  public void unreachable(boolean timedOut) {
    give(
        new Input.ServerUnreachable(
            timedOut ? "timed out" : "refused", timedOut ? Limit.CONNECT_TIMEOUT : null));
  }

  @Override
  public void send(Side side, byte[] bytes) {
    for (byte[] piece : split.pieces(bytes)) {
      told(side, piece);
      if (blind) {
        out(side == Side.CLIENT ? Side.SERVER : Side.CLIENT).writeBytes(piece);
        give(new Input.Carried(side));
        continue;
      }
      ByteBuffer in = ByteBuffer.wrap(piece);
      LineFramer framer = framer(side);
      for (Framed framed = framer.next(in); framed != null; framed = framer.next(in)) {
        if (!take(side, framed)) {
          return;
        }
      }
    }
  }

  @Override
  public void sendUrgent(byte[] bytes) {
    // The network puts urgent data back in its place in the stream.
    send(Side.CLIENT, bytes);
  }

  private void told(Side side, byte[] piece) {
    if (side == Side.CLIENT) {
      invariant.clientSent(piece);
    } else {
      invariant.serverSent(piece);
    }
  }

  /** Hands on what a framer found; false when that side is not read any more. */
  private boolean take(Side side, Framed framed) {
    if (framed instanceof Framed.Text text) {
      return side == Side.CLIENT ? clientLine(text) : serverLine(text);
    }
    if (framed instanceof Framed.TelnetAnswer answer) {
      out(side).writeBytes(answer.bytes());
      return true;
    }
    if (framed instanceof Framed.TooLong) {
      Fault fault = side == Side.CLIENT ? Fault.LINE_TOO_LONG : Fault.REPLY_TOO_LONG;
      give(new Input.Broken(side, fault));
    } else if (framed instanceof Framed.TooManyOptions) {
      give(new Input.Broken(side, Fault.TOO_MANY_OPTIONS));
    } else if (framed instanceof Framed.TlsRecord) {
      give(new Input.Broken(side, Fault.TLS_RECORD));
    }
    return false;
  }

  private boolean clientLine(Framed.Text text) {
    give(new Input.ClientLine(text.line()));
    return true;
  }

  private boolean serverLine(Framed.Text text) {
    Assembled assembled = replies.accept(text.line());
    if (assembled instanceof Assembled.Complete complete) {
      give(new Input.ServerReply(complete.reply()));
    } else if (assembled instanceof Assembled.Malformed) {
      give(new Input.Broken(Side.SERVER, Fault.MALFORMED_REPLY));
      return !session.closing();
    } else if (assembled instanceof Assembled.TooLong) {
      give(new Input.Broken(Side.SERVER, Fault.REPLY_TOO_LONG));
      return false;
    }
    return true;
  }

  @Override
  public void tls(List<String> words) {
    switch (words.get(0)) {
      case "stands" -> {
        settled();
        String name = words.size() > 2 ? words.get(2) : "";
        String subject = words.size() > 3 ? words.get(3) : "";
        TlsPeer peer =
            new TlsPeer(
                "TLSv1.3", "TLS_AES_128_GCM_SHA256", false, name.equals("-") ? "" : name, subject);
        give(new Input.TlsStarted(side(words.get(1)), peer));
      }
      case "fails" -> {
        settled();
        give(new Input.TlsFailed(side(words.get(1)), "the handshake failed"));
      }
      case "blind" -> {
        assertThat(tls.poll()).isEqualTo("blind");
        event("session-blind");
      }
      default -> assertThat(tls.poll()).isEqualTo(String.join(" ", words));
    }
  }

  @Override
  public void forward(List<String> words) {
    if (words.get(0).equals("right") || words.get(0).equals("wrong")) {
      settled();
      give(new Input.ProxyUserChecked(words.get(0).equals("right")));
    } else if (words.get(0).equals("busy")) {
      settled();
      give(new Input.ProxyUserChecked(Input.ProxyUserChecked.Answer.BUSY));
    } else if (words.get(0).equals("at")) {
      assertThat(connectedTo)
          .containsExactlyElementsOf(words.stream().skip(1).map(Setup::address).toList());
    } else if (words.get(0).equals("addresses")) {
      addresses = words.stream().skip(1).map(Setup::address).toList();
    } else {
      assertThat(forward.poll()).isEqualTo(String.join(" ", words));
    }
  }

  private static Side side(String word) {
    return Side.valueOf(TranscriptParser.constant(word));
  }

  @Override
  public void end(Side side, Ending ending) {
    left.add(side);
    give(new Input.Closed(side, ending == Ending.RESET || closing.contains(side)));
  }

  @Override
  public void refuseData() {
    // What becomes of the data connection is told by its end.
  }

  @Override
  public void stop(boolean atOnce) {
    give(atOnce ? new Input.Stop() : new Input.Drain());
  }

  @Override
  public String line(Side side) {
    String all = text(side);
    int end = all.indexOf("\r\n");
    if (end < 0) {
      throw new AssertionError("the " + side + " sees no line" + pending());
    }
    return bytes(side, end + 2);
  }

  @Override
  public String bytes(Side side, int count) {
    String all = text(side);
    if (all.length() < count) {
      throw new AssertionError("the " + side + " sees only " + Escapes.shown(all));
    }
    out(side).reset();
    out(side).writeBytes(all.substring(count).getBytes(StandardCharsets.ISO_8859_1));
    return all.substring(0, count);
  }

  @Override
  public void seesEnd(Side side) {
    assertThat(text(side)).as("before the end").isEmpty();
    assertThat(ended.remove(side)).as("the %s sees the end", side).isTrue();
  }

  @Override
  public Expectation opening() {
    if (openings.isEmpty()) {
      throw new AssertionError("no pinhole is wanted" + pending());
    }
    return openings.remove();
  }

  @Override
  public void opened(Expectation expectation) {
    symbols.port("pinhole", ++pinholePort);
    give(
        new Input.PinholeOpened(
            expectation.id(),
            advertised(expectation.client(), gateway),
            advertised(expectation.server(), gatewayInside)));
  }

  private @Nullable Endpoint advertised(Expectation.Side side, Endpoint reached) {
    if (!(side instanceof Expectation.Accepts)) {
      return null;
    }
    InetAddress address = setup.text("advertise").map(Setup::address).orElse(reached.address());
    return new Endpoint(address, pinholePort);
  }

  @Override
  public void failed(Expectation expectation, String reason) {
    invariant.gone(expectation.id());
    waiting.remove(expectation.id());
    if (reason.equals("ports exhausted")) {
      events.take("limit data-ports");
    }
    give(new Input.PinholeFailed(expectation.id(), reason));
  }

  @Override
  public void stranger(Expectation expectation) {
    // The backend refuses it without asking the session.
    events.take("blocked stranger");
  }

  @Override
  public void accepted(Expectation expectation) {
    assertThat(waiting.remove(expectation.id())).as("the pinhole is open").isTrue();
    invariant.gone(expectation.id());
    running.add(expectation.id());
    give(new Input.PinholeAccepted(expectation.id()));
    give(new Input.PinholeConnected(expectation.id()));
  }

  @Override
  public void ended(Expectation expectation, DataEnd end, long toServer, long toClient) {
    assertThat(running.remove(expectation.id())).as("the data connection runs").isTrue();
    DataStats stats =
        new DataStats(end, toServer, toClient, Duration.ofMillis(1), Duration.ofMillis(2), "");
    give(new Input.DataEnded(expectation.id(), stats));
  }

  @Override
  public PinholeEnd gone(Expectation expectation) {
    PinholeEnd end = closed.remove(expectation.id());
    if (end == null) {
      throw new AssertionError("the pinhole is not closed" + pending());
    }
    return end;
  }

  @Override
  public void aborted(Expectation expectation) {
    assertThat(aborts.remove(expectation.id())).as("the data connection is reset").isTrue();
  }

  @Override
  public void pass(Duration time) {
    long until = now + time.toNanos();
    for (int ticks = 0; !session.ended() && session.deadline() <= until; ticks++) {
      assertThat(ticks).as("ticks that change nothing").isLessThan(1000);
      now = Math.max(now, session.deadline());
      give(new Input.Tick());
    }
    now = until;
  }

  @Override
  public void event(String pattern) {
    events.see(pattern);
  }

  @Override
  public String over() {
    for (Side side : connected ? Side.values() : new Side[] {Side.CLIENT}) {
      assertThat(closing.contains(side) || left.contains(side))
          .as("the connection of the %s has ended", side)
          .isTrue();
    }
    ended.clear();
    leave(Side.CLIENT);
    leave(Side.SERVER);
    return outcome();
  }

  private String outcome() {
    String outcome = events.outcome();
    if (outcome == null) {
      throw new AssertionError("the session is not over" + pending());
    }
    return outcome;
  }

  @Override
  public void settled() {
    String pending = pending();
    if (!pending.isEmpty()) {
      throw new AssertionError("nobody has seen" + pending);
    }
  }

  @Override
  public void finish() {
    leave(Side.CLIENT);
    leave(Side.SERVER);
    while (!aborts.isEmpty()) {
      endAborted(aborts.remove());
    }
    pass(Duration.ofHours(1));
    while (!aborts.isEmpty()) {
      endAborted(aborts.remove());
    }
    ended.clear();
    closed.clear();
    settled();
    assertThat(session.ended()).as("ended").isTrue();
    assertThat(waiting).as("pinholes that nobody closed").isEmpty();
    outcome();
    invariant.over();
  }

  private void leave(Side side) {
    if (!session.ended() && (left.add(side) || closing.contains(side))) {
      // When both halves have ended the connection is gone.
      give(new Input.Closed(side, closing.contains(side)));
    }
  }

  private void endAborted(long id) {
    running.remove(id);
    DataStats stats = new DataStats(DataEnd.ABORTED, 0, 0, Duration.ZERO, Duration.ZERO, "aborted");
    give(new Input.DataEnded(id, stats));
  }

  private void give(Input input) {
    now += 1000;
    perform(session.receive(input, now));
    if (lookUpWanted) {
      lookUpWanted = false;
      give(new Input.HostLookedUp(addresses));
    }
    if (opaquePortsWanted) {
      opaquePortsWanted = false;
      give(new Input.OpaquePortsOpened(""));
    }
  }

  private void perform(List<Action> actions) {
    actions.forEach(this::perform);
  }

  private void perform(Action action) {
    if (action instanceof Action.ToClient to) {
      write(Side.CLIENT, to.bytes());
    } else if (action instanceof Action.ToServer to) {
      write(Side.SERVER, to.bytes());
    } else if (action instanceof Action.OpenPinhole open) {
      invariant.opening(open.expectation());
      waiting.add(open.expectation().id());
      openings.add(open.expectation());
    } else if (action instanceof Action.ClosePinhole close) {
      closePinhole(close.id(), close.end());
    } else if (action instanceof Action.AbortData abort) {
      abort(abort);
    } else if (action instanceof Action.Publish publish) {
      publish(publish.event());
    } else {
      performOnLegs(action);
    }
  }

  private void performOnLegs(Action action) {
    if (action instanceof Action.ShutClientOutput || action instanceof Action.CloseClient) {
      endTo(Side.CLIENT);
    } else if (action instanceof Action.ShutServerOutput || action instanceof Action.CloseServer) {
      endTo(Side.SERVER);
    } else if (action instanceof Action.StartTls start) {
      tls.add("start " + Performance.label(start.side().name()));
    } else if (action instanceof Action.StopTls stop) {
      tls.add("stop " + Performance.label(stop.side().name()));
    } else if (action instanceof Action.LookUp) {
      lookUpWanted = true;
    } else if (action instanceof Action.Connect connect) {
      forward.add("connect " + shown(connect.destination()));
      connectedTo =
          connect.destination() instanceof Destination.Named named ? named.addresses() : List.of();
    } else if (action instanceof Action.CheckProxyUser check) {
      assertThat(check.toString()).doesNotContain(check.password());
      forward.add("check " + check.name() + " " + check.password());
    } else if (action instanceof Action.OpenOpaquePorts) {
      opaquePortsWanted = true;
    } else if (action instanceof Action.GoBlind) {
      blind = true;
      tls.add("blind");
    } else if (action instanceof Action.ProtectData protect) {
      tls.add(
          "protect "
              + Performance.label(protect.client().name())
              + " "
              + Performance.label(protect.server().name()));
    } else if (!(action instanceof Action.LimitData)) {
      throw new AssertionError("what is " + action + "?");
    }
  }

  private static String shown(Destination destination) {
    return destination instanceof Destination.Named named
        ? named.user() + "@" + named.server()
        : destination.user();
  }

  /** Without effect on one that was accepted. */
  private void closePinhole(long id, PinholeEnd end) {
    if (waiting.remove(id)) {
      invariant.gone(id);
      closed.put(id, end);
    }
  }

  private void abort(Action.AbortData abort) {
    closePinhole(abort.id(), abort.end());
    if (running.contains(abort.id())) {
      aborts.add(abort.id());
    }
  }

  private void endTo(Side side) {
    if (closing.add(side)) {
      ended.add(side);
    }
  }

  private void write(Side side, byte[] bytes) {
    assertThat(closing).as("sides that are written to after their end").doesNotContain(side);
    out(side).writeBytes(bytes);
  }

  private void publish(GatewayEvent event) {
    events.publish(event);
  }

  /** What was caused and not seen, for people; empty if there is none. */
  private String pending() {
    StringBuilder text = new StringBuilder();
    for (Side side : Side.values()) {
      String bytes = text(side);
      text.append(bytes.isEmpty() ? "" : "; the " + side + ": " + Escapes.shown(bytes));
      text.append(ended.contains(side) ? "; the end of the " + side : "");
    }
    text.append(openings.isEmpty() ? "" : "; " + openings);
    text.append(closed.isEmpty() ? "" : "; closed " + closed);
    text.append(aborts.isEmpty() ? "" : "; aborts " + aborts);
    text.append(tls.isEmpty() ? "" : "; TLS " + tls);
    text.append(forward.isEmpty() ? "" : "; " + forward);
    return text.append(events.unseen()).toString();
  }

  private String text(Side side) {
    return out(side).toString(StandardCharsets.ISO_8859_1);
  }

  private ByteArrayOutputStream out(Side side) {
    return java.util.Objects.requireNonNull(seen.get(side));
  }

  private LineFramer framer(Side side) {
    return java.util.Objects.requireNonNull(framers.get(side));
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
