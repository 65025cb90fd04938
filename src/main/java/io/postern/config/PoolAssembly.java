package io.postern.config;

import io.postern.net.ProbeAccount;
import io.postern.net.UpstreamSettings;
import io.postern.net.UpstreamSettings.Talk;
import io.postern.session.TlsStance;
import io.postern.upstream.Choice;
import io.postern.upstream.HealthSettings;
import io.postern.upstream.PoolSettings;
import io.postern.upstream.ProbeSettings;
import io.postern.upstream.Server;
import io.postern.upstream.ServerSettings;
import io.postern.upstream.UserRoute;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Puts the values of pools into the records that take them. */
final class PoolAssembly {

  private final Values pool;
  private final Values listener;

  private PoolAssembly(Values pool, Values listener) {
    this.pool = pool;
    this.listener = listener;
  }

  /** All pools that a listener names; the others serve nobody. */
  static List<UpstreamSettings> pools(Values root) {
    return root.items(PoolKeys.POOLS).stream()
        .flatMap(
            pool ->
                listenersOf(root, pool.get(PoolKeys.NAME)).stream()
                    .limit(1)
                    .map(listener -> new PoolAssembly(pool, listener).upstream()))
        .toList();
  }

  static List<Values> listenersOf(Values root, String pool) {
    return root.items(Keys.LISTENERS).stream()
        .filter(
            listener ->
                listener.find(PoolKeys.POOL).flatMap(name -> name).equals(Optional.of(pool)))
        .toList();
  }

  /** Whether a listener's pool has a server for each user. */
  static boolean choosesByUser(Values root, Values listener) {
    Optional<String> wanted = listener.get(PoolKeys.POOL);
    return root.items(PoolKeys.POOLS).stream()
        .filter(pool -> wanted.isPresent() && pool.find(PoolKeys.NAME).equals(wanted))
        .anyMatch(pool -> pool.get(PoolKeys.CHOOSE) == Choice.USER);
  }

  private UpstreamSettings upstream() {
    return new UpstreamSettings(
        new PoolSettings(
            pool.get(PoolKeys.NAME),
            pool.items(PoolKeys.SERVERS).stream().map(this::server).toList(),
            pool.get(PoolKeys.CHOOSE),
            pool.items(PoolKeys.USERS).stream().map(this::route).toList(),
            health(),
            pool.get(PoolKeys.SLOW_START),
            pool.get(PoolKeys.RETRIES)),
        talk(),
        account(),
        pool.get(PoolKeys.GREETING),
        pool.get(PoolKeys.SEND));
  }

  private Talk talk() {
    return switch (listener.get(FrontKeys.PROTOCOL)) {
      case FTP -> listener.get(TlsKeys.SERVER) == TlsStance.Server.IMPLICIT ? Talk.NONE : Talk.FTP;
      case SSH -> Talk.SSH;
      case TCP, HTTP -> Talk.NONE;
    };
  }

  private ServerSettings server(Values server) {
    return new ServerSettings(
        named(server.get(PoolKeys.SERVER)),
        server.get(PoolKeys.WEIGHT),
        server.get(PoolKeys.SESSIONS));
  }

  private UserRoute route(Values user) {
    return new UserRoute(user.get(PoolKeys.USER), named(user.get(PoolKeys.USER_SERVER)));
  }

  private Server named(ServerAddress address) {
    return named(address, listener);
  }

  static Server named(ServerAddress address, Values listener) {
    return new Server(
        address.host(), address.port().orElseGet(() -> Assembly.standardPort(listener)));
  }

  private Optional<HealthSettings> health() {
    return pool.get(PoolKeys.EVERY).map(this::health);
  }

  private HealthSettings health(Duration every) {
    Duration longest = pool.get(PoolKeys.LONGEST_BACK_OFF);
    return new HealthSettings(
        every,
        pool.get(PoolKeys.TIMEOUT),
        pool.get(PoolKeys.FALL),
        pool.get(PoolKeys.RISE),
        longest.compareTo(every) < 0 ? every : longest,
        HealthSettings.DEFAULT.jitter(),
        pool.get(PoolKeys.OBSERVE),
        ProbeSettings.GREETING);
  }

  private Optional<ProbeAccount> account() {
    return pool.get(PoolKeys.LOGIN_USER)
        .flatMap(
            user ->
                pool.get(PoolKeys.PASSWORD_FILE)
                    .map(file -> new ProbeAccount(user, file, pool.get(PoolKeys.PASSIVE))));
  }
}
