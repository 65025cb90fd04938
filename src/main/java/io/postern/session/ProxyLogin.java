package io.postern.session;

import io.postern.event.GatewayEvent;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Command;
import io.postern.ftp.Text;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The login of a user of the gateway itself, before or together with that at the server. Whoever
 * checks the passwords is asked with {@link Action.CheckProxyUser}; nothing of them is kept for
 * longer than the login takes.
 */
final class ProxyLogin {

  private final SessionContext context;
  private final TransactionQueue queue;
  private final SessionRules rules;
  private final Closing closing;
  private boolean loggedIn;
  private String user = "";
  private int failures;
  private @Nullable LoginForm form;
  private byte @Nullable [] proxyPassword;

  /** The PASS that is for the server, while the gateway waits for its own. */
  private @Nullable Command password;

  ProxyLogin(SessionContext context, TransactionQueue queue, SessionRules rules, Closing closing) {
    this.context = context;
    this.queue = queue;
    this.rules = rules;
    this.closing = closing;
  }

  /** Whether a user of the gateway has to log in, and has not. */
  boolean isOwed() {
    return context.settings().entry().proxyLogin() && !loggedIn;
  }

  /** Who is logged in; empty if nobody is. */
  String user() {
    return user;
  }

  /** Nobody is logged in any more. */
  void reset() {
    loggedIn = false;
    user = "";
    forget();
  }

  /** The password for the server; null if none came before the gateway's. */
  @Nullable Command heldPassword() {
    return password;
  }

  /** What was said of a login is of no use any more. */
  void forget() {
    form = null;
    password = null;
    proxyPassword = null;
  }

  /** What PASS says to the server: the gateway's part, if it has one, is kept for itself. */
  Command readPassword(Command command) {
    Optional<LoginForm.Passwords> both =
        form == null ? Optional.empty() : form.passwords(command.argument());
    proxyPassword = both.map(LoginForm.Passwords::proxy).orElse(null);
    return both.map(each -> OwnCommand.with(command, each.server())).orElse(command);
  }

  /** A user of the gateway is named: what has to come next is asked for. */
  void user(Transaction transaction, LoginForm wanted) {
    if (wanted.proxyUser().length > context.settings().limits().arguments().userBytes()) {
      queue.deny(transaction, Replies.USER_TOO_LONG);
      return;
    }
    form = wanted;
    queue.answerHere(
        transaction,
        switch (wanted.style()) {
          case COMMA -> Replies.PASSWORDS_WITH_COMMA;
          case JOINED -> Replies.PASSWORDS_WITH_AT;
          case ACCOUNT -> Replies.PASSWORD;
          default -> Replies.PROXY_PASSWORD;
        });
  }

  /**
   * A password.
   *
   * @return whether it is being checked; if not, it has been answered
   */
  boolean password(Transaction transaction) {
    LoginForm of = form;
    if (of == null) {
      queue.deny(transaction, Replies.USER_FIRST);
      return false;
    }
    return switch (of.style()) {
      case ACCOUNT -> {
        password = transaction.command();
        queue.answerHere(transaction, Replies.PROXY_ACCOUNT);
        yield false;
      }
      case COMMA, JOINED -> joined(transaction, of);
      default -> check(of, transaction.command().argument());
    };
  }

  private boolean joined(Transaction transaction, LoginForm of) {
    byte[] secret = proxyPassword;
    proxyPassword = null;
    if (secret == null) {
      refuse(transaction);
      return false;
    }
    return check(of, secret);
  }

  /** {@link #password} where the gateway's own comes last. */
  boolean account(Transaction transaction) {
    if (form == null || password == null) {
      queue.deny(transaction, Replies.USER_FIRST);
      return false;
    }
    return check(form, transaction.command().argument());
  }

  private boolean check(LoginForm of, byte[] secret) {
    context.add(new Action.CheckProxyUser(Text.decode(of.proxyUser()), Text.decode(secret)));
    return true;
  }

  /** It is that user's. */
  LoginForm accept() {
    loggedIn = true;
    LoginForm accepted = java.util.Objects.requireNonNull(form);
    user = Text.decode(accepted.proxyUser());
    tell(accepted, true);
    return accepted;
  }

  /** It is not that user's, or not even two passwords. */
  void refuse(Transaction transaction) {
    if (form != null) {
      tell(form, false);
    }
    forget();
    context.publish(
        new GatewayEvent.LoginAnswered(context.ref(), false, Replies.PROXY_REFUSED.code()));
    queue.deny(transaction, Replies.PROXY_REFUSED);
    rules.afterLogin(transaction, Replies.PROXY_REFUSED);
    if (++failures >= context.settings().entry().attempts()) {
      closing.begin(SessionOutcome.LIMITED, "too many failed logins", Replies.BANNED);
    }
  }

  private void tell(LoginForm of, boolean success) {
    String user = Text.decode(of.proxyUser());
    context.publish(new GatewayEvent.ProxyUserAnswered(context.ref(), user, success));
  }
}
