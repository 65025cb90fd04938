package io.postern.config;

import io.postern.net.ListenerProtocol;
import io.postern.session.TlsStance;
import io.postern.upstream.Choice;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What of pools is missing, or does not fit together with the listeners that name them. */
final class PoolChecks {

  private static final int MOST_SERVERS = 256;

  private final Values root;
  private final Problems problems;

  private PoolChecks(Values root, Problems problems) {
    this.root = root;
    this.problems = problems;
  }

  static void run(Values root, Problems problems) {
    PoolChecks checks = new PoolChecks(root, problems);
    PoolListenerChecks.run(root, problems);
    Map<String, Values> seen = new HashMap<>();
    for (Values pool : root.items(PoolKeys.POOLS)) {
      checks.checkName(pool, seen);
      checks.checkServers(pool);
      checks.checkUsers(pool);
      checks.checkHealth(pool);
      checks.checkListenersOf(pool);
    }
  }

  private void checkName(Values pool, Map<String, Values> seen) {
    require(pool, PoolKeys.NAME);
    Optional<String> name = pool.find(PoolKeys.NAME);
    if (name.isPresent()) {
      Values earlier = seen.putIfAbsent(name.get(), pool);
      if (earlier != null) {
        mistake(
            pool,
            PoolKeys.NAME,
            "expected a name of its own, \""
                + name.get()
                + "\" is also that of "
                + earlier.place().key());
      }
    }
  }

  private void checkServers(Values pool) {
    List<Values> servers = pool.items(PoolKeys.SERVERS);
    if (pool.isEmpty(PoolKeys.SERVERS) || servers.size() > MOST_SERVERS) {
      problems.mistake(
          pool.placeOfList(PoolKeys.SERVERS, pool.place().key() + ".servers"),
          "expected 1 to " + MOST_SERVERS + " servers, each as `- server: ftp1.internal:21`");
    }
    Map<String, Values> seen = new HashMap<>();
    for (Values server : servers) {
      require(server, PoolKeys.SERVER);
      server
          .find(PoolKeys.SERVER)
          .ifPresent(
              address -> {
                Values earlier = seen.putIfAbsent(text(pool, address), server);
                if (earlier != null) {
                  mistake(
                      server,
                      PoolKeys.SERVER,
                      "expected each server once, it is also that of " + earlier.place().key());
                }
              });
    }
  }

  private void checkUsers(Values pool) {
    List<Values> users = pool.items(PoolKeys.USERS);
    Optional<Choice> choice = pool.find(PoolKeys.CHOOSE);
    boolean byUser = choice.filter(Choice.USER::equals).isPresent();
    if (byUser && pool.isEmpty(PoolKeys.USERS)) {
      mistake(
          pool,
          PoolKeys.CHOOSE,
          "needs `users`: a list, each as `- {user: \"acme-*\", server: ftp1.internal:21}`");
    }
    if (choice.isPresent() && !byUser && !users.isEmpty()) {
      problems.mistake(
          pool.placeOfList(PoolKeys.USERS, pool.place().key() + ".users"),
          "expected `choose: user` beside users, got " + Scalars.label(choice.get()));
    }
    Set<String> known = new HashSet<>();
    pool.items(PoolKeys.SERVERS)
        .forEach(
            server ->
                server.find(PoolKeys.SERVER).ifPresent(named -> known.add(text(pool, named))));
    users.forEach(user -> checkUser(pool, user, known));
  }

  private void checkUser(Values pool, Values user, Set<String> known) {
    require(user, PoolKeys.USER);
    require(user, PoolKeys.USER_SERVER);
    user.find(PoolKeys.USER_SERVER)
        .map(address -> text(pool, address))
        .filter(text -> !known.contains(text))
        .ifPresent(
            text ->
                mistake(
                    user,
                    PoolKeys.USER_SERVER,
                    "expected one of the pool's servers, "
                        + known.stream().sorted().collect(Collectors.joining(", "))
                        + ", got "
                        + text));
  }

  private void checkHealth(Values pool) {
    boolean user = pool.isGiven(PoolKeys.LOGIN_USER);
    boolean password = pool.isGiven(PoolKeys.PASSWORD_FILE);
    if (user != password) {
      mistake(
          pool,
          user ? PoolKeys.LOGIN_USER : PoolKeys.PASSWORD_FILE,
          "expected user and password-file together");
    }
    if (pool.find(PoolKeys.PASSIVE).orElse(false) && !user) {
      mistake(
          pool,
          PoolKeys.PASSIVE,
          "needs `login: {user: NAME, password-file: FILE}`: without a login servers refuse PASV");
    }
    Optional<Optional<Duration>> every = pool.find(PoolKeys.EVERY);
    if (every.filter(Optional::isEmpty).isPresent() && user) {
      problems.warn(pool.place(PoolKeys.LOGIN_USER), "has no effect while health.every is off");
    }
  }

  private void checkListenersOf(Values pool) {
    Optional<String> name = pool.find(PoolKeys.NAME);
    if (name.isEmpty()) {
      return;
    }
    List<Values> listeners = PoolAssembly.listenersOf(root, name.get());
    if (listeners.isEmpty()) {
      problems.warn(pool.place(), "has no effect: no listener has `pool: " + name.get() + "`");
      return;
    }
    Values first = listeners.get(0);
    for (Values other : listeners) {
      if (!spoken(first).equals(spoken(other))) {
        mistake(
            other,
            PoolKeys.POOL,
            "expected listeners of one pool to speak the same with its servers; this one speaks "
                + spoken(other)
                + ", "
                + first.place().key()
                + " speaks "
                + spoken(first));
      }
    }
    checkPorts(pool, first);
    checkProbe(pool, listeners);
    boolean ftp = spoken(first).startsWith("ftp");
    if (!ftp && pool.find(PoolKeys.CHOOSE).filter(Choice.USER::equals).isPresent()) {
      mistake(
          pool, PoolKeys.CHOOSE, "expected another choice: only FTP tells the name of the user");
    }
  }

  private void checkPorts(Values pool, Values listener) {
    boolean tcp =
        listener.find(FrontKeys.PROTOCOL).filter(ListenerProtocol.TCP::equals).isPresent();
    for (Values server : pool.items(PoolKeys.SERVERS)) {
      if (tcp && server.find(PoolKeys.SERVER).filter(at -> at.port().isEmpty()).isPresent()) {
        mistake(
            server, PoolKeys.SERVER, "expected HOST:PORT: protocol: tcp has no port of its own");
      }
    }
  }

  /** A probe speaks in the clear. */
  private void checkProbe(Values pool, List<Values> listeners) {
    if (!pool.isGiven(PoolKeys.LOGIN_USER)) {
      return;
    }
    for (Values listener : listeners) {
      String spoken = spoken(listener);
      boolean secret =
          listener
              .find(TlsKeys.SERVER)
              .filter(tls -> tls == TlsStance.Server.EXPLICIT || tls == TlsStance.Server.IMPLICIT)
              .isPresent();
      if (secret || !spoken.startsWith("ftp")) {
        mistake(
            pool,
            PoolKeys.LOGIN_USER,
            secret
                ? "expected no login: probes speak in the clear, and "
                    + listener.place().key()
                    + " speaks TLS with the servers"
                : "expected no login: the servers speak " + spoken);
        return;
      }
      if (listener.find(TlsKeys.SERVER).filter(TlsStance.Server.MATCH::equals).isPresent()) {
        problems.warn(
            pool.place(PoolKeys.LOGIN_USER),
            "goes to the servers in the clear, also where sessions speak TLS with them");
        return;
      }
    }
  }

  /** What a listener speaks with its servers from the first byte on. */
  private static String spoken(Values listener) {
    String protocol = listener.find(FrontKeys.PROTOCOL).map(Scalars::label).orElse("");
    boolean implicit =
        listener.find(TlsKeys.SERVER).filter(TlsStance.Server.IMPLICIT::equals).isPresent();
    return implicit ? protocol + " under implicit TLS" : protocol;
  }

  /** With the port that it has where none is given: {@code a} and {@code a:21} are one server. */
  private String text(Values pool, ServerAddress address) {
    return pool.find(PoolKeys.NAME).stream()
        .flatMap(name -> PoolAssembly.listenersOf(root, name).stream())
        .filter(listener -> listener.find(FrontKeys.PROTOCOL).isPresent())
        .filter(listener -> listener.find(TlsKeys.SERVER).isPresent())
        .findFirst()
        .map(listener -> PoolAssembly.named(address, listener).toString())
        .orElse(address.toString());
  }

  private void require(Values values, Key<?> key) {
    if (!values.isGiven(key)) {
      problems.mistake(
          values.place(key),
          "is missing; expected `" + key.name() + ": " + key.type().expected() + "`");
    }
  }

  private void mistake(Values values, Key<?> key, String message) {
    problems.mistake(values.place(key), message);
  }
}
