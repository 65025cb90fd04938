package io.postern.net;

import io.postern.ftp.AddressLiteral;
import io.postern.session.TlsStance;
import io.postern.tls.ClientCertificates;
import io.postern.tls.KeyFiles;
import io.postern.tls.KeySource;
import io.postern.tls.SelfSigned;
import io.postern.tls.ServerKeys;
import io.postern.tls.TlsAcceptor;
import io.postern.tls.TlsConnector;
import io.postern.tls.TlsFilesException;
import io.postern.tls.TlsMistake;
import io.postern.tls.TlsSettings;
import io.postern.tls.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of all listeners, with their keys and trust read from files. Loads no engine if no
 * listener speaks TLS. {@link #newSession} is for all threads.
 */
public final class LoadedTls implements TlsSource {

  /** For clients whose clock is slow. */
  private static final Duration BACKDATED = Duration.ofDays(1);

  private static final Duration SELF_SIGNED_LIFE = Duration.ofDays(398);

  private final TlsSettings settings;
  private final InstantSource clock;
  private final Map<String, ListenerTls> listeners = new HashMap<>();
  private final Map<String, Supplier<ServerKeys>> keys = new LinkedHashMap<>();
  private final List<KeySource> sources = new ArrayList<>();
  private final Set<Path> files = new LinkedHashSet<>();
  private final List<TlsMistake> mistakes = new ArrayList<>();

  private LoadedTls(TlsSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Reads all files.
   *
   * @param clock for certificates that are expired
   * @throws TlsFilesException with all mistakes of all listeners
   */
  public static LoadedTls load(NetSettings settings, InstantSource clock) throws TlsFilesException {
    LoadedTls loaded = new LoadedTls(settings.tls(), clock);
    settings.listeners().forEach(loaded::add);
    if (!loaded.mistakes.isEmpty()) {
      throw new TlsFilesException(loaded.mistakes.stream().distinct().toList());
    }
    return loaded;
  }

  @Override
  public SessionTls newSession(ListenerSettings listener) {
    ListenerTls tls = listeners.get(listener.name());
    return tls == null ? NONE.newSession(listener) : tls.newSession();
  }

  /** What each listener shows its clients now, by its name; only those that speak TLS with them. */
  public Map<String, Supplier<ServerKeys>> shown() {
    return Map.copyOf(keys);
  }

  /** What has keys that are read again when they change. */
  public List<KeySource> sources() {
    return List.copyOf(sources);
  }

  /** The files of {@link #sources}. */
  public Set<Path> files() {
    return Set.copyOf(files);
  }

  private void add(ListenerSettings listener) {
    try {
      @Nullable TlsAcceptor acceptor = acceptor(listener);
      @Nullable TlsConnector connector = connector(listener);
      listeners.put(
          listener.name(),
          new ListenerTls(acceptor, connector, listener, listener.tls().resumedData()));
    } catch (TlsFilesException e) {
      e.mistakes().forEach(mistake -> mistakes.add(of(listener, mistake)));
    } catch (IllegalArgumentException e) {
      mistakes.add(new TlsMistake(Path.of("tls"), String.valueOf(e.getMessage())));
    }
  }

  private static TlsMistake of(ListenerSettings listener, TlsMistake mistake) {
    return new TlsMistake(mistake.file(), "listener " + listener.name() + ": " + mistake.text());
  }

  private @Nullable TlsAcceptor acceptor(ListenerSettings listener) throws TlsFilesException {
    if (!listener.session().tls().client().isTerminated()) {
      return null;
    }
    ListenerTlsSettings tls = listener.tls();
    Supplier<ServerKeys> shown = tls.selfSigned() ? selfSigned(listener) : open(tls.keys());
    keys.put(listener.name(), shown);
    boolean asked = tls.clientCertificates() != ClientCertificates.OFF;
    return new TlsAcceptor(
        settings,
        shown,
        tls.clientCertificates(),
        asked ? Trust.inClients(tls.clientCa().orElseThrow()) : null,
        tls.knownNamesOnly());
  }

  private @Nullable TlsConnector connector(ListenerSettings listener) throws TlsFilesException {
    TlsStance stance = listener.session().tls();
    if (!stance.server().isOriginated(stance.client())) {
      return null;
    }
    Optional<KeyFiles> own = listener.tls().own();
    return new TlsConnector(
        settings,
        Trust.inServers(listener.tls().servers()),
        own.isPresent() ? open(List.of(own.get())) : null);
  }

  private KeySource open(List<KeyFiles> keys) throws TlsFilesException {
    KeySource source = KeySource.open(keys, clock);
    sources.add(source);
    keys.forEach(
        pair -> {
          files.add(pair.chain());
          files.add(pair.key());
        });
    return source;
  }

  private Supplier<ServerKeys> selfSigned(ListenerSettings listener) {
    Instant from = clock.instant().minus(BACKDATED);
    ServerKeys keys = SelfSigned.create(List.copyOf(namesOf(listener)), from, SELF_SIGNED_LIFE);
    return () -> keys;
  }

  /** By which clients may call the listener, as far as the settings know. */
  private static Set<String> namesOf(ListenerSettings listener) {
    Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
    listener
        .address()
        .filter(address -> !address.isAnyLocalAddress())
        .ifPresent(address -> names.add(AddressLiteral.format(address)));
    ListenerSettings.Address advertised = listener.advertise().otherwise();
    if (advertised instanceof ListenerSettings.Address.Literal literal) {
      names.add(AddressLiteral.format(literal.address()));
    } else if (advertised instanceof ListenerSettings.Address.HostName host) {
      names.add(host.name());
    }
    return names;
  }
}
