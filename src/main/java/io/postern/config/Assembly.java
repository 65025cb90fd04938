package io.postern.config;

import io.postern.ftp.ArgumentLimits;
import io.postern.ftp.Deviation;
import io.postern.ftp.LineLimits;
import io.postern.ftp.Stance;
import io.postern.net.ListenerMode;
import io.postern.net.ListenerSettings;
import io.postern.net.ListenerSettings.Advertise;
import io.postern.net.ListenerSettings.Mapping;
import io.postern.net.NetSettings;
import io.postern.relay.RelaySettings;
import io.postern.session.Entry;
import io.postern.session.SessionLimits;
import io.postern.session.SessionSettings;
import io.postern.session.SessionTimeouts;
import io.postern.session.TlsStance;
import io.postern.session.Translation;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts values without mistakes into the records that take them. */
final class Assembly {

  private final Values root;

  private Assembly(Values root) {
    this.root = root;
  }

  /** Checks the values, and makes settings of them if there is no mistake. */
  static LoadedSettings assemble(Values root, Problems problems) throws ConfigException {
    Checks.run(root, problems);
    problems.throwMistakes();
    Settings settings = new Assembly(root).settings();
    settings
        .net()
        .tls()
        .warnings()
        .forEach(warning -> problems.warn(root.place(TlsKeys.CIPHERS), warning));
    return new LoadedSettings(settings, problems.warnings());
  }

  private Settings settings() {
    return new Settings(
        net(),
        root.get(Keys.COMPLIANCE),
        stances(),
        new RulesSettings(root.get(Keys.RULES_FILE), root.get(Keys.RULES_CHECK)),
        users(),
        root.get(TlsKeys.CHECK),
        AdminKeys.settings(root),
        root.get(Keys.AUDIT));
  }

  private UserSettings users() {
    Map<String, Path> files = new HashMap<>();
    for (Values listener : root.items(Keys.LISTENERS)) {
      listener.get(ForwardKeys.USERS).ifPresent(file -> files.put(listener.get(Keys.NAME), file));
    }
    return new UserSettings(
        files, root.get(NetKeys.PASSWORD_CHECKS), root.get(NetKeys.PASSWORD_CHECKS_PER_CLIENT));
  }

  private NetSettings net() {
    return new NetSettings(
        root.items(Keys.LISTENERS).stream().map(this::listener).toList(),
        PoolAssembly.pools(root),
        relay(),
        TlsAssembly.general(root),
        root.get(LimitKeys.SESSIONS),
        root.get(LimitKeys.SESSIONS_PER_CLIENT),
        root.get(LimitKeys.PINHOLES),
        root.get(LimitKeys.BANS),
        root.get(LimitKeys.HELD_BYTES),
        root.get(TimeoutKeys.STOP),
        NetKeys.names(root),
        NetKeys.plain(root),
        root.get(NetKeys.BACKLOG),
        root.get(Keys.THREADS));
  }

  private ListenerSettings listener(Values listener) {
    ListenAddress listen = listener.get(Keys.LISTEN);
    Optional<ServerAddress> server = listener.find(Keys.SERVER);
    return new ListenerSettings(
        listener.get(Keys.NAME),
        listen.address(),
        listen.port(),
        listener.get(FrontKeys.MODE),
        listener.get(FrontKeys.SOURCE),
        server.map(ServerAddress::host).orElse(""),
        server.map(known -> known.port().orElseGet(() -> standardPort(listener))).orElse(0),
        root.get(TimeoutKeys.CONNECT),
        new Advertise(mappings(listener), listener.get(Keys.ADVERTISE)),
        new Advertise(List.of(), listener.get(Keys.ADVERTISE_TO_SERVER)),
        listener.get(Keys.DATA_PORTS),
        listener.get(Keys.OUTSIDE_PORTS),
        listener.get(TlsKeys.OPAQUE_DATA_PORTS),
        lines(),
        TlsAssembly.keysAndTrust(listener),
        listener.get(FrontKeys.PROTOCOL),
        FrontKeys.proxyProtocol(listener),
        FrontKeys.dataPeers(listener),
        listener.get(PoolKeys.POOL),
        session(listener));
  }

  /** The port of a server of whom none is named. */
  static int standardPort(Values listener) {
    return switch (listener.get(FrontKeys.PROTOCOL)) {
      case SSH -> FrontChecks.SSH_PORT;
      case HTTP -> FrontChecks.HTTP_PORT;
      case FTP, TCP ->
          listener.get(TlsKeys.SERVER) == TlsStance.Server.IMPLICIT
              ? TlsChecks.FTPS_PORT
              : TlsChecks.FTP_PORT;
    };
  }

  private static List<Mapping> mappings(Values listener) {
    return listener.items(Keys.ADVERTISE_MAP).stream()
        .map(entry -> new Mapping(entry.get(Keys.MAP_CLIENTS), entry.get(Keys.MAP_ADDRESS)))
        .toList();
  }

  private LineLimits lines() {
    return new LineLimits(
        root.get(LimitKeys.LINE_BYTES),
        root.get(LimitKeys.SECURITY_LINE_BYTES),
        root.get(LimitKeys.REPLY_BYTES),
        root.get(LimitKeys.TELNET_OPTIONS));
  }

  private SessionSettings session(Values listener) {
    return new SessionSettings(
        timeouts(),
        limits(),
        listener.get(Keys.SERVER_DATA_ADDRESS),
        listener.get(Keys.ACTIVE_SOURCE_PORT),
        TlsAssembly.stance(listener),
        new Translation(listener.get(Keys.CLIENT_MODE), listener.get(Keys.SERVER_MODE)),
        entry(listener));
  }

  private SessionTimeouts timeouts() {
    return new SessionTimeouts(
        root.get(TimeoutKeys.GREETING),
        root.get(TimeoutKeys.LOGIN),
        root.get(TimeoutKeys.IDLE),
        root.get(TimeoutKeys.PINHOLE),
        root.get(TimeoutKeys.DATA_CONNECT),
        root.get(TimeoutKeys.LINGER),
        root.get(TimeoutKeys.DRAIN));
  }

  private SessionLimits limits() {
    return new SessionLimits(
        root.get(LimitKeys.PENDING_COMMANDS),
        root.get(LimitKeys.BAD_COMMANDS),
        root.get(LimitKeys.DATA_CONNECTIONS),
        arguments());
  }

  private Entry entry(Values listener) {
    if (listener.get(FrontKeys.MODE) == ListenerMode.TRANSPARENT) {
      return Entry.ORIGINAL;
    }
    if (ForwardKeys.isForward(listener)) {
      return ForwardKeys.entry(listener);
    }
    return PoolAssembly.choosesByUser(root, listener) ? Entry.BY_USER : Entry.DIRECT;
  }

  private ArgumentLimits arguments() {
    return new ArgumentLimits(
        root.get(LimitKeys.USER_BYTES),
        root.get(LimitKeys.PASSWORD_BYTES),
        root.get(LimitKeys.PATH_BYTES),
        root.get(LimitKeys.SITE_BYTES),
        root.get(LimitKeys.PATH_WILDCARDS));
  }

  private RelaySettings relay() {
    return new RelaySettings(
        root.get(LimitKeys.RELAY_BUFFER_BYTES),
        root.get(TimeoutKeys.DATA_CONNECT),
        root.get(TimeoutKeys.DATA_STALL),
        root.get(TimeoutKeys.DATA_IDLE));
  }

  private Map<Deviation, Stance> stances() {
    Map<Deviation, Stance> stances = new EnumMap<>(Deviation.class);
    Keys.deviations()
        .forEach((deviation, key) -> root.get(key).ifPresent(s -> stances.put(deviation, s)));
    return stances;
  }
}
