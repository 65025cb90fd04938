package io.postern.app;

import io.postern.config.ConfigException;
import io.postern.config.Settings;
import io.postern.ftp.Endpoint;
import io.postern.net.Listeners;
import io.postern.pinhole.PinholeTable;
import io.postern.policy.Policy;
import io.postern.quota.Tally;
import io.postern.session.Rulebook;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A running gateway: everything wired, started in order (what watches first, what listens last),
 * and stopped in reverse. Thread-safe.
 */
public final class Gateway implements AutoCloseable {

  private final Listeners listeners;
  private final Observers observers;
  private final Optional<PolicySource> rules;
  private final Optional<PolicyWatch> watch;

  private Gateway(
      Listeners listeners,
      Observers observers,
      Optional<PolicySource> rules,
      Optional<PolicyWatch> watch) {
    this.listeners = listeners;
    this.observers = observers;
    this.rules = rules;
    this.watch = watch;
  }

  /**
   * Loads the rules, and starts listening.
   *
   * @throws ConfigException if the rules file can't be read, or holds mistakes: all of them;
   *     nothing was started
   * @throws IOException if an address can't be listened on; the message is one line that says which
   *     and why; nothing is left running
   */
  public static Gateway start(Settings settings) throws ConfigException, IOException {
    Optional<Path> file = settings.rules().file();
    return start(
        settings,
        file.isPresent()
            ? Optional.of(PolicySource.load(file.get(), PolicyReader.of(settings)))
            : Optional.empty());
  }

  private static Gateway start(Settings settings, Optional<PolicySource> rules) throws IOException {
    Policy withoutRules = settings.policy();
    Supplier<Policy> policy =
        rules.<Supplier<Policy>>map(source -> source::policy).orElse(() -> withoutRules);
    Tally tally = new Tally(settings.net().bans(), System::nanoTime);
    Observers observers =
        Observers.start(
            settings, () -> rules.map(source -> source.reload(PolicyTrigger.ADMIN)), tally.bans());
    try {
      PinholeTable pinholes =
          new PinholeTable(settings.net().pinholes(), observers.sink(), System::nanoTime);
      observers.watch(() -> policy.get().generation(), pinholes, tally.bans());
      rules.ifPresent(source -> source.announce(observers.sink()));
      Listeners listeners =
          Listeners.start(settings.net(), pinholes, new Rulebook(policy, tally), observers.sink());
      observers.ready();
      Optional<PolicyWatch> watch =
          rules.map(source -> new PolicyWatch(source).start(settings.rules().checkEvery()));
      return new Gateway(listeners, observers, rules, watch);
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

  /** The rules in a few words: the file, how many, the default. Empty if there is no rules file. */
  Optional<String> rules() {
    return rules.map(PolicySource::summary);
  }

  /** Loads the rules anew. Empty if there is no rules file. */
  Optional<PolicyReload> reload(PolicyTrigger trigger) {
    return rules.map(source -> source.reload(trigger));
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
    watch.ifPresent(PolicyWatch::close);
    listeners.close();
    observers.close();
  }
}
