package io.postern.event;

import io.postern.ftp.DataMode;
import io.postern.ftp.Deviation;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Stance;
import io.postern.ftp.Verb;
import io.postern.ftp.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened. Every start has exactly one end:
 *
 * <pre>
 * ListenerOpened
 *   SessionOpened
 *     ServerConnected
 *     CommandCompleted, ReplySent, DeviationSeen, LimitHit … any number
 *     PinholePredicted
 *       PinholeOpened
 *         ConnectionBlocked … any number
 *         PinholeAccepted
 *           DataStarted
 *       PinholeClosed
 *     TransferEnded
 *   SessionClosed
 * ListenerClosed
 * </pre>
 *
 * Text that a peer sent is raw in an event, but secrets are masked before the event is made;
 * whoever writes it escapes and truncates it.
 */
public sealed interface GatewayEvent {

  /** A listener takes connections. */
  record ListenerOpened(String listener, Endpoint local) implements GatewayEvent {}

  /** A listener takes no more connections. */
  record ListenerClosed(String listener, Endpoint local) implements GatewayEvent {}

  /** A control connection was turned away at the door; no session was made. */
  record SessionRejected(String listener, Endpoint client, Limit limit) implements GatewayEvent {}

  /**
   * A client connected.
   *
   * @param local the address that the client reached
   */
  record SessionOpened(SessionRef session, Endpoint local) implements GatewayEvent {}

  /**
   * The server leg stands.
   *
   * @param local the gateway's end of the server leg
   * @param took from the client's connection
   */
  record ServerConnected(SessionRef session, Endpoint local, Duration took)
      implements GatewayEvent {}

  /**
   * A session ended.
   *
   * @param reason one line for people; nothing that a peer sent
   * @param commands how many commands the client sent
   */
  record SessionClosed(
      SessionRef session, SessionOutcome outcome, String reason, Duration duration, long commands)
      implements GatewayEvent {}

  /** A login was answered: with 230 or 232 (success) or with a refusal. */
  record LoginAnswered(SessionRef session, boolean success, int code) implements GatewayEvent {}

  /**
   * A command got its final reply.
   *
   * @param name the verb as the client wrote it, in capitals
   * @param argument raw, secrets masked; empty if there was none
   * @param code the final reply's code; 0 if the session ended without one
   * @param reason why it was denied, one line for people; empty if it was not
   * @param took from the command to its final reply
   */
  record CommandCompleted(
      SessionRef session,
      Verb verb,
      String name,
      String argument,
      Verdict verdict,
      int code,
      String reason,
      Duration took)
      implements GatewayEvent {}

  /**
   * A reply went to the client.
   *
   * @param local whether the gateway made it itself
   */
  record ReplySent(SessionRef session, int code, boolean local) implements GatewayEvent {}

  /** A peer departed from the standard. */
  record DeviationSeen(SessionRef session, Deviation deviation, Stance stance, String detail)
      implements GatewayEvent {}

  /** A session reached a limit. */
  record LimitHit(SessionRef session, Limit limit, String detail) implements GatewayEvent {}

  /** A data connection is expected. */
  record PinholePredicted(SessionRef session, Expectation expectation) implements GatewayEvent {}

  /**
   * A pinhole stands.
   *
   * @param listening where the peer may connect to
   * @param backend {@code relay} or {@code nftables}
   */
  record PinholeOpened(
      SessionRef session, Expectation expectation, Endpoint listening, String backend)
      implements GatewayEvent {}

  /** The expected peer connected; the pinhole takes nobody else. */
  record PinholeAccepted(
      SessionRef session, Expectation expectation, Endpoint peer, Duration waited)
      implements GatewayEvent {}

  /** Both sides of a data connection are connected. */
  record DataStarted(SessionRef session, Expectation expectation, Duration setUp)
      implements GatewayEvent {}

  /**
   * A connection to a pinhole's port was refused; the pinhole is as it was.
   *
   * @param stranger who tried
   */
  record ConnectionBlocked(
      SessionRef session,
      Expectation expectation,
      Endpoint stranger,
      Endpoint listening,
      BlockReason reason)
      implements GatewayEvent {}

  /**
   * A pinhole ended.
   *
   * @param detail why, one line for people; may be empty
   */
  record PinholeClosed(
      SessionRef session, Expectation expectation, PinholeEnd end, Duration lived, String detail)
      implements GatewayEvent {}

  /**
   * A transfer ended: its data connection has, and its final reply was sent or will never come.
   *
   * @param verb the transfer command
   * @param path the command's argument, raw; for STOU the name that the server gave
   * @param code the final reply's code; 0 if there was none
   * @param stats what its data connection carried; null if there was none
   */
  record TransferEnded(
      SessionRef session,
      Verb verb,
      String path,
      DataMode mode,
      int code,
      @Nullable DataStats stats)
      implements GatewayEvent {}

  /** The gateway was told to stop: it takes no new sessions. */
  record Stopping(int sessions, Duration drain) implements GatewayEvent {}
}
