package io.postern.config;

import io.postern.ftp.Deviation;
import io.postern.ftp.Stance;
import io.postern.net.ListenerSettings;
import io.postern.net.LoadedTls;
import io.postern.net.NetSettings;
import io.postern.net.Pools;
import io.postern.policy.Policy;
import io.postern.tls.TlsFilesException;
import io.postern.tls.TlsMistake;
import io.postern.users.PasswordChecks;
import io.postern.users.ProxyUsers;
import io.postern.users.UserFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A whole configuration, checked.
 *
 * @param net listeners, limits, timeouts
 * @param compliance the stances on deviations that {@code stances} does not name
 * @param stances the stances on single deviations
 * @param rules where the rules are
 * @param users the gateway's own
 * @param checkKeys how often the files of certificates are looked at ({@code tls.check-every})
 * @param admin the admin port, and where metrics are served
 * @param audit where the audit log goes; empty means nowhere
 */
public record Settings(
    NetSettings net,
    Compliance compliance,
    Map<Deviation, Stance> stances,
    RulesSettings rules,
    UserSettings users,
    Duration checkKeys,
    AdminSettings admin,
    Optional<Path> audit) {

  /** Copies the maps. */
  public Settings {
    stances = Map.copyOf(stances);
  }

  /** The policy without rules, of generation 1. */
  public Policy policy() {
    return policy(1, LoadedRules.NONE);
  }

  /**
   * The policy of these settings and rules; what the rules file says of deviations wins.
   *
   * @param generation counts the loads, from 1
   */
  public Policy policy(long generation, LoadedRules loaded) {
    Map<Deviation, Stance> all = new EnumMap<>(Deviation.class);
    all.putAll(stances);
    all.putAll(loaded.stances());
    boolean strict = loaded.compliance().orElse(compliance) == Compliance.STRICT;
    return Policy.of(generation, strict, all, loaded.rules());
  }

  /**
   * Reads the files of certificates, keys and trust.
   *
   * @param clock for certificates that are expired
   * @throws ConfigException with all mistakes
   */
  public LoadedTls loadTls(InstantSource clock) throws ConfigException {
    try {
      return LoadedTls.load(net, clock);
    } catch (TlsFilesException e) {
      throw new ConfigException(e.mistakes().stream().map(Settings::problem).sorted().toList());
    }
  }

  /**
   * Reads the passwords that probes log in with.
   *
   * @throws ConfigException with all mistakes
   */
  public Pools loadPools() throws ConfigException {
    return Pools.of(ProbePasswords.read(net.pools()));
  }

  /**
   * Reads the files of the gateway's own users.
   *
   * @throws ConfigException with all mistakes
   */
  public ProxyUsers loadUsers() throws ConfigException {
    List<UserFileException> faults = new ArrayList<>();
    ProxyUsers loaded = ProxyUsers.load(users.files(), checks(), faults);
    if (!faults.isEmpty()) {
      throw new ConfigException(faults.stream().flatMap(Settings::problems).sorted().toList());
    }
    return loaded;
  }

  private PasswordChecks checks() {
    return new PasswordChecks(users.checks(), users.checksPerClient());
  }

  private static Stream<Problem> problems(UserFileException fault) {
    return fault.mistakes().stream()
        .map(
            each ->
                new Problem(
                    fault.file().toString(),
                    each.line(),
                    each.line() > 0 ? 1 : 0,
                    "",
                    each.text()));
  }

  private static Problem problem(TlsMistake mistake) {
    return new Problem(mistake.file().toString(), 0, 0, "", mistake.text());
  }

  /**
   * Reads the rules file.
   *
   * @return {@link LoadedRules#NONE} if there is none
   * @throws ConfigException if it can't be read, or holds mistakes: all of them
   */
  public LoadedRules loadRules() throws ConfigException {
    if (rules.file().isEmpty()) {
      return LoadedRules.NONE;
    }
    Set<String> listeners =
        net.listeners().stream().map(ListenerSettings::name).collect(Collectors.toSet());
    return RulesFile.load(rules.file().get(), listeners);
  }
}
