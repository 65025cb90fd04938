package io.postern.config;

import io.postern.net.ListenerMode;
import io.postern.net.ProxyProtocol;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What of a listener does not fit the pool that it names. */
final class PoolListenerChecks {

  private final Values root;
  private final Values listener;
  private final Problems problems;

  private PoolListenerChecks(Values root, Values listener, Problems problems) {
    this.root = root;
    this.listener = listener;
    this.problems = problems;
  }

  static void run(Values root, Problems problems) {
    root.items(Keys.LISTENERS).stream()
        .filter(listener -> listener.isGiven(PoolKeys.POOL))
        .map(listener -> new PoolListenerChecks(root, listener, problems))
        .forEach(PoolListenerChecks::check);
  }

  private void check() {
    checkName();
    checkWhoKnowsTheServer();
    checkHeader();
    if (hasSeveralServers()) {
      checkDataConnections();
    }
  }

  private void checkName() {
    Set<String> known =
        root.items(PoolKeys.POOLS).stream()
            .flatMap(pool -> pool.find(PoolKeys.NAME).stream())
            .collect(Collectors.toSet());
    name()
        .filter(name -> !known.contains(name))
        .ifPresent(name -> mistake(PoolKeys.POOL, unknown(name, known)));
  }

  private static String unknown(String name, Set<String> known) {
    String advice =
        Suggestion.nearest(name, List.copyOf(known))
            .map(near -> "did you mean \"" + near + "\"?")
            .orElse(
                known.isEmpty()
                    ? "there are no `pools`"
                    : "there are " + known.stream().sorted().collect(Collectors.joining(", ")));
    return "expected the name of a pool, got \"" + name + "\"; " + advice;
  }

  private void checkWhoKnowsTheServer() {
    listener
        .find(FrontKeys.MODE)
        .filter(mode -> mode != ListenerMode.REVERSE)
        .ifPresent(
            mode ->
                mistake(
                    PoolKeys.POOL,
                    "expected no pool with mode: "
                        + Scalars.label(mode)
                        + ", where the client says which server it wants"));
    if (listener.isGiven(Keys.SERVER)) {
      mistake(PoolKeys.POOL, "expected server or pool, not both");
    }
  }

  private void checkHeader() {
    listener
        .find(FrontKeys.PROXY_SEND)
        .filter(send -> send != ProxyProtocol.Send.OFF)
        .ifPresent(
            send ->
                mistake(
                    FrontKeys.PROXY_SEND,
                    "expected `proxy-protocol: {send: "
                        + Scalars.label(send)
                        + "}` at the pool, which has the servers"));
  }

  /** Data connections only ever go to the session's own server. */
  private void checkDataConnections() {
    if (listener.find(Keys.SERVER_DATA_ADDRESS).filter(Optional::isPresent).isPresent()) {
      mistake(
          Keys.SERVER_DATA_ADDRESS,
          "expected control-peer with a pool of several servers, where data connections go to the"
              + " server of their session");
    }
    if (listener.find(TlsKeys.OPAQUE_DATA_PORTS).filter(Optional::isPresent).isPresent()) {
      mistake(
          TlsKeys.OPAQUE_DATA_PORTS,
          "expected none with a pool of several servers: they use the same ports, and the client's"
              + " address does not tell which server a data connection is for");
    }
  }

  private boolean hasSeveralServers() {
    Optional<String> name = name();
    return root.items(PoolKeys.POOLS).stream()
        .filter(pool -> name.isPresent() && pool.find(PoolKeys.NAME).equals(name))
        .anyMatch(pool -> pool.items(PoolKeys.SERVERS).size() > 1);
  }

  private Optional<String> name() {
    return listener.find(PoolKeys.POOL).flatMap(name -> name);
  }

  private void mistake(Key<?> key, String message) {
    problems.mistake(listener.place(key), message);
  }
}
