package io.postern.config;

import io.postern.config.TlsKeys.DataLevel;
import io.postern.pinhole.PortRange;
import io.postern.session.TlsStance;
import io.postern.tls.ClientCertificates;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What of a listener's TLS is missing, does not fit together, or has no effect. */
final class TlsChecks {

  /** RFC 959 section 8. */
  static final int FTP_PORT = 21;

  /** Registered by IANA as {@code ftps}. */
  static final int FTPS_PORT = 990;

  private final Values listener;
  private final Problems problems;
  private final Optional<TlsStance.Client> client;
  private final Optional<TlsStance.Server> server;

  private TlsChecks(Values listener, Problems problems) {
    this.listener = listener;
    this.problems = problems;
    this.client = listener.find(TlsKeys.CLIENT);
    this.server = listener.find(TlsKeys.SERVER);
  }

  static void run(Values listener, Problems problems) {
    TlsChecks checks = new TlsChecks(listener, problems);
    checks.checkKeys();
    checks.checkClientCertificates();
    checks.checkOwn();
    checks.checkStance();
    checks.checkWithoutEffect();
    checks.checkImplicit();
  }

  /** No two listeners, and no pinholes, on the ports of blind sessions. */
  static void checkPorts(Values root, Problems problems) {
    List<Values> listeners = root.items(Keys.LISTENERS);
    for (int i = 0; i < listeners.size(); i++) {
      Optional<PortRange> ports = opaquePorts(listeners.get(i));
      if (ports.isPresent()) {
        Place place = listeners.get(i).place(TlsKeys.OPAQUE_DATA_PORTS);
        collision(root, listeners, i, ports.get())
            .ifPresent(message -> problems.mistake(place, message));
      }
    }
  }

  private void checkKeys() {
    boolean given = !listener.isEmpty(TlsKeys.KEYS);
    boolean selfSigned = listener.find(TlsKeys.SELF_SIGNED).orElse(false);
    for (Values pair : listener.items(TlsKeys.KEYS)) {
      require(pair, TlsKeys.CHAIN);
      require(pair, TlsKeys.KEY);
    }
    if (isTerminated() && !given && !selfSigned) {
      mistake(
          TlsKeys.CLIENT,
          "needs a certificate; expected `keys: [{chain: FILE, key: FILE}]` beside it, or, for trying"
              + " out, `self-signed: true`");
    }
    if (given && selfSigned) {
      mistake(TlsKeys.SELF_SIGNED, "expected keys or self-signed, not both");
    }
  }

  private void checkClientCertificates() {
    boolean asked =
        listener
            .find(TlsKeys.CLIENT_CERTIFICATES)
            .filter(wanted -> wanted != ClientCertificates.OFF)
            .isPresent();
    if (asked && !listener.isGiven(TlsKeys.CLIENT_CA)) {
      mistake(TlsKeys.CLIENT_CERTIFICATES, "needs `client-ca: FILE` beside it: who signs them");
    }
    if (!asked && listener.isGiven(TlsKeys.CLIENT_CA)) {
      warn(TlsKeys.CLIENT_CA, "has no effect while client-certificates is off");
    }
  }

  private void checkOwn() {
    if (listener.isGiven(TlsKeys.OWN_CHAIN) != listener.isGiven(TlsKeys.OWN_KEY)) {
      Key<?> given = listener.isGiven(TlsKeys.OWN_CHAIN) ? TlsKeys.OWN_CHAIN : TlsKeys.OWN_KEY;
      mistake(given, "expected chain and key together");
    }
  }

  private void checkStance() {
    if (is(TlsStance.Client.OPAQUE)
        && server
            .filter(s -> s == TlsStance.Server.EXPLICIT || s == TlsStance.Server.IMPLICIT)
            .isPresent()) {
      mistake(
          TlsKeys.SERVER,
          "expected clear or match, because with client: opaque it is the client that speaks TLS"
              + " with the server");
    }
    boolean pinned = listener.isGiven(TlsKeys.TRUST_PINS);
    if (isOriginated() && !pinned && !listener.find(TlsKeys.TRUST_VERIFY).orElse(true)) {
      warn(TlsKeys.TRUST_VERIFY, "is off, and there are no pins: anybody can pose as the server");
    }
    if (is(TlsStance.Client.OPTIONAL)
        && listener.find(TlsKeys.DATA).filter(DataLevel.PRIVATE::equals).isPresent()) {
      warn(
          TlsKeys.DATA,
          "is private, but clients without TLS still transfer in the clear; `client: required`"
              + " demands TLS of all");
    }
    if (is(TlsStance.Client.OPAQUE) && !listener.isGiven(TlsKeys.OPAQUE_DATA_PORTS)) {
      warn(
          TlsKeys.CLIENT,
          "is opaque, and there are no opaque-data-ports: clients under TLS can transfer nothing");
    }
  }

  /** The port says nothing to the gateway, but much to whoever connects. */
  private void checkImplicit() {
    boolean on990 = listener.find(Keys.LISTEN).filter(at -> at.port() == FTPS_PORT).isPresent();
    if (on990 && client.isPresent() && !is(TlsStance.Client.IMPLICIT)) {
      problems.warn(
          listener.place(Keys.LISTEN),
          "is the port of implicit TLS, but tls.client is " + Scalars.label(client.get()));
    }
    if (listener.find(TlsKeys.AUTH_SSL).orElse(false) && is(TlsStance.Client.IMPLICIT)) {
      warn(TlsKeys.AUTH_SSL, "has no effect while client is implicit");
    }
    OptionalInt port =
        listener.find(Keys.SERVER).map(ServerAddress::port).orElse(OptionalInt.empty());
    boolean implicit = server.filter(TlsStance.Server.IMPLICIT::equals).isPresent();
    if (server.isPresent() && port.isPresent() && (port.getAsInt() == FTPS_PORT) != implicit) {
      if (!implicit) {
        problems.warn(
            listener.place(Keys.SERVER),
            "has the port of implicit TLS, but tls.server is " + Scalars.label(server.get()));
      } else if (port.getAsInt() == FTP_PORT) {
        problems.warn(
            listener.place(Keys.SERVER), "has the port of FTP, but tls.server is implicit");
      }
    }
  }

  private void checkWithoutEffect() {
    if (is(TlsStance.Client.NONE) && server.filter(TlsStance.Server.MATCH::equals).isPresent()) {
      warn(TlsKeys.SERVER, "is match, which is clear while client is none");
    }
    if (client.isPresent() && !isTerminated()) {
      String when = "has no effect while client is " + Scalars.label(client.get());
      Stream.of(
              TlsKeys.DATA,
              TlsKeys.CCC,
              TlsKeys.AUTH_SSL,
              TlsKeys.RESUMED_DATA,
              TlsKeys.SELF_SIGNED,
              TlsKeys.KNOWN_NAMES_ONLY,
              TlsKeys.CLIENT_CERTIFICATES)
          .forEach(key -> warnIfSet(key, when));
      if (!listener.isEmpty(TlsKeys.KEYS)) {
        problems.warn(listener.placeOfList(TlsKeys.KEYS, "keys"), when);
      }
    }
    if (is(TlsStance.Client.OPAQUE)) {
      String when =
          "has no effect on clients under TLS while tls.client is opaque: only they and the server"
              + " see what they ask for";
      Stream.of(Keys.CLIENT_MODE, Keys.SERVER_MODE).forEach(key -> warnIfSet(key, when));
    } else if (client.isPresent()) {
      warnIfSet(TlsKeys.OPAQUE_DATA_PORTS, "has no effect unless client is opaque");
    }
    if (server.isPresent() && client.isPresent() && !isOriginated()) {
      String when = "has no effect while there is no TLS with the server";
      Stream.of(
              TlsKeys.TRUST_VERIFY,
              TlsKeys.TRUST_CA,
              TlsKeys.TRUST_NAME,
              TlsKeys.TRUST_PINS,
              TlsKeys.OWN_CHAIN,
              TlsKeys.OWN_KEY)
          .forEach(key -> warnIfSet(key, when));
    }
  }

  private void warnIfSet(Key<?> key, String message) {
    if (listener.isChanged(key)) {
      warn(key, message);
    }
  }

  private boolean isTerminated() {
    return client.filter(TlsStance.Client::isTerminated).isPresent();
  }

  private boolean isOriginated() {
    return client.isPresent() && server.filter(s -> s.isOriginated(client.get())).isPresent();
  }

  private boolean is(TlsStance.Client stance) {
    return client.filter(stance::equals).isPresent();
  }

  private void require(Values values, Key<?> key) {
    if (!values.isGiven(key)) {
      problems.mistake(
          values.place(key),
          "is missing; expected `" + key.name() + ": " + key.type().expected() + "`");
    }
  }

  private void mistake(Key<?> key, String message) {
    problems.mistake(listener.place(key), message);
  }

  private void warn(Key<?> key, String message) {
    problems.warn(listener.place(key), message);
  }

  private static Optional<PortRange> opaquePorts(Values listener) {
    return listener.find(TlsKeys.OPAQUE_DATA_PORTS).flatMap(ports -> ports);
  }

  private static Optional<String> collision(
      Values root, List<Values> listeners, int index, PortRange ports) {
    Stream<String> others =
        IntStream.range(0, listeners.size())
            .boxed()
            .flatMap(i -> taken(listeners.get(i), i < index, ports));
    return Stream.concat(others, takenByAdmin(root, ports))
        .findFirst()
        .map(
            other ->
                "expected ports that nothing else listens on, got " + ports + ", but " + other);
  }

  /** What of a listener is among the ports. */
  private static Stream<String> taken(Values listener, boolean opaqueToo, PortRange ports) {
    return Stream.of(
            listener
                .find(Keys.DATA_PORTS)
                .filter(taken -> overlap(taken, ports))
                .map(taken -> listener.place(Keys.DATA_PORTS).key() + " is " + taken),
            listener
                .find(Keys.LISTEN)
                .filter(listen -> ports.contains(listen.port()))
                .map(listen -> listener.place(Keys.LISTEN).key() + " is " + listen),
            opaquePorts(listener)
                .filter(taken -> opaqueToo && overlap(taken, ports))
                .map(taken -> listener.place(TlsKeys.OPAQUE_DATA_PORTS).key() + " is " + taken))
        .flatMap(Optional::stream);
  }

  private static Stream<String> takenByAdmin(Values root, PortRange ports) {
    return AdminKeys.taken(root).stream()
        .filter(taken -> ports.contains(taken.at().port()))
        .map(taken -> taken.key() + " has port " + taken.at().port());
  }

  private static boolean overlap(PortRange one, PortRange other) {
    return one.first() <= other.last() && other.first() <= one.last();
  }
}
