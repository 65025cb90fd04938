package io.postern.config;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.postern.ftp.Protection;
import io.postern.net.ListenerTlsSettings;
import io.postern.pinhole.PortRange;
import io.postern.session.TlsStance;
import io.postern.tls.ClientCertificates;
import io.postern.tls.TlsEngine;
import io.postern.tls.TlsSettings;
import io.postern.tls.TlsVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The keys of TLS, a part of the table of {@link Keys}. */
final class TlsKeys {

  private static final TlsSettings SETTINGS = TlsSettings.DEFAULT;
  private static final ListenerTlsSettings LISTENER = ListenerTlsSettings.DEFAULT;
  private static final TlsStance STANCE = TlsStance.NONE;

  private static final List<Key<?>> OF_LISTENERS = new ArrayList<>();
  private static final List<Key<?>> OF_ALL = new ArrayList<>();

  private static final String SECTION = "listeners[].tls.";

  static final String KEYS = SECTION + "keys[]";

  static final Key<TlsStance.Client> CLIENT =
      listener(
          "client",
          Scalars.word(TlsStance.Client.class),
          STANCE.client(),
          "TLS with clients: AUTH is refused, offered or demanded, TLS is there from the first byte,"
              + " or AUTH goes to the server and nothing is seen from then on.");
  static final Key<TlsStance.Server> SERVER =
      listener(
          "server",
          Scalars.word(TlsStance.Server.class),
          STANCE.server(),
          "TLS with the server: none, by AUTH, from the first byte (port 990 unless `server` names"
              + " one), or by AUTH when the client is under TLS.");
  static final Key<DataLevel> DATA =
      listener(
          "data",
          Scalars.word(DataLevel.class),
          DataLevel.ANY,
          "What clients under TLS may choose for data connections: PROT C and PROT P, or only"
              + " PROT P.");
  static final Key<Boolean> CCC =
      listener(
          "ccc",
          Scalars.yesNo(),
          STANCE.ccc(),
          "Whether a client may go back to a clear control channel (CCC).");
  static final Key<Boolean> AUTH_SSL =
      listener(
          "auth-ssl",
          Scalars.yesNo(),
          STANCE.authSsl(),
          "Whether AUTH SSL, of very old clients, is taken for AUTH TLS.");
  static final Key<Boolean> RESUMED_DATA =
      listener(
          "resumed-data",
          Scalars.yesNo(),
          LISTENER.resumedData(),
          "Whether a client's data connection must resume the TLS session of its control channel.");
  static final Key<Path> CHAIN =
      enter(
          OF_LISTENERS,
          Key.of(
              KEYS + ".chain",
              Scalars.file(),
              null,
              "PEM, relative to the working directory: a certificate for clients, then those that"
                  + " sign it. Of several keys, the name"
                  + " that the client asks for (SNI) decides, else the first is taken. Read again"
                  + " when it changes."));
  static final Key<Path> KEY =
      enter(
          OF_LISTENERS,
          Key.of(KEYS + ".key", Scalars.file(), null, "PEM: its private key, not encrypted."));
  static final Key<Boolean> SELF_SIGNED =
      listener(
          "self-signed",
          Scalars.yesNo(),
          LISTENER.selfSigned(),
          "Whether a certificate is made at start, in place of `keys`, for trying out: no client"
              + " can verify it.");
  static final Key<Boolean> KNOWN_NAMES_ONLY =
      listener(
          "known-names-only",
          Scalars.yesNo(),
          LISTENER.knownNamesOnly(),
          "Whether a client that asks for a name (SNI) that no certificate has is refused.");
  static final Key<ClientCertificates> CLIENT_CERTIFICATES =
      listener(
          "client-certificates",
          Scalars.word(ClientCertificates.class),
          LISTENER.clientCertificates(),
          "Whether clients are asked for a certificate, or must have one.");
  static final Key<Optional<Path>> CLIENT_CA =
      listener(
          "client-ca",
          Scalars.file().optional(),
          LISTENER.clientCa(),
          "PEM: who signs the certificates of clients.");
  static final Key<Boolean> TRUST_VERIFY =
      listener(
          "trust.verify",
          Scalars.yesNo(),
          LISTENER.servers().verify(),
          "Whether the server's certificate must be signed by who is trusted, be in date, and have"
              + " the server's name.");
  static final Key<Optional<Path>> TRUST_CA =
      listener(
          "trust.ca",
          Scalars.file().optional(),
          Optional.empty(),
          "PEM: who signs the server's certificate; without one, the authorities that Java knows.");
  static final Key<Optional<String>> TRUST_NAME =
      listener(
          "trust.name",
          Addresses.hostName().optional(),
          Optional.empty(),
          "The name in the server's certificate; without one, the host of `server`.");
  static final Key<Optional<List<String>>> TRUST_PINS =
      listener(
          "trust.pins",
          Scalars.pin().list().optional(),
          Optional.empty(),
          "Public keys of which the server's certificate must have one, beside what `verify` asks; with"
              + " `verify: false` they alone count.");
  static final Key<Optional<Path>> OWN_CHAIN =
      listener(
          "own.chain",
          Scalars.file().optional(),
          Optional.empty(),
          "PEM: the certificate that the server is shown, if it asks for one. Read again when it"
              + " changes.");
  static final Key<Optional<Path>> OWN_KEY =
      listener(
          "own.key",
          Scalars.file().optional(),
          Optional.empty(),
          "PEM: its private key, not encrypted.");
  static final Key<Optional<PortRange>> OPAQUE_DATA_PORTS =
      listener(
          "opaque-data-ports",
          Addresses.ports().optional(),
          Optional.empty(),
          "With `client: opaque`: the ports that the server uses for passive mode. They are open"
              + " here for the clients of blind sessions, and lead to the same ports of the server;"
              + " without them, such clients can transfer nothing. Refused with a `pool` of"
              + " several servers, which would share the ports.");

  static final Key<List<TlsVersion>> VERSIONS =
      general(
          "versions",
          Scalars.word(List.of(TlsVersion.values()), TlsVersion::text).list(),
          Arrays.asList(TlsVersion.values()),
          "The versions of TLS, on both sides.");
  static final Key<Optional<List<String>>> CIPHERS =
      general(
          "ciphers",
          Scalars.cipher().list().optional(),
          Optional.empty(),
          "Cipher suites, best first; for a version of which none is named, those with forward"
              + " secrecy and authenticated encryption.");
  static final Key<TlsEngine> ENGINE =
      general(
          "engine",
          Scalars.word(TlsEngine.class),
          SETTINGS.engine(),
          "Who does the cryptography; `auto` is BoringSSL where it loads, else Java.");
  static final Key<Duration> CHECK =
      general(
          "check-every",
          Scalars.duration(ofMillis(10), ofDays(1)),
          ofSeconds(10),
          "How often the files of certificates are looked at for changes.");

  private TlsKeys() {}

  /** Of each listener, in the order of the reference. */
  static List<Key<?>> ofListeners() {
    return List.copyOf(OF_LISTENERS);
  }

  /** Of all listeners together, in the order of the reference. */
  static List<Key<?>> ofAll() {
    return List.copyOf(OF_ALL);
  }

  private static <T> Key<T> listener(
      String name, ValueType<T> type, T fallback, String description) {
    return enter(OF_LISTENERS, Key.of(SECTION + name, type, fallback, description));
  }

  private static <T> Key<T> general(
      String name, ValueType<T> type, T fallback, String description) {
    return enter(OF_ALL, Key.of("tls." + name, type, fallback, description));
  }

  private static <T> Key<T> enter(List<Key<?>> table, Key<T> key) {
    table.add(key);
    return key;
  }

  /** The least protection of data connections. */
  enum DataLevel {
    ANY(Protection.CLEAR),
    PRIVATE(Protection.PRIVATE);

    private final Protection least;

    DataLevel(Protection least) {
      this.least = least;
    }

    Protection least() {
      return least;
    }
  }
}
