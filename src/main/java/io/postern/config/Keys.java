package io.postern.config;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.postern.ftp.Deviation;
import io.postern.ftp.Network;
import io.postern.ftp.Stance;
import io.postern.net.ListenerSettings.Address;
import io.postern.pinhole.PortRange;
import io.postern.session.SessionSettings;
import io.postern.session.Translation;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table of all keys. The parser, the suggestions and the README's reference are made from it. A
 * default stands here only if the record that takes the value has none.
 */
final class Keys {

  private static final SessionSettings SESSION = SessionSettings.DEFAULT;

  private static final List<Key<?>> ALL = new ArrayList<>();

  static final String LISTENERS = "listeners[]";
  static final String ADVERTISE_MAP = "listeners[].advertise-map[]";
  static final String DEVIATIONS = "deviations";

  static final Key<String> NAME =
      add(
          "listeners[].name",
          Scalars.name(),
          "ftp",
          "The listener's name in events and metrics; unique.");
  static final Key<ListenAddress> LISTEN =
      add(
          "listeners[].listen",
          Addresses.listen(),
          new ListenAddress(Optional.empty(), 2121),
          "Where clients connect to; `*` is every address, of IPv4 and IPv6; port 0 lets the"
              + " system choose.");
  static final Key<ServerAddress> SERVER =
      required(
          "listeners[].server",
          Addresses.server(),
          "The server behind the listener. It is needed unless `pool`, `mode: forward` or `mode:"
              + " transparent` says where sessions go, and refused then. The port is 21 unless"
              + " given, 990 with `tls.server: implicit`, 22 with `protocol: ssh`, 80 with `http`;"
              + " `tcp` needs one.");

  static {
    ALL.add(PoolKeys.POOL);
  }

  static final Key<Address> ADVERTISE =
      add(
          "listeners[].advertise",
          Addresses.advertised(),
          new Address.Auto(),
          "The address that clients are told for data connections; `auto` is the one that the"
              + " client reached.");
  static final Key<Network> MAP_CLIENTS =
      required(
          "listeners[].advertise-map[].clients",
          Addresses.network(),
          "The clients that this entry is for; the first entry that matches wins, and `advertise`"
              + " is for all others.");
  static final Key<Address> MAP_ADDRESS =
      required(
          "listeners[].advertise-map[].address",
          Addresses.advertised(),
          "The address that those clients are told.");
  static final Key<Address> ADVERTISE_TO_SERVER =
      add(
          "listeners[].advertise-to-server",
          Addresses.advertised(),
          new Address.Auto(),
          "The address that the server is told in PORT and EPRT; `auto` is the one that the control"
              + " channel comes from.");
  static final Key<Optional<InetAddress>> SERVER_DATA_ADDRESS =
      add(
          "listeners[].server-data-address",
          Addresses.address().or("control-peer"),
          SESSION.serverDataAddress(),
          "Where data connections to the server go; `control-peer` is the address that the control"
              + " channel goes to, whatever the server's reply says. Another one is refused with a"
              + " `pool` of several servers.");
  static final Key<Integer> ACTIVE_SOURCE_PORT =
      add(
          "listeners[].active-source-port",
          Scalars.number(0, 65_535),
          SESSION.activeSourcePort(),
          "The port that data connections to the client come from; any port where this one can't be"
              + " bound, or if it is 0.");
  static final Key<Translation.Mode> CLIENT_MODE =
      add(
          "listeners[].client-mode",
          Scalars.word(Translation.Mode.class),
          SESSION.translation().client(),
          "How clients may make data connections: as they like, only with PASV and EPSV, or only"
              + " with PORT and EPRT.");
  static final Key<Translation.Mode> SERVER_MODE =
      add(
          "listeners[].server-mode",
          Scalars.word(Translation.Mode.class),
          SESSION.translation().server(),
          "How the server is asked for data connections: as the client asks, with EPSV or else"
              + " PASV, or with PORT or EPRT.");
  static final Key<PortRange> DATA_PORTS =
      add(
          "listeners[].data-ports",
          Addresses.ports(),
          PortRange.DEFAULT,
          "The ports of pinholes; one is drawn at random for each data connection.");
  static final Key<Optional<PortRange>> OUTSIDE_PORTS =
      add(
          "listeners[].outside-ports",
          Addresses.ports().optional(),
          Optional.empty(),
          "The ports that clients are told instead of `data-ports`, in the same order, where a"
              + " router forwards one range to the other; as many as `data-ports`. Clients that are"
              + " told the address they reached are told the real port too.");

  static {
    ALL.addAll(FrontKeys.ofListeners());
    ALL.addAll(ForwardKeys.ofListeners());
    ALL.addAll(TlsKeys.ofListeners());
    ALL.addAll(PoolKeys.ofPools());
  }

  static final Key<Compliance> COMPLIANCE =
      add(
          "compliance",
          Scalars.word(Compliance.class),
          Compliance.LENIENT,
          "What is done about departures from the standard that `deviations` does not name.");

  static final Key<Optional<Path>> RULES_FILE =
      add(
          "rules.file",
          Scalars.file().or("off"),
          Optional.empty(),
          "The rules: a file, relative to the working directory; without one everything is"
              + " allowed.");
  static final Key<Duration> RULES_CHECK =
      add(
          "rules.check-every",
          Scalars.duration(ofMillis(10), ofDays(1)),
          ofSeconds(1),
          "How often the rules file, and the files of its sets, are looked at for changes.");

  static {
    ALL.addAll(TlsKeys.ofAll());
  }

  static {
    ALL.addAll(TimeoutKeys.all());
    ALL.addAll(NetKeys.ofTimeouts());
    ALL.addAll(LimitKeys.all());
    ALL.addAll(NetKeys.ofLimits());
  }

  static final Key<Integer> THREADS =
      add(
          "threads",
          Scalars.number(0, 1024),
          0,
          "Event loops; 0 means as many as there are processors.");

  static {
    ALL.addAll(AdminKeys.all());
  }

  static final Key<Optional<Path>> AUDIT =
      add(
          "audit.file",
          Scalars.path().or("off"),
          Optional.empty(),
          "Where the audit log goes: a file, relative to the working directory, or `-` for standard"
              + " output.");

  private static final Map<Deviation, Key<Optional<Stance>>> STANCES = stances();

  private Keys() {}

  /** All, in the order of the reference. */
  static List<Key<?>> all() {
    return Collections.unmodifiableList(ALL);
  }

  /** The key that sets the stance on a deviation; empty means that compliance decides. */
  static Map<Deviation, Key<Optional<Stance>>> deviations() {
    return Collections.unmodifiableMap(STANCES);
  }

  private static Map<Deviation, Key<Optional<Stance>>> stances() {
    Map<Deviation, Key<Optional<Stance>>> keys = new EnumMap<>(Deviation.class);
    for (Deviation deviation : Deviation.values()) {
      keys.put(deviation, enter(stance(deviation)));
    }
    return keys;
  }

  private static Key<Optional<Stance>> stance(Deviation deviation) {
    return Key.of(
        DEVIATIONS + "." + deviation.label(),
        StanceText.of(deviation).optional(),
        Optional.<Stance>empty(),
        "What is done about " + deviation.description() + ".");
  }

  private static <T> Key<T> required(String path, ValueType<T> type, String description) {
    return enter(Key.of(path, type, null, description));
  }

  private static <T> Key<T> add(String path, ValueType<T> type, T fallback, String description) {
    return enter(Key.of(path, type, fallback, description));
  }

  private static <T> Key<T> enter(Key<T> key) {
    ALL.add(key);
    return key;
  }
}
