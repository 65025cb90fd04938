package io.postern.metrics;

import io.postern.event.GatewayEvent.ListenerOpened;
import io.postern.event.SessionRef;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The meters of each listener that they are for, there with 0 from its {@code ListenerOpened}.
 * Names of listeners come from the configuration, so there are few. Thread-safe.
 *
 * @param <M> the meters of one listener
 */
final class ByListener<M> {

  private static final String FTP = "ftp";
  private static final String SSH = "ssh";

  private final Map<String, M> meters = new ConcurrentHashMap<>();
  private final Function<String, M> register;

  /**
   * None yet.
   *
   * @param protocols the listeners that they are for
   * @param register makes the meters of a listener
   */
  private ByListener(
      Subscriptions subscriptions, Predicate<String> protocols, Function<String, M> register) {
    this.register = register;
    subscriptions.on(
        ListenerOpened.class,
        event -> {
          if (protocols.test(event.protocol())) {
            of(event.listener());
          }
        });
  }

  /** Those that every listener has. */
  static <M> ByListener<M> ofAny(Subscriptions subscriptions, Function<String, M> register) {
    return new ByListener<>(subscriptions, protocol -> true, register);
  }

  /** Those of listeners whose clients speak FTP. */
  static <M> ByListener<M> ofFtp(Subscriptions subscriptions, Function<String, M> register) {
    return new ByListener<>(subscriptions, FTP::equals, register);
  }

  /** Those of all others. */
  static <M> ByListener<M> ofPlain(Subscriptions subscriptions, Function<String, M> register) {
    return new ByListener<>(subscriptions, protocol -> !FTP.equals(protocol), register);
  }

  /** Those of listeners whose clients must speak SSH. */
  static <M> ByListener<M> ofSsh(Subscriptions subscriptions, Function<String, M> register) {
    return new ByListener<>(subscriptions, SSH::equals, register);
  }

  /** Those of a session's listener. */
  M of(SessionRef session) {
    return of(session.listener());
  }

  /** Those of a listener. */
  M of(String listener) {
    M known = meters.get(listener);
    return known != null ? known : meters.computeIfAbsent(listener, register);
  }
}
