package io.postern.session;

import io.postern.event.GatewayEvent;
import io.postern.ftp.Command;
import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import org.jspecify.annotations.Nullable;

/** Who is logged in, as the server's replies tell (RFC 959 section 5.4, RFC 2228's 232). */
final class LoginState {

  private final SessionContext context;
  private boolean loggedIn;
  private boolean epsvAll;

  /** Whether the last REIN seemed to be refused, and nobody has logged in since. */
  private boolean reinRefused;

  LoginState(SessionContext context) {
    this.context = context;
  }

  boolean loggedIn() {
    return loggedIn;
  }

  /** Whether EPSV ALL was accepted (RFC 2428 section 4). */
  boolean epsvAll() {
    return epsvAll;
  }

  void epsvAllAccepted() {
    epsvAll = true;
  }

  /** A final reply to USER, PASS, ACCT, REIN or HOST. */
  void answered(Command command, Reply reply) {
    switch (command.verb()) {
      case USER -> user(command.argumentText(), reply);
      case PASS, ACCT -> login(reply);
      case REIN -> reinitialised(reply);
      default -> {
        // HOST comes before the login and changes nothing of it (RFC 7151 section 3).
      }
    }
  }

  /** Nobody is logged in any more: TLS has begun. */
  void reset() {
    loggedIn = false;
    epsvAll = false;
    reinRefused = false;
    context.user(null);
  }

  /**
   * Any final reply of the server. One that asks for a login, whatever it seems to answer, has
   * nobody logged in: its replies may be out of turn. So may be a 220 after REIN seemed to be
   * refused.
   */
  void heard(Verb asked, Reply reply) {
    int code = reply.code();
    if (code == 331 || code == 332 || (code == 220 && reinRefused && asked != Verb.HOST)) {
      loggedIn = false;
    }
  }

  /** A server that greets with 230 wants no login. */
  void greeted(Reply greeting) {
    loggedIn = success(greeting.code());
  }

  /**
   * The name counts once the server takes it: a session that is logged in stays who it is, whatever
   * name it tries in vain.
   */
  private void user(String name, Reply reply) {
    @Nullable String before = context.ref().user();
    context.user(name);
    login(reply);
    if (reply.code() >= 400 && loggedIn) {
      context.user(before);
    }
  }

  private void login(Reply reply) {
    if (success(reply.code())) {
      loggedIn = true;
      reinRefused = false;
      told(true, reply);
    } else if (reply.isIntermediate()) {
      loggedIn = false;
    } else if (reply.code() >= 400) {
      told(false, reply);
    }
  }

  private void reinitialised(Reply reply) {
    if (reply.isCompletion()) {
      reset();
    } else {
      reinRefused = true;
    }
  }

  private void told(boolean success, Reply reply) {
    context.publish(new GatewayEvent.LoginAnswered(context.ref(), success, reply.code()));
  }

  private static boolean success(int code) {
    return code == 230 || code == 232;
  }
}
