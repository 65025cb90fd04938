package io.postern.event;

import io.postern.ftp.DataMode;
import io.postern.ftp.Deviation;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Stance;
import io.postern.ftp.Verb;
import io.postern.ftp.Verdict;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened. Every start has exactly one end:
 *
 * <pre>
 * ListenerOpened
 *   SessionOpened
 *     ProxyUserAnswered, ServerNamed, TargetRefused … where clients name their servers
 *     ServerConnected
 *     CommandCompleted, ReplySent, DeviationSeen, LimitHit, RuleApplied … any number
 *     OpaqueDataOpened … of a blind session
 *     OpaqueDataClosed
 *     PinholePredicted
 *       PinholeOpened
 *         ConnectionBlocked … any number
 *         PinholeAccepted
 *           DataStarted
 *           DataEnded … of each that was accepted, started or not
 *       PinholeClosed
 *     TransferEnded
 *   SessionClosed
 *   OpaquePortsOpened … while there are blind sessions
 *     OpaqueDataBlocked … any number
 *   OpaquePortsClosed
 * ListenerClosed
 * </pre>
 *
 * Text that a peer sent is raw in an event, but secrets are masked before the event is made;
 * whoever writes it escapes and truncates it.
 */
public sealed interface GatewayEvent {

  /**
   * A listener takes connections.
   *
   * @param protocol what its clients speak: {@code ftp}, {@code tcp}, {@code ssh} or {@code http}
   */
  record ListenerOpened(String listener, String protocol, Endpoint local) implements GatewayEvent {}

  /** A listener takes no more connections. */
  record ListenerClosed(String listener, Endpoint local) implements GatewayEvent {}

  /** A control connection was turned away at the door; no session was made. */
  record SessionRejected(String listener, Endpoint client, Limit limit) implements GatewayEvent {}

  /**
   * A connection of a configured sender was closed: it did not begin with a PROXY header. No
   * session was made.
   *
   * @param sender who connected
   * @param reason one line for people; nothing that the sender sent
   */
  record ProxyHeaderRefused(String listener, Endpoint sender, String reason)
      implements GatewayEvent {}

  /**
   * A connection to a transparent listener was closed that would have led back to the gateway. No
   * session was made.
   *
   * @param reached where the client connected to
   * @param reason one line for people
   */
  record LoopRefused(String listener, Endpoint client, Endpoint reached, String reason)
      implements GatewayEvent {}

  /**
   * A client connected.
   *
   * @param local the address that the client reached
   */
  record SessionOpened(SessionRef session, Endpoint local) implements GatewayEvent {}

  /**
   * A user of the gateway itself has tried to log in.
   *
   * @param user its name, as the client gave it
   * @param success whether the password was that user's
   */
  record ProxyUserAnswered(SessionRef session, String user, boolean success)
      implements GatewayEvent {}

  /**
   * The client has named the server of its session, which is sought now.
   *
   * @param target host and port, as the client has them: {@code ftp.example.org:21}
   * @param user the user on that server
   * @param proxyUser the user of the gateway who is logged in; empty if there is none
   */
  record ServerNamed(SessionRef session, String target, String user, String proxyUser)
      implements GatewayEvent {}

  /**
   * The client has named a server that it may not.
   *
   * @param reason why, for people; with the address that decided, if one did
   */
  record TargetRefused(SessionRef session, String target, String reason) implements GatewayEvent {}

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
   * @param ruling what the rules said to it
   */
  record CommandCompleted(
      SessionRef session,
      Verb verb,
      String name,
      String argument,
      Verdict verdict,
      int code,
      String reason,
      Duration took,
      Ruling ruling)
      implements GatewayEvent {

    /** One that no rule said anything to. */
    public CommandCompleted(
        SessionRef session,
        Verb verb,
        String name,
        String argument,
        Verdict verdict,
        int code,
        String reason,
        Duration took) {
      this(session, verb, name, argument, verdict, code, reason, took, Ruling.NONE);
    }
  }

  /**
   * A rule refused something, or would have.
   *
   * @param operation what was to be done: a verb in lower case, {@code connect}, {@code
   *     active-data} or {@code passive-data}
   * @param rule the rule's id
   * @param trace short and unique in the process; the client is told the same
   * @param path the absolute path that it was about; empty if there is none or it can't be told
   * @param dataAddress the address that PORT or EPRT named, or the peer of a data connection
   * @param serverAddress where a client may not connect that has named its server
   * @param remedy what would allow it, one line for people
   */
  record RuleApplied(
      SessionRef session,
      String operation,
      RuleEffect effect,
      String rule,
      String trace,
      String path,
      @Nullable Endpoint dataAddress,
      @Nullable InetAddress serverAddress,
      String remedy)
      implements GatewayEvent {}

  /**
   * A client address is banned: too many logins failed.
   *
   * @param rule the id of the rule that says so
   */
  record ClientBanned(SessionRef session, String rule, Duration ban) implements GatewayEvent {}

  /**
   * A policy is in force.
   *
   * @param rules the ids of its rules
   * @param trigger what made it load: {@code start}, {@code file}, {@code signal} or {@code admin}
   */
  record PolicyLoaded(long generation, List<String> rules, String trigger) implements GatewayEvent {

    /** Copies the list. */
    public PolicyLoaded {
      rules = List.copyOf(rules);
    }
  }

  /**
   * A policy could not be loaded; the one before stays.
   *
   * @param generation of the one that stays
   * @param mistakes how many there are
   * @param first the first of them, as one line for people
   */
  record PolicyRejected(long generation, int mistakes, String first, String trigger)
      implements GatewayEvent {}

  /**
   * Files that are no rules have changed, and what they hold is in force.
   *
   * @param what {@code certificates} or {@code users}
   * @param files their names, with commas
   */
  record FilesLoaded(String what, String files) implements GatewayEvent {}

  /**
   * Such files have changed and can't be used; what was in force before stays.
   *
   * @param mistakes how many there are
   * @param first the first of them, as one line for people
   */
  record FilesRejected(String what, String files, int mistakes, String first)
      implements GatewayEvent {}

  /**
   * TLS stands on a control channel.
   *
   * @param side {@code client} or {@code server}
   * @param protocol such as {@code TLSv1.3}
   * @param cipher its suite
   * @param resumed whether an earlier session was resumed
   * @param name the host name that the client asked for; may be empty
   * @param subject of the client's verified certificate; may be empty
   */
  record TlsStarted(
      SessionRef session,
      String side,
      String protocol,
      String cipher,
      boolean resumed,
      String name,
      String subject)
      implements GatewayEvent {}

  /**
   * TLS could not be had on a control channel.
   *
   * @param side {@code client} or {@code server}
   * @param reason one line for people
   */
  record TlsFailed(SessionRef session, String side, String reason) implements GatewayEvent {}

  /**
   * The session went blind: AUTH was passed on, and what follows can't be read.
   *
   * @param ports the opaque data ports that the client may use, as {@code FIRST-LAST}; empty if
   *     there are none
   */
  record SessionBlind(SessionRef session, String ports) implements GatewayEvent {}

  /**
   * The opaque data ports of a listener stand at one of its addresses: the first blind session came
   * in there.
   *
   * @param ports all of them, as {@code FIRST-LAST}
   * @param missing those that could not be opened, with commas; empty if there are none
   * @param why the first of these could not, one line for people; empty if there are none
   */
  record OpaquePortsOpened(
      String listener, InetAddress address, String ports, String missing, String why)
      implements GatewayEvent {}

  /** They are closed: the last blind session that came in at the address is over. */
  record OpaquePortsClosed(String listener, InetAddress address, String ports)
      implements GatewayEvent {}

  /**
   * A client with a blind session connected to an opaque data port.
   *
   * @param session one of the client's: nobody can tell which of them it is for
   * @param id unique in the process
   * @param peer who connected
   * @param listening the port that it came in on
   * @param target where it goes
   */
  record OpaqueDataOpened(
      SessionRef session, long id, Endpoint peer, Endpoint listening, Endpoint target)
      implements GatewayEvent {}

  /** Such a data connection ended. */
  record OpaqueDataClosed(
      SessionRef session, long id, Endpoint peer, Endpoint listening, DataStats stats)
      implements GatewayEvent {}

  /**
   * A connection to an opaque data port was refused: its address has no blind session that came in
   * at the same address of the listener.
   */
  record OpaqueDataBlocked(String listener, Endpoint stranger, Endpoint listening)
      implements GatewayEvent {}

  /**
   * A side of a session of an SSH listener does not speak SSH; the session ends.
   *
   * @param side {@code client} or {@code server}
   * @param reason one line for people; nothing that a peer sent
   */
  record NotSsh(SessionRef session, String side, String reason) implements GatewayEvent {}

  /**
   * What a session that is no FTP carried; its SessionClosed follows.
   *
   * @param protocol the listener's: {@code tcp}, {@code ssh} or {@code http}
   */
  record StreamEnded(SessionRef session, String protocol, DataStats stats)
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
   * @param listening where the peer may connect to; the client's and the server's where both do,
   *     none where the gateway connects to both
   * @param backend {@code relay} or {@code nftables}
   */
  record PinholeOpened(
      SessionRef session, Expectation expectation, List<Endpoint> listening, String backend)
      implements GatewayEvent {}

  /**
   * The expected peer connected, or each where both do; the pinhole takes nobody else. Where the
   * gateway connects to both, it begins to.
   *
   * @param peer whose connection it is; the client's where both connect, or none
   */
  record PinholeAccepted(
      SessionRef session, Expectation expectation, Endpoint peer, Duration waited)
      implements GatewayEvent {}

  /** Both sides of a data connection are connected. */
  record DataStarted(SessionRef session, Expectation expectation, Duration setUp)
      implements GatewayEvent {}

  /** A data connection ended; its PinholeClosed follows. */
  record DataEnded(SessionRef session, Expectation expectation, DataStats stats)
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

  /**
   * A server of a pool has become something else.
   *
   * @param server as the settings name it
   * @param reason one line for people; nothing that a peer sent
   */
  record PoolServerChanged(String pool, String server, ServerState state, String reason)
      implements GatewayEvent {}

  /** A probe of a server of a pool failed; whether it is down by that, its changes tell. */
  record ProbeFailed(String pool, String server, String reason) implements GatewayEvent {}

  /**
   * A server of a pool could not be had by a session, which tries the next one if it may.
   *
   * @param reason one line for people; nothing that a peer sent
   */
  record ServerAttemptFailed(SessionRef session, String pool, String server, String reason)
      implements GatewayEvent {}

  /**
   * An operator did something by the admin port. The end of a session that was kicked tells of
   * itself too.
   *
   * @param action {@code ban}, {@code unban}, {@code kick}, {@code drain} or {@code resume}
   * @param subject what it was done to: a client's address, a session's id, or {@code gateway}
   * @param detail such as how long a ban lasts, and the operator's reason; may be empty
   */
  record OperatorActed(String action, String subject, String detail) implements GatewayEvent {}

  /**
   * Somebody asked the admin port with a wrong token.
   *
   * @param client null on a Unix socket
   * @param untold how many such requests nobody was told of yet, with this one; 0 if nobody is to
   *     be told now: that is once in a while, so that a guesser can't fill a log
   */
  record AdminRefused(@Nullable Endpoint client, int untold) implements GatewayEvent {}

  /** The gateway was told to stop: it takes no new sessions. */
  record Stopping(int sessions, Duration drain) implements GatewayEvent {}
}
