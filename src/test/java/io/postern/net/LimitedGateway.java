package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.LoadedSettings;
import io.postern.config.RulesFile;
import io.postern.config.SettingsFile;
import io.postern.event.GatewayEvent;
import io.postern.event.GatewayEvent.LimitHit;
import io.postern.ftp.AddressLiteral;
import io.postern.pinhole.PinholeTable;
import io.postern.policy.Policy;
import io.postern.policy.Quotas;
import io.postern.quota.Tally;
import io.postern.session.Rulebook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/**
 * A listener with rules that limit, in front of a {@link SmallServer}; its clients are sockets on
 * loopback. Bans go by a clock of its own.
 */
final class LimitedGateway implements AutoCloseable {

  static final InetAddress ANN = address("127.0.0.11");
  static final InetAddress BOB = address("127.0.0.12");

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Queue<GatewayEvent> events = new ConcurrentLinkedQueue<>();
  private final AtomicLong clock = new AtomicLong();
  private final Tally tally = new Tally(100, clock::get);
  private final HeldPlaces places = new HeldPlaces(tally);
  private final SmallServer server = new SmallServer();
  private final Listeners listeners;
  private volatile Policy policy = Policy.lenient();

  LimitedGateway() throws Exception {
    this(quotas -> quotas);
  }

  /**
   * With other quotas.
   *
   * @param around gives those that stand between the sessions and the tally
   */
  LimitedGateway(UnaryOperator<Quotas> around) throws Exception {
    LoadedSettings settings =
        SettingsFile.parse("postern.yaml", settings().getBytes(StandardCharsets.UTF_8));
    listeners =
        Listeners.start(
            settings.settings().net(),
            new PinholeTable(100, events::add, System::nanoTime),
            new Rulebook(() -> policy, around.apply(places)),
            events::add);
  }

  private String settings() {
    return """
        listeners: [{listen: "127.0.0.1:0", server: "127.0.0.1:%d"}]
        timeouts: {data-connect: 3s, linger: 2s}
        """
        .formatted(server.port());
  }

  SmallServer server() {
    return server;
  }

  HeldPlaces places() {
    return places;
  }

  Tally tally() {
    return tally;
  }

  /** Lets time pass for bans. */
  void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  /** The only rule, which only limits, in force from the next command. */
  void rules(long generation, String limit) throws Exception {
    rules(generation, "{}", limit);
  }

  /** The same for what fulfils a condition. */
  void rules(long generation, String when, String limit) throws Exception {
    String text =
        """
        default: allow
        rules:
          - id: limits
            when: %s
            then:
              limit: {%s}
        """
            .formatted(when, limit);
    policy =
        Policy.of(
            generation,
            false,
            Map.of(),
            RulesFile.parse("rules.yaml", text.getBytes(StandardCharsets.UTF_8), Path.of(""))
                .rules());
  }

  /** Rules without any limit. */
  void noRules() {
    policy = Policy.lenient();
  }

  /** Connects, and is welcome. */
  TypingClient connect(InetAddress client) {
    TypingClient typing = knock(client);
    assertThat(typing.reply()).startsWith("220 ");
    return typing;
  }

  /** Connects. */
  TypingClient knock(InetAddress client) {
    InetSocketAddress at = listeners.listening().get(0).toSocketAddress();
    return new TypingClient(client, at);
  }

  /** Connects and logs in. */
  TypingClient enter(InetAddress client, String user) {
    TypingClient typing = connect(client);
    assertThat(typing.login(user, "right")).startsWith("230 ");
    return typing;
  }

  void assertWelcome(InetAddress client) {
    try (TypingClient typing = connect(client)) {
      assertThat(typing.type("QUIT")).startsWith("221 ");
    }
  }

  /** The first event of a kind. */
  <E extends GatewayEvent> E await(Class<E> kind) {
    Awaitility.await().atMost(PATIENCE).until(() -> count(kind) > 0);
    return kind.cast(events.stream().filter(kind::isInstance).findFirst().orElseThrow());
  }

  /** The details of the limits that were reached. */
  List<String> limitsHit() {
    return events.stream()
        .filter(LimitHit.class::isInstance)
        .map(event -> ((LimitHit) event).limit() + " " + ((LimitHit) event).detail())
        .toList();
  }

  long count(Class<? extends GatewayEvent> kind) {
    return List.copyOf(events).stream().filter(kind::isInstance).count();
  }

  /** Waits until no place is held, and no session is there. */
  void awaitNothingHeld() {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(listeners.sessions()).isZero();
              assertThat(places.count()).isZero();
            });
  }

  @Override
  public void close() throws IOException {
    listeners.close();
    server.close();
  }

  static InetAddress address(String literal) {
    return AddressLiteral.parse(literal).orElseThrow();
  }
}
