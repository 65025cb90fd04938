package io.postern.session;

import io.postern.event.GatewayEvent;
import io.postern.event.Limit;
import io.postern.event.SessionRef;
import io.postern.ftp.Deviation;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Reply;
import io.postern.ftp.Stance;
import io.postern.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who the session is, what time it is, and the list of actions that the current input leads to. */
final class SessionContext {

  private final SessionSettings settings;
  private final Endpoint client;
  private final Endpoint local;
  private final long startedNanos;
  private final Instant startedAt;
  private SessionRef ref;
  private @Nullable Endpoint serverLocal;
  private @Nullable String target;
  private Policy policy;
  private long now;
  private List<Action> actions = new ArrayList<>();

  SessionContext(
      SessionRef ref,
      Endpoint local,
      SessionSettings settings,
      Policy policy,
      long nowNanos,
      Instant startedAt) {
    this.ref =
        settings.entry().kind() == Entry.Kind.ORIGINAL
            ? new SessionRef(
                ref.id(), ref.listener(), ref.client(), local, ref.user(), ref.generation())
            : ref;
    this.client = ref.client();
    this.local = local;
    this.settings = settings;
    this.policy = policy;
    this.startedNanos = nowNanos;
    this.startedAt = startedAt;
    this.now = nowNanos;
  }

  /** A new input: from here on this is the time and this the policy. */
  void enter(Policy snapshot, long nowNanos) {
    now = nowNanos;
    if (snapshot != policy) {
      policy = snapshot;
      rename(ref.server(), ref.user());
    }
  }

  /** Hands over what has been collected. */
  List<Action> leave() {
    if (actions.isEmpty()) {
      return List.of();
    }
    List<Action> done = actions;
    actions = new ArrayList<>();
    return done;
  }

  SessionSettings settings() {
    return settings;
  }

  /** The client's end of the control channel. */
  Endpoint client() {
    return client;
  }

  /** The gateway's end of the client leg. */
  Endpoint local() {
    return local;
  }

  /** The server's end of the control channel; only after it is connected. */
  Endpoint server() {
    return Objects.requireNonNull(ref.server(), "server");
  }

  /** The gateway's end of the server leg; only after it is connected. */
  Endpoint serverLocal() {
    return Objects.requireNonNull(serverLocal, "serverLocal");
  }

  long now() {
    return now;
  }

  /** The moment that is so long from now. */
  long in(Duration time) {
    return now() + time.toNanos();
  }

  /** The time by the calendar. */
  Instant time() {
    return startedAt.plusNanos(now - startedNanos);
  }

  /** When the session began, by the calendar. */
  Instant startedAt() {
    return startedAt;
  }

  /** The snapshot that this input is worked on under. */
  Policy policy() {
    return policy;
  }

  long startedNanos() {
    return startedNanos;
  }

  SessionRef ref() {
    return ref;
  }

  /** The host that the client has named; null where it names none. */
  @Nullable String target() {
    return target;
  }

  void target(@Nullable String host) {
    target = host;
  }

  void serverConnected(Endpoint server, Endpoint ourEnd) {
    serverLocal = ourEnd;
    rename(server, ref.user());
  }

  void user(@Nullable String name) {
    rename(ref.server(), name);
  }

  void add(Action action) {
    actions.add(action);
  }

  void publish(GatewayEvent event) {
    actions.add(new Action.Publish(event));
  }

  void toClient(Reply reply, boolean ours) {
    actions.add(new Action.ToClient(reply.toBytes()));
    publish(new GatewayEvent.ReplySent(ref, reply.code(), ours));
  }

  /** Sends a line with its own bytes. Its end is always CR LF, whatever the client wrote. */
  void toServer(byte[] line) {
    byte[] ended = new byte[line.length + 2];
    System.arraycopy(line, 0, ended, 0, line.length);
    ended[line.length] = '\r';
    ended[line.length + 1] = '\n';
    actions.add(new Action.ToServer(ended));
  }

  void toServer(String line) {
    toServer(line.getBytes(StandardCharsets.US_ASCII));
  }

  void limit(Limit limit, String detail) {
    publish(new GatewayEvent.LimitHit(ref, limit, detail));
  }

  /**
   * Tells of a deviation, unless it is simply allowed, and says what to do about it: at the least
   * what {@link Deviation#least} asks for.
   */
  Stance deviation(Deviation deviation, String detail) {
    Stance wanted = policy.stance(deviation);
    Stance stance = wanted.atLeast(deviation.least());
    if (wanted != Stance.ALLOW) {
      publish(new GatewayEvent.DeviationSeen(ref, deviation, stance, detail));
    }
    return stance;
  }

  private void rename(@Nullable Endpoint server, @Nullable String user) {
    ref = new SessionRef(ref.id(), ref.listener(), client, server, user, policy.generation());
  }
}
