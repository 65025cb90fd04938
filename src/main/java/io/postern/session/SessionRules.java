package io.postern.session;

import io.postern.event.GatewayEvent.ClientBanned;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import io.postern.policy.FilePath;
import io.postern.policy.Limits.FailedLogins;
import io.postern.policy.Operation;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What the rules say to all that is no command: the client, its login, its data connections. */
final class SessionRules {

  private static final int LOGIN_REFUSED = 530;
  private static final int LOGIN_REFUSED_FOR_NOW = 430;

  private final SessionContext context;
  private final RuleCheck check;
  private final RuleLimits limits;
  private final WorkingDirectory directory;
  private final DataChannels channels;
  private final Closing closing;
  private Optional<String> banner = Optional.empty();

  SessionRules(
      SessionContext context,
      RuleCheck check,
      RuleLimits limits,
      WorkingDirectory directory,
      DataChannels channels,
      Closing closing) {
    this.context = context;
    this.check = check;
    this.limits = limits;
    this.directory = directory;
    this.channels = channels;
    this.closing = closing;
  }

  /** A client has connected: it is let in, or its session ends before it reaches the server. */
  void connected() {
    Permit permit = check.ask(Operation.CONNECT);
    banner = permit.grants().banner();
    Optional<Reply> refusal = permit.refusal();
    if (refusal.isPresent()) {
      refuse(SessionOutcome.REFUSED, "rule " + permit.ruling().rule(), refusal.get());
      return;
    }
    limits
        .connected(permit.limits())
        .ifPresent(reply -> refuse(SessionOutcome.LIMITED, "too many sessions", reply));
  }

  /**
   * The client has named its server: the rules may permit one address of it and not another.
   *
   * @param addresses at least one
   * @return those that may be connected; empty if the session ends
   */
  List<InetAddress> connectTo(String host, String user, List<InetAddress> addresses) {
    context.target(host);
    List<InetAddress> allowed = check.allowedAlike(user, addresses);
    Permit permit = check.askConnect(user, allowed.isEmpty() ? addresses.get(0) : allowed.get(0));
    Optional<Reply> refusal = permit.refusal();
    if (refusal.isPresent()) {
      refuse(SessionOutcome.REFUSED, "rule " + permit.ruling().rule(), refusal.get());
      return List.of();
    }
    Optional<Reply> tooMany = limits.connected(permit.limits());
    tooMany.ifPresent(reply -> refuse(SessionOutcome.LIMITED, "too many sessions", reply));
    return tooMany.isPresent() ? List.of() : allowed;
  }

  /**
   * Another user would log in at the server that the session has: what the rules say to {@code
   * connect} was for the first.
   *
   * @return whether it may
   */
  boolean permitsUser(Transaction transaction) {
    String user = transaction.command().argumentText();
    Permit permit = check.askConnect(user, context.server().address());
    if (!permit.allowed()) {
      transaction.permit(permit);
      return false;
    }
    return limits.connected(permit.limits()).isEmpty();
  }

  /** The server's greeting, or what the rules make of it. */
  Reply greeting(Reply reply) {
    return banner.isPresent() && reply.isCompletion()
        ? Reply.of(reply.code(), banner.get())
        : reply;
  }

  /** The expected peer has connected: the rules may refuse it all the same. */
  void dataConnection(DataChannel channel) {
    Endpoint peer = new Endpoint(channel.expectation().peer(), 0);
    Permit permit =
        check.ask(
            Operation.data(channel.mode()),
            context.ref().user(),
            FilePath.NONE,
            channel.mode(),
            peer);
    permit.refusal().ifPresent(reply -> channels.blocked(channel, reply));
  }

  /** The server's final reply to any command. */
  void answered(Transaction transaction, Reply reply) {
    directory.answered(transaction, reply);
  }

  /**
   * The server has answered a login.
   *
   * @return what the client is told instead, if the session is one too many of its user
   */
  Optional<Reply> loginAnswered(Transaction transaction, Reply reply) {
    if (transaction.verb() == Verb.REIN) {
      if (reply.isCompletion()) {
        limits.loggedOut();
      }
      return Optional.empty();
    }
    boolean taken = reply.code() == 230 || reply.code() == 232;
    return taken ? limits.loggedIn(transaction.limits(), context.ref().user()) : Optional.empty();
  }

  /** The client has heard of it: a failure too many ends the session, and bans its address. */
  void afterLogin(Transaction transaction, Reply reply) {
    if (reply.code() != LOGIN_REFUSED && reply.code() != LOGIN_REFUSED_FOR_NOW) {
      return;
    }
    limits
        .loginFailed(transaction.limits())
        .ifPresent(
            by -> {
              FailedLogins limit = by.failedLogins().orElseThrow();
              context.publish(new ClientBanned(context.ref(), by.rule(), limit.ban()));
              closing.begin(SessionOutcome.LIMITED, "too many failed logins", Replies.BANNED);
            });
  }

  /** Whether the rules deny a command, whatever it is about: FEAT does not offer it. */
  boolean hides(Verb verb) {
    return check.hides(Operation.of(verb));
  }

  /** Gives back the places among all sessions. */
  void release() {
    limits.leaveAll();
  }

  private void refuse(SessionOutcome outcome, String reason, Reply last) {
    closing.gone(Input.Side.SERVER);
    closing.begin(outcome, reason, last);
  }
}
