package io.postern.config;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.postern.ftp.ArgumentLimits;
import io.postern.ftp.Deviation;
import io.postern.ftp.Endpoint;
import io.postern.ftp.LineLimits;
import io.postern.ftp.Network;
import io.postern.ftp.Stance;
import io.postern.net.ListenerSettings.Address;
import io.postern.pinhole.PortRange;
import io.postern.relay.RelaySettings;
import io.postern.session.SessionLimits;
import io.postern.session.SessionSettings;
import io.postern.session.SessionTimeouts;
import io.postern.session.Translation;
import io.postern.tls.TlsSettings;
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
  private static final SessionTimeouts TIMEOUTS = SessionTimeouts.DEFAULT;
  private static final SessionLimits LIMITS = SessionLimits.DEFAULT;
  private static final RelaySettings RELAY = RelaySettings.DEFAULT;
  private static final TlsSettings TLS = TlsSettings.DEFAULT;
  private static final LineLimits LINES = LineLimits.DEFAULT;
  private static final ArgumentLimits ARGUMENTS = ArgumentLimits.DEFAULT;
  private static final ValueType<Duration> TIME = Scalars.duration(ofMillis(1), ofDays(7));
  private static final Duration LEAST_IDLE = ofMinutes(5);
  private static final int MOST = 1_000_000;

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
              + " channel goes to, whatever the server's reply says.");
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

  static final Key<Duration> CONNECT =
      time("connect", ofSeconds(10), "How long connecting to the server may take.");
  static final Key<Duration> GREETING =
      time("greeting", TIMEOUTS.greeting(), "How long the server may take to greet.");
  static final Key<Duration> TLS_HANDSHAKE =
      time(
          "tls-handshake",
          TLS.handshakeTimeout(),
          "How long a TLS handshake may take, from the first moment at which it can begin.");
  static final Key<Duration> LOGIN =
      time("login", TIMEOUTS.login(), "How long the client may take to log in, from the greeting.");
  static final Key<Duration> IDLE =
      enter(
          Key.of(
                  "timeouts.idle",
                  TIME,
                  TIMEOUTS.idle(),
                  "How long the control channel may be silent while no transfer runs; RFC 1123"
                      + " section 4.1.3.2 asks for 5m or more.")
              .warn(
                  idle -> idle.compareTo(LEAST_IDLE) < 0,
                  "is less than the 5m that RFC 1123 section 4.1.3.2 asks for"));
  static final Key<Duration> PINHOLE =
      time("pinhole", TIMEOUTS.pinhole(), "How long a pinhole waits for its peer.");
  static final Key<Duration> DATA_CONNECT =
      time(
          "data-connect",
          TIMEOUTS.dataConnect(),
          "How long a transfer command waits for its data connection.");
  static final Key<Duration> DATA_STALL =
      time(
          "data-stall",
          RELAY.stall(),
          "How long a receiver may take nothing while bytes wait for it, on data connections and in"
              + " streams of `tcp`, `ssh` and `http`.");
  static final Key<Duration> DATA_IDLE =
      time(
          "data-idle",
          RELAY.idle(),
          "How long a data connection, or a stream of `tcp`, `ssh` or `http`, may be silent on both"
              + " sides.");
  static final Key<Duration> DRAIN =
      time(
          "drain", TIMEOUTS.drain(), "How long a data connection may outlive its control channel.");
  static final Key<Duration> LINGER =
      time("linger", TIMEOUTS.linger(), "How long a closing session waits for its last bytes.");
  static final Key<Duration> STOP =
      time("stop", ofSeconds(30), "How long running transfers may go on after SIGTERM.");
  static final Key<Duration> RESOLVE =
      time(
          "resolve",
          ofMinutes(1),
          "After which time a host name of the settings is looked up again at the latest; sooner"
              + " (1s at the least) where its time to live in DNS is shorter.");

  static final Key<Integer> LINE_BYTES =
      bytes("line-bytes", 64, 1 << 20, LINES.lineBytes(), "The longest line of a command.");
  static final Key<Integer> SECURITY_LINE_BYTES =
      bytes(
          "security-line-bytes",
          64,
          16 << 20,
          LINES.securityLineBytes(),
          "The longest line of ADAT, MIC, CONF and ENC.");
  static final Key<Integer> USER_BYTES =
      bytes("user-bytes", 1, 64 << 10, ARGUMENTS.userBytes(), "The longest user name.");
  static final Key<Integer> PASSWORD_BYTES =
      bytes(
          "password-bytes",
          1,
          64 << 10,
          ARGUMENTS.passwordBytes(),
          "The longest password, and the longest account of ACCT.");
  static final Key<Integer> PATH_BYTES =
      bytes(
          "path-bytes",
          1,
          1 << 20,
          ARGUMENTS.pathBytes(),
          "The longest argument of a command with a path.");
  static final Key<Integer> PATH_WILDCARDS =
      count("path-wildcards", ARGUMENTS.pathWildcards(), "The most `*` and `{` in a path.");
  static final Key<Integer> SITE_BYTES =
      bytes("site-bytes", 1, 1 << 20, ARGUMENTS.siteBytes(), "The longest argument of SITE.");
  static final Key<Integer> REPLY_BYTES =
      bytes("reply-bytes", 64, 64 << 20, LINES.replyBytes(), "The longest reply, with all lines.");
  static final Key<Integer> TELNET_OPTIONS =
      count("telnet-options", LINES.telnetOptions(), "Telnet options that a session may send.");
  static final Key<Integer> PENDING_COMMANDS =
      count(
          "pending-commands",
          LIMITS.pendingCommands(),
          "Commands of a session that may wait for their replies.");
  static final Key<Integer> BAD_COMMANDS =
      count(
          "bad-commands",
          LIMITS.badCommands(),
          "Malformed lines that are answered before the session is closed.");
  static final Key<Integer> DATA_CONNECTIONS =
      count(
          "data-connections-per-session",
          LIMITS.dataConnections(),
          "Data connections of one session at once; some may still deliver when the next begins.");
  static final Key<Integer> SESSIONS = count("sessions", 20_000, "Sessions at once.");
  static final Key<Integer> SESSIONS_PER_CLIENT =
      count(
          "sessions-per-client",
          200,
          "Sessions at once from one client: an IPv4 address, or the /64 of an IPv6 address.");
  static final Key<Integer> PINHOLES = count("pinholes", 2_000, "Pinholes at once.");
  static final Key<Integer> BANS =
      count(
          "bans",
          100_000,
          "Bans that are kept, and clients whose failed logins are remembered; of more, those that"
              + " come least are forgotten.");
  static final Key<Integer> CLIENT_HELLO_BYTES =
      bytes(
          "client-hello-bytes",
          1024,
          64 << 10,
          TLS.clientHelloBytes(),
          "The longest ClientHello of a TLS handshake.");
  static final Key<Integer> TLS_SESSIONS =
      add(
          "limits.tls-sessions",
          Scalars.number(1, 1024),
          TLS.cachedSessions(),
          "TLS sessions that are kept for resumption, for each side of each control channel.");
  static final Key<Integer> RELAY_BUFFER_BYTES =
      bytes(
          "relay-buffer-bytes",
          1024,
          64 << 20,
          RELAY.bufferBytes(),
          "What may wait for a slow receiver, for each direction of a data connection.");

  static final Key<Integer> THREADS =
      add(
          "threads",
          Scalars.number(0, 1024),
          0,
          "Event loops; 0 means as many as there are processors.");
  static final Key<Optional<Endpoint>> ADMIN =
      enter(
          Key.of(
                  "admin.listen",
                  Addresses.endpoint().or("off"),
                  Addresses.endpoint().parse("127.0.0.1:9121"),
                  "Where `/metrics`, `/healthz`, `/readyz`, `/bans` and `/reload` are served.")
              .warn(
                  admin -> admin.filter(at -> !at.address().isLoopbackAddress()).isPresent(),
                  "is no loopback address: whoever reaches it reads the metrics and the bans, and"
                      + " no password is asked for"));
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

  private static Key<Duration> time(String name, Duration fallback, String description) {
    return add("timeouts." + name, TIME, fallback, description);
  }

  private static Key<Integer> count(String name, int fallback, String description) {
    return add("limits." + name, Scalars.number(1, MOST), fallback, description);
  }

  private static Key<Integer> bytes(
      String name, int least, int most, int fallback, String description) {
    return add("limits." + name, Scalars.bytes(least, most), fallback, description);
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
