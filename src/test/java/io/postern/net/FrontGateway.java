package io.postern.net;

import io.postern.config.RulesFile;
import io.postern.config.SettingsFile;
import io.postern.event.GatewayEvent;
import io.postern.pinhole.PinholeTable;
import io.postern.policy.Policy;
import io.postern.quota.Tally;
import io.postern.session.Rulebook;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** One listener on loopback, made of YAML; what it tells is kept. */
final class FrontGateway implements AutoCloseable {

  private final SeenEvents events = new SeenEvents();
  private final Tally tally = new Tally(100, System::nanoTime);
  private final Listeners listeners;
  private volatile Policy policy = Policy.lenient();

  /**
   * Starts.
   *
   * @param keys the listener's further keys
   * @param rest other sections
   */
  FrontGateway(int serverPort, String keys, String rest) throws Exception {
    this(
        "listeners: [{listen: \"127.0.0.1:0\", server: \"127.0.0.1:%d\"%s}]%n%s%n"
            .formatted(serverPort, keys.isEmpty() ? "" : ", " + keys, rest));
  }

  /**
   * Starts.
   *
   * @param yaml all settings
   */
  FrontGateway(String yaml) throws Exception {
    NetSettings settings =
        SettingsFile.parse("postern.yaml", yaml.getBytes(StandardCharsets.UTF_8)).settings().net();
    listeners =
        Listeners.start(
            settings,
            new PinholeTable(100, events, System::nanoTime),
            new Rulebook(() -> policy, tally),
            LoadedTls.load(settings, InstantSource.system()),
            events);
  }

  void rules(String text) throws Exception {
    policy =
        Policy.of(
            1,
            false,
            Map.of(),
            RulesFile.parse("rules.yaml", text.getBytes(StandardCharsets.UTF_8), Path.of(""))
                .rules());
  }

  Tally tally() {
    return tally;
  }

  InetSocketAddress address() {
    return listeners.listening().get(0).toSocketAddress();
  }

  void kick(String session) {
    listeners.kick(session, "a test");
  }

  long heldBytes() {
    return listeners.heldBytes();
  }

  int sessions() {
    return listeners.sessions();
  }

  /** Waits for the first event of a kind. */
  <E extends GatewayEvent> E await(Class<E> kind) {
    return events.await(kind);
  }

  /** Waits for as many events of a kind. */
  <E extends GatewayEvent> List<E> await(Class<E> kind, int count) {
    return events.await(kind, count);
  }

  <E extends GatewayEvent> List<E> all(Class<E> kind) {
    return events.all(kind);
  }

  @Override
  public void close() {
    listeners.close();
  }
}
