package io.postern.net;

import io.netty.channel.EventLoopGroup;
import io.postern.event.EventSink;
import io.postern.event.GatewayEvent;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Network;
import io.postern.pinhole.PinholeTable;
import io.postern.relay.Traffic;
import io.postern.relay.Transport;
import io.postern.session.Rulebook;
import io.postern.upstream.ServerSettings;
import io.postern.users.ProxyUsers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;

/** All listeners of the process, their event loops and their sessions. Thread-safe. */
public final class Listeners implements AutoCloseable {

  /** How long closed sessions may take to be gone at the very end. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** How long sessions may take to tell how they stand. */
  private static final Duration ASKING = Duration.ofSeconds(1);

  private final NetSettings settings;
  private final EventSink sink;
  private final Transport transport = Transport.best();
  private final EventLoopGroup loops;
  private final AddressBook names;
  private final HostNames named;
  private final OwnAddresses addresses = new OwnAddresses();
  private final OwnEndpoints own = new OwnEndpoints(addresses);
  private final SessionRegistry registry = new SessionRegistry();
  private final Admission admission;
  private final HeldBytes held;
  private final Map<String, Traffic> traffic = new ConcurrentHashMap<>();
  private final List<LoopBeat> beats = new ArrayList<>();
  private final List<OpenListener> open = new ArrayList<>();
  private final List<HealthWatch> watches = new ArrayList<>();
  private boolean closed;

  private Listeners(NetSettings settings, EventSink sink) {
    this.settings = settings;
    this.sink = sink;
    this.names = new AddressBook(settings.names());
    this.named = new HostNames(settings.names());
    this.admission = new Admission(settings.sessions(), settings.sessionsPerClient());
    this.held = new HeldBytes(settings.heldBytes());
    this.loops = transport.eventLoops(threads(settings.threads()));
    settings.listeners().forEach(listener -> traffic.put(listener.name(), new Traffic()));
    loops.forEach(loop -> beats.add(LoopBeat.of(loop)));
  }

  /**
   * Opens every listener.
   *
   * @param rulebook what sessions ask before they do anything
   * @throws IOException if one can't be opened; one line that says which and why; none stays open
   */
  public static Listeners start(
      NetSettings settings, PinholeTable pinholes, Rulebook rulebook, EventSink sink)
      throws IOException {
    return start(settings, pinholes, rulebook, TlsSource.NONE, sink);
  }

  /** The same with TLS, and with pools of which probes have no account. */
  public static Listeners start(
      NetSettings settings, PinholeTable pinholes, Rulebook rulebook, TlsSource tls, EventSink sink)
      throws IOException {
    return start(
        settings,
        pinholes,
        rulebook,
        tls,
        Pools.of(settings.pools()),
        ProxyUsers.none(),
        Set.of(),
        sink);
  }

  /**
   * The same with TLS, pools, and clients that name their servers.
   *
   * @param tls gives each session its TLS
   * @param pools those of the settings; watched from now on
   * @param users who may name a server
   * @param otherPorts that the process listens on: no session is led there
   */
  public static Listeners start(
      NetSettings settings,
      PinholeTable pinholes,
      Rulebook rulebook,
      TlsSource tls,
      Pools pools,
      ProxyUsers users,
      Set<Integer> otherPorts,
      EventSink sink)
      throws IOException {
    Listeners listeners = new Listeners(settings, sink);
    try {
      otherPorts.forEach(listeners.own::add);
      listeners.watch(pools);
      listeners.open(pinholes, rulebook, tls, pools, users);
    } catch (IOException | RuntimeException e) {
      listeners.close();
      throw e;
    }
    return listeners;
  }

  /** Where they listen, in the order of the settings, with the real ports. */
  public List<Endpoint> listening() {
    return open.stream().map(OpenListener::local).toList();
  }

  /**
   * How the sessions stand. Blocks for at most a second, so it is for no event loop.
   *
   * @param most how many are wanted
   * @param client only those from there; empty if from anywhere
   * @param user only those of this user; empty if of any
   */
  public SessionList list(int most, Optional<Network> client, Optional<String> user)
      throws InterruptedException {
    List<LiveSession> asked =
        registry.all().stream()
            .filter(each -> client.stream().allMatch(from -> from.contains(each.clientAddress())))
            .toList();
    return SessionList.ask(asked, user, most, ASKING);
  }

  /**
   * Ends a session, with its data connections.
   *
   * @param reason for events, one line for people
   * @return whether there is one of this id
   */
  public boolean kick(String id, String reason) {
    return kick(session -> session.id().equals(id), reason) > 0;
  }

  /**
   * Ends all sessions of a client.
   *
   * @param client see {@link Network#ofClient}
   * @return how many there were
   */
  public int kick(Network client, String reason) {
    return kick(session -> Network.ofClient(session.clientAddress()).equals(client), reason);
  }

  private int kick(Predicate<LiveSession> which, String reason) {
    List<LiveSession> chosen = registry.all().stream().filter(which).toList();
    chosen.forEach(session -> session.kick(reason));
    return chosen.size();
  }

  /** Takes no new sessions, or takes them again; says whether that is new. */
  public boolean drain(boolean wanted) {
    return admission.drain(wanted);
  }

  /** Whether no new sessions are taken. */
  public boolean drained() {
    return admission.drained();
  }

  /** What sessions keep of lines and replies, above what each may without being counted. */
  long heldBytes() {
    return held.taken();
  }

  /** How many clients are connected. */
  public int sessions() {
    return admission.sessions();
  }

  /** By the listener's name: the bytes that its relays have carried; the client is on the left. */
  public Map<String, Traffic> traffic() {
    return Map.copyOf(traffic);
  }

  /** How late each event loop was at worst in the last half minute, or is; in seconds. */
  public List<DoubleSupplier> loopDelays() {
    return beats.stream()
        .map(beat -> (DoubleSupplier) () -> beat.delayNanos(System.nanoTime()) / 1e9)
        .toList();
  }

  /**
   * Stops: no new sessions, running transfers end or reach the stop time, then everything closes.
   * Blocks until then. Idempotent.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    open.forEach(this::shut);
    watches.forEach(HealthWatch::close);
    try {
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      names.close();
      named.close();
      loops
          .shutdownGracefully(0, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
          .syncUninterruptibly();
    }
  }

  private void end() throws InterruptedException {
    List<LiveSession> sessions = registry.all();
    if (sessions.isEmpty()) {
      return;
    }
    sink.publish(new GatewayEvent.Stopping(sessions.size(), settings.stop()));
    sessions.forEach(LiveSession::drain);
    if (!registry.awaitEmpty(settings.stop())) {
      registry.all().forEach(LiveSession::stop);
      registry.awaitEmpty(LAST_WORDS);
    }
  }

  private void watch(Pools pools) {
    for (Upstream upstream : pools.all()) {
      for (ServerSettings each : upstream.pool().settings().servers()) {
        names.add(each.server().host());
        if (upstream.pool().settings().health().isPresent()) {
          HealthWatch watch =
              new HealthWatch(
                  transport,
                  names,
                  sink,
                  loops.next(),
                  upstream,
                  each.server(),
                  settings.plain().sshLines());
          watches.add(watch);
        }
      }
    }
  }

  private void open(
      PinholeTable pinholes, Rulebook rulebook, TlsSource tls, Pools pools, ProxyUsers users)
      throws IOException {
    Door.Shared shared =
        new Door.Shared(
            transport,
            settings.relay(),
            settings.plain(),
            pinholes,
            new Pacers(),
            rulebook,
            tls,
            new LateServers(named, own, users),
            held,
            sink,
            admission,
            registry,
            addresses,
            new Ids(),
            traffic);
    List<Door> doors =
        settings.listeners().stream().map(each -> door(each, pools, shared)).toList();
    names.awaitAnswers();
    watches.forEach(HealthWatch::begin);
    for (int i = 0; i < doors.size(); i++) {
      open.add(bind(settings.listeners().get(i), doors.get(i)));
    }
  }

  private Door door(ListenerSettings listener, Pools pools, Door.Shared shared) {
    Connector connector =
        new Connector(transport, names, listener, listener.pool().flatMap(pools::find), sink);
    own.add(() -> Advertising.addresses(names, listener.advertise()));
    OpaquePorts opaque = new OpaquePorts(listener, shared);
    return new Door(listener, connector, new Advertising(names, listener), opaque, shared);
  }

  private OpenListener bind(ListenerSettings listener, Door door) throws IOException {
    OpenListener bound = OpenListener.bind(listener, door, transport, loops, settings.backlog());
    OpaquePortsCheck.warn(listener);
    own.add(bound.local().port());
    sink.publish(
        new GatewayEvent.ListenerOpened(
            listener.name(), PlainEvents.label(listener.protocol()), bound.local()));
    return bound;
  }

  private void shut(OpenListener listener) {
    listener.close();
    sink.publish(new GatewayEvent.ListenerClosed(listener.name(), listener.local()));
  }

  private static int threads(int configured) {
    return configured > 0 ? configured : Runtime.getRuntime().availableProcessors();
  }
}
