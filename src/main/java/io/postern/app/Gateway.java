package io.postern.app;

import io.postern.config.Settings;
import io.postern.ftp.Endpoint;
import io.postern.net.Listeners;
import io.postern.pinhole.PinholeTable;
import io.postern.policy.Quotas;
import io.postern.session.Rulebook;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A running gateway: everything wired, started in order (what watches first, what listens last),
 * and stopped in reverse. Thread-safe.
 */
public final class Gateway implements AutoCloseable {

  private final Listeners listeners;
  private final Observers observers;

  private Gateway(Listeners listeners, Observers observers) {
    this.listeners = listeners;
    this.observers = observers;
  }

  /**
   * Starts listening.
   *
   * @throws IOException if an address can't be listened on; the message is one line that says which
   *     and why; nothing is left running
   */
  public static Gateway start(Settings settings) throws IOException {
    Observers observers = Observers.start(settings);
    try {
      PinholeTable pinholes =
          new PinholeTable(settings.net().pinholes(), observers.sink(), System::nanoTime);
      observers.watch(settings, pinholes);
      Listeners listeners =
          Listeners.start(
              settings.net(),
              pinholes,
              new Rulebook(settings::policy, Quotas.NONE),
              observers.sink());
      observers.ready();
      return new Gateway(listeners, observers);
    } catch (IOException | RuntimeException e) {
      observers.close();
      throw e;
    }
  }

  /** Where the listeners listen, in the order of the settings, with the real ports. */
  public List<Endpoint> listening() {
    return listeners.listening();
  }

  /** Where the admin port listens. */
  public Optional<Endpoint> admin() {
    return observers.admin();
  }

  /** How many clients are connected. */
  public int sessions() {
    return listeners.sessions();
  }

  /**
   * Stops in order: no new sessions, running transfers end or reach {@code timeouts.stop}, then
   * everything closes. Blocks until then. Idempotent.
   */
  @Override
  public void close() {
    observers.stopping();
    listeners.close();
    observers.close();
  }
}
