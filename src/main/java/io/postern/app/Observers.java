package io.postern.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.postern.admin.AdminServer;
import io.postern.admin.Reload;
import io.postern.admin.Token;
import io.postern.admin.Views;
import io.postern.audit.AuditLog;
import io.postern.config.AdminAddress;
import io.postern.config.AdminSettings;
import io.postern.config.Settings;
import io.postern.config.SocketMode;
import io.postern.event.EventSink;
import io.postern.event.GatewayEvent;
import io.postern.ftp.Endpoint;
import io.postern.metrics.GatewayMetrics;
import io.postern.metrics.PortsReading;
import io.postern.metrics.ProcessMeters;
import io.postern.metrics.Readings;
import io.postern.net.ListenerProtocol;
import io.postern.net.Listeners;
import io.postern.net.NetSettings;
import io.postern.net.Pools;
import io.postern.pinhole.PinholeTable;
import io.postern.quota.Bans;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who watch the gateway: metrics, the audit log, and the admin port. Thread-safe. */
final class Observers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Observers.class);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final GatewayMetrics metrics = new GatewayMetrics(registry);
  private final ProcessMeters process = new ProcessMeters(registry);
  private final PoolControl pools;
  private @Nullable AuditLog audit;
  private final SessionControl sessions = new SessionControl();
  private final List<AdminServer> servers = new ArrayList<>();
  private @Nullable AdminServer admin;
  private volatile Optional<String> notReady = Optional.of("starting");

  private Observers(Pools pools) {
    this.pools = new PoolControl(pools, this::sink);
  }

  /**
   * Starts watching.
   *
   * @param reload what the admin port has done when it is asked to read all files again
   * @param bans what the admin port shows and lifts
   * @param pools what it shows and changes
   * @param token what who asks the admin port must know
   * @throws IOException if the admin port or the audit log can't be opened; one line that says
   *     which
   */
  static Observers start(
      Settings settings, Optional<String> token, Supplier<Reloaded> reload, Bans bans, Pools pools)
      throws IOException {
    Observers observers = new Observers(pools);
    try {
      Supplier<Optional<Reload>> told =
          () -> Optional.of(reload.get()).filter(Reloaded::isSomething).map(Reloaded::told);
      observers.open(settings.audit());
      observers.listen(settings.admin(), token.map(Token::new), told, bans);
    } catch (IOException | RuntimeException e) {
      observers.close();
      throw e;
    }
    return observers;
  }

  /** Takes all events. */
  EventSink sink() {
    EventSink counted = guarded(metrics);
    return audit == null ? counted : EventSink.of(counted, guarded(audit));
  }

  /** Shows what is read when a scraper asks. */
  void watch(
      NetSettings settings,
      LongSupplier generation,
      PinholeTable pinholes,
      Bans bans,
      Map<String, LongSupplier> certificateExpiries) {
    AuditLog log = audit;
    metrics.show(
        new Readings(
            ports(settings, pinholes),
            settings.sessions(),
            settings.pinholes(),
            pinholes::waiting,
            pinholes::running,
            bans::size,
            generation,
            () -> log == null ? 0 : log.lost(),
            certificateExpiries,
            pools.readings(),
            Version.postern()));
  }

  /** Shows what the listeners carry, and how late their event loops are. */
  void watch(Listeners listeners) {
    listeners
        .traffic()
        .forEach((name, traffic) -> metrics.showTraffic(name, traffic::toRight, traffic::toLeft));
    metrics.showLoops(listeners.loopDelays());
  }

  private static List<PortsReading> ports(NetSettings settings, PinholeTable pinholes) {
    return settings.listeners().stream()
        .filter(listener -> listener.protocol() == ListenerProtocol.FTP)
        .map(
            listener ->
                new PortsReading(
                    listener.name(),
                    listener.dataPorts().size(),
                    () -> pinholes.portsInUse(listener.dataPorts())))
        .toList();
  }

  /** The listeners accept. */
  void ready(Listeners listeners) {
    sessions.watch(listeners);
    notReady = Optional.empty();
  }

  /** The listeners accept no more. */
  void stopping() {
    notReady = Optional.of("stopping");
  }

  /** Where the admin port listens; empty if it is a Unix socket. */
  Optional<Endpoint> admin() {
    return Optional.ofNullable(admin).flatMap(AdminServer::address).map(Endpoint::of);
  }

  /** Where the admin port listens, for people. */
  Optional<String> adminPlace() {
    return Optional.ofNullable(admin).map(AdminServer::place);
  }

  /** The ports of all that listens here. */
  Set<Integer> ports() {
    return servers.stream()
        .flatMap(server -> server.address().stream())
        .map(InetSocketAddress::getPort)
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    servers.forEach(AdminServer::close);
    if (audit != null) {
      audit.close();
    }
    process.close();
    registry.close();
  }

  private void open(Optional<Path> file) throws IOException {
    if (file.isPresent()) {
      audit = AuditLog.open(file.get(), Clock.systemUTC());
    }
  }

  private void listen(
      AdminSettings settings, Optional<Token> token, Supplier<Optional<Reload>> reload, Bans bans)
      throws IOException {
    Views views =
        new Views(
            registry::scrape,
            this::notReady,
            reload,
            bans,
            pools,
            sessions,
            sink(),
            Version.postern());
    if (settings.listen().isPresent()) {
      admin = start(settings, settings.listen().get(), token, views);
      servers.add(admin);
    }
    if (settings.metrics().isPresent()) {
      servers.add(AdminServer.startMetrics(settings.metrics().get().toSocketAddress(), views));
    }
  }

  private static AdminServer start(
      AdminSettings settings, AdminAddress address, Optional<Token> token, Views views)
      throws IOException {
    if (address instanceof AdminAddress.Unix unix) {
      return AdminServer.startOnSocket(unix.path(), permissions(settings.mode()), token, views);
    }
    return AdminServer.start(
        ((AdminAddress.Tcp) address).endpoint().toSocketAddress(), token, views);
  }

  private static Set<PosixFilePermission> permissions(SocketMode mode) {
    return PosixFilePermissions.fromString(mode == SocketMode.GROUP ? "rw-rw----" : "rw-------");
  }

  private Optional<String> notReady() {
    return notReady.or(() -> sessions.drained() ? Optional.of("drained") : Optional.empty());
  }

  /** A subscriber that fails loses the event, loudly; nobody else does. */
  private static EventSink guarded(EventSink sink) {
    return event -> {
      try {
        sink.publish(event);
      } catch (RuntimeException e) {
        lost(event, e);
      }
    };
  }

  private static void lost(GatewayEvent event, RuntimeException cause) {
    LOG.error("an event was lost: {}", event.getClass().getSimpleName(), cause);
  }
}
