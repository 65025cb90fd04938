package io.postern.session;

import io.postern.event.GatewayEvent;
import io.postern.event.Limit;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Reply;
import java.time.Duration;

/**
 * How the server comes into a session: it is connected, under TLS if it has to be, and greets. From
 * its greeting on the client may speak, unless the gateway has greeted it already.
 */
final class ServerArrival {

  private final SessionContext context;
  private final ServerSecurity security;
  private final ReplyPath replies;
  private final SessionRules rules;
  private final LoginState login;
  private final Reception reception;
  private final Timers timers;
  private final Closing closing;
  private boolean clientGreeted;
  private boolean serverGreeted;

  ServerArrival(
      SessionContext context,
      ServerSecurity security,
      ReplyPath replies,
      SessionRules rules,
      LoginState login,
      Reception reception,
      Timers timers,
      Closing closing) {
    this.context = context;
    this.security = security;
    this.replies = replies;
    this.rules = rules;
    this.login = login;
    this.reception = reception;
    this.timers = timers;
    this.closing = closing;
  }

  /** The client has come: where the server is known only later, the gateway greets it. */
  void begin() {
    reception.begin();
    clientGreeted = reception.isOn();
  }

  /** Whether the client has been greeted, and may speak. */
  boolean greeted() {
    return clientGreeted;
  }

  /** The server leg stands. */
  void connected(Input.ServerConnected connected) {
    context.serverConnected(connected.server(), connected.local());
    Duration took = Duration.ofNanos(context.now() - reception.connectingSince());
    context.publish(new GatewayEvent.ServerConnected(context.ref(), connected.local(), took));
    if (closing.begun()) {
      context.add(new Action.CloseServer());
    } else {
      timers.connected();
      security.connected();
    }
  }

  /** There is no server leg. */
  void unreachable(Input.ServerUnreachable unreachable) {
    if (unreachable.limit() != null) {
      context.limit(unreachable.limit(), unreachable.reason());
    }
    if (!closing.begun() && reception.survives(unreachable)) {
      return;
    }
    closing.gone(Input.Side.SERVER);
    closing.begin(
        unreachable.limit() == Limit.SERVER_SESSIONS
            ? SessionOutcome.LIMITED
            : SessionOutcome.UNREACHABLE,
        "the server can't be reached: " + unreachable.reason(),
        Replies.unreachable(unreachable.reason()));
  }

  /** The server says something: its greeting comes first. */
  void reply(Reply reply) {
    if (closing.begun()) {
      return;
    }
    timers.active();
    if (serverGreeted || security.isAsking()) {
      replies.reply(reply);
    } else if (reply.isCompletion() && security.isOwed()) {
      security.agree(whenAgreed(() -> greeting(reply)));
    } else {
      greeting(reply);
    }
  }

  private static ServerSecurity.Waiting whenAgreed(Runnable then) {
    return new ServerSecurity.Waiting() {
      @Override
      public void agreed() {
        then.run();
      }

      @Override
      public void refused() {
        throw new IllegalStateException("a server that owes TLS can't refuse it");
      }
    };
  }

  private void greeting(Reply reply) {
    if (reception.isOn()) {
      lateGreeting(reply);
      return;
    }
    context.toClient(rules.greeting(reply), false);
    if (reply.isCompletion()) {
      clientGreeted = true;
      serverGreeted = true;
      login.greeted(reply);
      timers.loginOwed();
    } else if (!reply.isPreliminary()) {
      closing.begin(SessionOutcome.SERVER_CLOSED, "the server refused the session", null);
    }
  }

  /** The client has been greeted long since: what it waits for is the answer to its login. */
  private void lateGreeting(Reply reply) {
    if (reply.isCompletion()) {
      serverGreeted = true;
      reception.greeted();
    } else if (!reply.isPreliminary()) {
      reception.refused(reply);
      closing.begin(SessionOutcome.SERVER_CLOSED, "the server refused the session", null);
    }
  }
}
