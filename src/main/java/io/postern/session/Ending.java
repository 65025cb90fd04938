package io.postern.session;

import io.postern.event.GatewayEvent;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Verb;
import java.time.Duration;

/**
 * How a session comes to its end: a side ends its half, QUIT is answered, the gateway stops. What
 * runs is finished first, what was said is delivered, and what is held is given back.
 */
final class Ending {

  private final SessionContext context;
  private final Security security;
  private final Closing closing;
  private final Timers timers;
  private final TransactionQueue queue;
  private final ReplyMatcher matcher;
  private final DataChannels channels;
  private final PassThrough passThrough;
  private final SetUp setUp;
  private final CommandPath commands;
  private final ReplyPath replies;
  private final SessionRules rules;
  private boolean draining;
  private boolean clientEnded;
  private boolean serverEnded;
  private boolean serverOutputShut;
  private boolean released;
  private boolean ended;

  /** Of a blind session: who ended its half first. */
  private SessionOutcome blindOutcome = SessionOutcome.CLIENT_CLOSED;

  Ending(
      SessionContext context,
      Security security,
      Closing closing,
      Timers timers,
      TransactionQueue queue,
      ReplyMatcher matcher,
      DataChannels channels,
      PassThrough passThrough,
      SetUp setUp,
      CommandPath commands,
      ReplyPath replies,
      SessionRules rules) {
    this.context = context;
    this.security = security;
    this.closing = closing;
    this.timers = timers;
    this.queue = queue;
    this.matcher = matcher;
    this.channels = channels;
    this.passThrough = passThrough;
    this.setUp = setUp;
    this.commands = commands;
    this.replies = replies;
    this.rules = rules;
  }

  /** Whether the session has ended. */
  boolean ended() {
    return ended;
  }

  /** The gateway stops: what runs may finish. */
  void drain() {
    draining = true;
  }

  /** A side ended its half, or is gone. */
  void closed(Input.Closed closed) {
    if (blind()) {
      closedBlind(closed);
    } else if (closed.side() == Input.Side.SERVER) {
      serverEnded = true;
    } else if (closed.reset()) {
      closing.gone(Input.Side.CLIENT);
      closing.begin(clientOutcome(), "the client ended the session", null);
    } else if (!closing.begun()) {
      clientEnded = true;
      timers.halfClosed();
    }
  }

  /**
   * A blind session passes each end on, and lasts until both connections are gone: whoever waits
   * for the last bytes gets them. A connection that goes before the other side has ended takes the
   * session with it.
   */
  private void closedBlind(Input.Closed closed) {
    boolean ofClient = closed.side() == Input.Side.CLIENT;
    boolean otherEnded = ofClient ? serverEnded : clientEnded;
    if (!clientEnded && !serverEnded) {
      blindOutcome = ofClient ? SessionOutcome.CLIENT_CLOSED : SessionOutcome.SERVER_CLOSED;
    }
    if (closed.reset()) {
      closing.gone(closed.side());
    }
    if (closing.bothGone() || (closed.reset() && !otherEnded)) {
      closing.begin(blindOutcome, "the blind session ended", null);
    } else if (ofClient) {
      clientEnded = true;
    } else if (!serverEnded) {
      serverEnded = true;
      context.add(new Action.ShutClientOutput());
    }
  }

  private void serverClosed() {
    closing.closeServer();
    replies.releaseFinal();
    if (clientEnded && !replies.quit()) {
      closing.begin(SessionOutcome.CLIENT_CLOSED, "the client ended the session", null);
      return;
    }
    boolean expected = replies.quit() || replies.farewell();
    SessionOutcome outcome = replies.quit() ? SessionOutcome.QUIT : SessionOutcome.SERVER_CLOSED;
    String why = replies.quit() ? "QUIT" : "the server closed the connection";
    closing.begin(outcome, why, expected ? null : Replies.SERVER_GONE);
  }

  private SessionOutcome clientOutcome() {
    return replies.quit() ? SessionOutcome.QUIT : SessionOutcome.CLIENT_CLOSED;
  }

  /** An operator ends the session: what runs is reset, and the client is told if it can be. */
  void kick(String reason) {
    boolean ending = closing.begun();
    closing.begin(SessionOutcome.KICKED, reason, Replies.KICKED);
    channels.abort();
    passThrough.abort();
    if (ending) {
      closing.closeClient();
    }
  }

  /** The session ends now. */
  void stop() {
    closing.begin(SessionOutcome.STOPPED, "the gateway stopped", Replies.STOPPING);
    channels.abort();
    passThrough.abort();
    closing.closeClient();
  }

  /**
   * What the server said before it went comes first, even if that has to wait for a pinhole, for a
   * data connection that a side has yet to make, or for the end of its TLS: no success is told
   * before, and what the server has sent by then is not thrown away.
   */
  void ofServer() {
    boolean waits = replies.holds() && (setUp.opening() || matcher.transferAwaited());
    if (serverEnded && !blind() && !waits) {
      serverClosed();
    }
  }

  /** The client says no more: nor does the gateway to the server, once all is said. */
  void ofClient(boolean greeted) {
    if (!clientEnded || closing.begun() || serverOutputShut) {
      return;
    }
    if (!greeted) {
      closing.begin(SessionOutcome.CLIENT_CLOSED, "the client ended the session", null);
    } else if (!commands.holds() && !setUp.unfinished()) {
      serverOutputShut = true;
      context.add(new Action.ShutServerOutput());
    }
  }

  /** Whether the ends of the halves are passed on as they come. */
  private boolean blind() {
    return security.blind() && !closing.begun();
  }

  /** Nothing is left to do for a client that has quit, or for a gateway that stops. */
  void ofWork() {
    if (closing.begun() || transferring()) {
      return;
    }
    if (!security.blind() && replies.quit() && !queue.anyOpen(transaction -> true)) {
      closing.begin(SessionOutcome.QUIT, "QUIT", null);
    } else if (draining) {
      closing.begin(SessionOutcome.STOPPED, "the gateway stopped", Replies.STOPPING);
    }
  }

  /** The end has begun: clears up, and sees whether all is over. */
  void finish() {
    if (!released) {
      released = true;
      channels.drain();
      queue.abandon();
    }
    if (closing.complete() && channels.isEmpty() && !passThrough.holdsEnd()) {
      ended = true;
      rules.release();
      Duration lasted = Duration.ofNanos(context.now() - context.startedNanos());
      context.publish(
          new GatewayEvent.SessionClosed(
              context.ref(), closing.outcome(), closing.reason(), lasted, queue.commands()));
    }
  }

  /** Whether a transfer is unfinished: its data connection runs, or its final reply is owed. */
  private boolean transferring() {
    return channels.busy() || passThrough.busy() || queue.anyOpen(Verb.Kind.TRANSFER);
  }
}
