package io.postern.session;

import io.postern.event.Limit;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Reply;

/**
 * The deadlines of a control channel: greeting, login, idle. The idle timer rests during a transfer
 * (RFC 1123 section 4.1.3.2).
 */
final class Timers {

  private final SessionContext context;
  private final Closing closing;
  private long greetingBy = Long.MAX_VALUE;
  private long loginBy = Long.MAX_VALUE;
  private long idleBy = Long.MAX_VALUE;
  private boolean halfClosed;

  Timers(SessionContext context, Closing closing) {
    this.context = context;
    this.closing = closing;
  }

  void connected() {
    greetingBy = context.in(context.settings().timeouts().greeting());
  }

  /** A login is owed from now on. */
  void loginOwed() {
    greetingBy = Long.MAX_VALUE;
    loginBy = context.in(context.settings().timeouts().login());
    active();
  }

  /** The server has greeted; the time for the login runs on. */
  void greeted() {
    greetingBy = Long.MAX_VALUE;
    active();
  }

  void loggedIn() {
    loginBy = Long.MAX_VALUE;
  }

  boolean loginIsOwed() {
    return loginBy != Long.MAX_VALUE;
  }

  /** Nobody can see a login any more: only silence counts. */
  void blind() {
    greetingBy = Long.MAX_VALUE;
    loginBy = Long.MAX_VALUE;
    active();
  }

  /** One of the sides said something. */
  void active() {
    idleBy =
        context.in(
            halfClosed
                ? context.settings().timeouts().linger()
                : context.settings().timeouts().idle());
  }

  /** The client will say no more: what is owed is waited for only a little. */
  void halfClosed() {
    halfClosed = true;
    active();
  }

  /**
   * When the next is due.
   *
   * @param busy whether a transfer runs
   */
  long deadline(boolean busy) {
    long first = Math.min(greetingBy, loginBy);
    return busy ? first : Math.min(first, idleBy);
  }

  void tick(boolean busy) {
    if (greetingBy <= context.now()) {
      expired(Limit.GREETING_TIMEOUT, "the server did not greet in time", Replies.GREETING_TIMEOUT);
    } else if (loginBy <= context.now()) {
      expired(Limit.LOGIN_TIMEOUT, "no login in time", Replies.LOGIN_TIMEOUT);
    } else if (!busy && idleBy <= context.now()) {
      idle();
    }
  }

  private void idle() {
    if (halfClosed) {
      closing.begin(SessionOutcome.CLIENT_CLOSED, "the client ended the session", null);
    } else {
      expired(Limit.IDLE_TIMEOUT, "idle for too long", Replies.IDLE);
    }
  }

  private void expired(Limit limit, String why, Reply last) {
    context.limit(limit, why);
    closing.begin(SessionOutcome.TIMED_OUT, why, last);
  }
}
