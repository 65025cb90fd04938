package io.postern.app;

import io.postern.config.ConfigException;
import io.postern.config.Settings;
import io.postern.ftp.Endpoint;
import io.postern.net.Listeners;
import io.postern.net.LoadedTls;
import io.postern.net.Pools;
import io.postern.pinhole.PinholeTable;
import io.postern.policy.Policy;
import io.postern.quota.Tally;
import io.postern.session.Rulebook;
import io.postern.users.ProxyUsers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A running gateway: everything wired, started in order (what watches first, what listens last),
 * and stopped in reverse. Thread-safe.
 */
public final class Gateway implements AutoCloseable {

  private final Listeners listeners;
  private final Observers observers;
  private final Optional<PolicySource> rules;
  private final KeyReload keys;
  private final UserReload users;
  private final List<FileWatch> watches;

  private Gateway(
      Listeners listeners,
      Observers observers,
      Optional<PolicySource> rules,
      KeyReload keys,
      UserReload users,
      List<FileWatch> watches) {
    this.listeners = listeners;
    this.observers = observers;
    this.rules = rules;
    this.keys = keys;
    this.users = users;
    this.watches = watches;
  }

  /**
   * Loads the rules and the certificates, and starts listening.
   *
   * @throws ConfigException if their files can't be read, or hold mistakes: all of them; nothing
   *     was started
   * @throws IOException if an address can't be listened on; the message is one line that says which
   *     and why; nothing is left running
   */
  public static Gateway start(Settings settings) throws ConfigException, IOException {
    Optional<Path> file = settings.rules().file();
    return start(
        settings,
        settings.loadTls(InstantSource.system()),
        settings.loadPools(),
        file.isPresent()
            ? Optional.of(PolicySource.load(file.get(), PolicyReader.of(settings)))
            : Optional.empty(),
        settings.loadUsers(),
        settings.admin().loadToken());
  }

  private static Gateway start(
      Settings settings,
      LoadedTls tls,
      Pools pools,
      Optional<PolicySource> rules,
      ProxyUsers users,
      Optional<String> token)
      throws IOException {
    KeyReload keys = new KeyReload(tls);
    UserReload ownUsers = new UserReload(users);
    Policy withoutRules = settings.policy();
    Supplier<Policy> policy =
        rules.<Supplier<Policy>>map(source -> source::policy).orElse(() -> withoutRules);
    Tally tally = new Tally(settings.net().bans(), System::nanoTime);
    Observers observers =
        Observers.start(
            settings,
            token,
            () -> reload(rules, keys, ownUsers, PolicyTrigger.ADMIN),
            tally.bans(),
            pools);
    try {
      PinholeTable pinholes =
          new PinholeTable(settings.net().pinholes(), observers.sink(), System::nanoTime);
      observers.watch(
          settings.net(), () -> policy.get().generation(), pinholes, tally.bans(), expiries(tls));
      rules.ifPresent(source -> source.announce(observers.sink()));
      keys.warn();
      keys.publishTo(observers.sink());
      ownUsers.publishTo(observers.sink());
      Listeners listeners =
          Listeners.start(
              settings.net(),
              pinholes,
              new Rulebook(policy, tally),
              tls,
              pools,
              users,
              observers.ports(),
              observers.sink());
      observers.watch(listeners);
      observers.ready(listeners);
      List<FileWatch> watches = watches(settings, tls, rules, keys, ownUsers);
      return new Gateway(listeners, observers, rules, keys, ownUsers, watches);
    } catch (IOException | RuntimeException e) {
      observers.close();
      throw e;
    }
  }

  private static Map<String, LongSupplier> expiries(LoadedTls tls) {
    return tls.shown().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                shown -> () -> shown.getValue().get().expires().getEpochSecond()));
  }

  private static List<FileWatch> watches(
      Settings settings,
      LoadedTls tls,
      Optional<PolicySource> rules,
      KeyReload keys,
      UserReload users) {
    List<FileWatch> watches = new ArrayList<>();
    rules.ifPresent(
        source ->
            watches.add(
                new FileWatch("rules", source::files, () -> source.reload(PolicyTrigger.FILE))
                    .start(settings.rules().checkEvery())));
    if (!tls.files().isEmpty()) {
      watches.add(
          new FileWatch("certificates", tls::files, keys::reload).start(settings.checkKeys()));
    }
    if (!users.files().isEmpty()) {
      watches.add(
          new FileWatch("users", users::files, users::reload).start(settings.rules().checkEvery()));
    }
    return watches;
  }

  private static Reloaded reload(
      Optional<PolicySource> rules, KeyReload keys, UserReload users, PolicyTrigger trigger) {
    List<String> mistakes = new ArrayList<>(keys.reloadNow());
    mistakes.addAll(users.reloadNow());
    return new Reloaded(
        rules.map(source -> source.reload(trigger)), keys.count(), users.count(), mistakes);
  }

  /** Where the listeners listen, in the order of the settings, with the real ports. */
  public List<Endpoint> listening() {
    return listeners.listening();
  }

  /** Where the admin port listens; empty if nowhere, or on a Unix socket. */
  public Optional<Endpoint> admin() {
    return observers.admin();
  }

  /** Where the admin port listens, for people. */
  Optional<String> adminPlace() {
    return observers.adminPlace();
  }

  /** The rules in a few words: the file, how many, the default. Empty if there is no rules file. */
  Optional<String> rules() {
    return rules.map(PolicySource::summary);
  }

  /** Loads the certificates and the rules anew. */
  Reloaded reload(PolicyTrigger trigger) {
    return reload(rules, keys, users, trigger);
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
    watches.forEach(FileWatch::close);
    listeners.close();
    users.close();
    observers.close();
  }
}
