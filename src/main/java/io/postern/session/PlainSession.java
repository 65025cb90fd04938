package io.postern.session;

import io.postern.event.GatewayEvent;
import io.postern.event.SessionOutcome;
import io.postern.event.SessionRef;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Reply;
import io.postern.policy.DataLimits;
import io.postern.policy.Operation;
import io.postern.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A session that is no FTP: one connection that is relayed as it is. What the rules say to its
 * client, and its events. No input or output, no clock; one thread.
 */
public final class PlainSession {

  private final SessionContext context;
  private final RuleCheck check;
  private final RuleLimits limits;
  private DataLimits dataLimits = DataLimits.NONE;

  /**
   * A session whose client has just connected.
   *
   * @param id unique in the process; letters and digits
   * @param listener the listener's name
   * @param client the client's end
   * @param local the gateway's end
   * @param nowNanos the time, as in every call below
   * @param startedAt the same moment by the calendar
   */
  public PlainSession(
      String id,
      String listener,
      Endpoint client,
      Endpoint local,
      SessionSettings settings,
      Rulebook rulebook,
      long nowNanos,
      Instant startedAt) {
    Policy snapshot = rulebook.policy().get();
    SessionRef ref = new SessionRef(id, listener, client, null, null, snapshot.generation());
    context = new SessionContext(ref, local, settings, snapshot, nowNanos, startedAt);
    check = new RuleCheck(context, new Security(TlsStance.NONE));
    limits =
        new RuleLimits(
            context, rulebook.quotas(), new TransactionQueue(context, (transaction, code) -> {}));
  }

  /** Why a client is not let in. */
  public record Refusal(SessionOutcome outcome, String reason) {}

  /** Asks whether the client is let in; to be called first. */
  public Optional<Refusal> begin() {
    context.publish(new GatewayEvent.SessionOpened(context.ref(), context.local()));
    Permit permit = check.ask(Operation.CONNECT);
    if (permit.refusal().isPresent()) {
      return Optional.of(new Refusal(SessionOutcome.REFUSED, "rule " + permit.ruling().rule()));
    }
    Optional<Reply> full = limits.connected(permit.limits());
    dataLimits = limits.ofData(permit.limits(), true);
    return full.map(reply -> new Refusal(SessionOutcome.LIMITED, "too many sessions"));
  }

  /** The rates of its bytes, and how many its client may send in all. */
  public DataLimits dataLimits() {
    return dataLimits;
  }

  /** The server leg stands. */
  public void serverConnected(Endpoint server, Endpoint ourEnd, long nowNanos) {
    context.serverConnected(server, ourEnd);
    context.publish(
        new GatewayEvent.ServerConnected(
            context.ref(), ourEnd, Duration.ofNanos(nowNanos - context.startedNanos())));
  }

  /** Its end; gives back what it holds among all sessions. */
  public void end(SessionOutcome outcome, String reason, long nowNanos) {
    limits.leaveAll();
    context.publish(
        new GatewayEvent.SessionClosed(
            context.ref(),
            outcome,
            reason,
            Duration.ofNanos(nowNanos - context.startedNanos()),
            0));
  }

  /**
   * How it stands, without its stream.
   *
   * @param protocol the listener's
   * @param over whether its end has begun
   */
  public SessionView view(String protocol, boolean over) {
    return SessionSight.plain(context, protocol, over);
  }

  /** The session as events name it. */
  public SessionRef ref() {
    return context.ref();
  }

  /** The events since the last call, in order. */
  public List<GatewayEvent> events() {
    return context.leave().stream()
        .filter(Action.Publish.class::isInstance)
        .map(action -> ((Action.Publish) action).event())
        .toList();
  }
}
