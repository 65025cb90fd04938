package io.postern.session;

import io.postern.ftp.Command;
import io.postern.ftp.HostPort;
import io.postern.ftp.Reply;
import io.postern.ftp.Text;
import io.postern.ftp.Verb;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the client says while no server is known: who it is to the gateway, which server it wants,
 * and as whom. Each command is answered here, or tells what has to be found out before it can be.
 */
final class ServerNaming {

  /** What has to be found out before a command can be answered. */
  sealed interface Need {

    /** Whether a password is that of a user of the gateway; who checks it was asked. */
    record PasswordCheck() implements Need {}

    /**
     * Whether the server can be had.
     *
     * @param as who logs in there
     * @param named empty if the listener has a server for the user
     */
    record Server(LoginForm as, Optional<HostPort> named) implements Need {}
  }

  private final SessionContext context;
  private final TransactionQueue queue;
  private final CommandRules rules;
  private final ServerlessAnswers answers;
  private final ProxyLogin proxy;

  /** The server that was named apart from its user. */
  private @Nullable HostPort server;

  /** What the USER says that is being looked at. */
  private @Nullable LoginForm read;

  ServerNaming(
      SessionContext context,
      TransactionQueue queue,
      CommandRules rules,
      ServerlessAnswers answers,
      ProxyLogin proxy) {
    this.context = context;
    this.queue = queue;
    this.rules = rules;
    this.answers = answers;
    this.proxy = proxy;
  }

  /** Nobody has said anything. */
  void reset() {
    proxy.reset();
    server = null;
  }

  /** A command as it is meant: without what is said to the gateway only. */
  Command read(Command command) {
    return switch (command.verb()) {
      case USER -> readUser(command);
      case PASS -> proxy.readPassword(command);
      // Some proxies have OPEN for what others have SITE for; no server knows it.
      case OTHER ->
          command.name().equals("OPEN")
              ? new Command(Verb.SITE, "OPEN", command.argument(), command.line())
              : command;
      default -> command;
    };
  }

  private Command readUser(Command command) {
    Optional<LoginForm> found =
        named() && server == null
            ? LoginForm.parse(command.argument(), proxy.isOwed())
            : LoginForm.user(command.argument());
    read = found.orElse(null);
    return found.map(form -> OwnCommand.with(command, form.name())).orElse(command);
  }

  /**
   * Takes a command that was {@link #read}.
   *
   * @return what it waits for; empty if it has been answered
   */
  Optional<Need> take(Transaction transaction) {
    return switch (transaction.verb()) {
      case USER -> user(transaction);
      case PASS -> checks(proxy.password(transaction));
      case ACCT -> checks(proxy.account(transaction));
      case SITE -> answered(transaction, this::site);
      case REIN -> answered(transaction, this::reinitialise);
      default -> answered(transaction, each -> answers.answer(each, proxy.isOwed()));
    };
  }

  private static Optional<Need> checks(boolean asked) {
    return asked ? Optional.of(new Need.PasswordCheck()) : Optional.empty();
  }

  private static Optional<Need> answered(Transaction transaction, Consumer<Transaction> answer) {
    answer.accept(transaction);
    return Optional.empty();
  }

  private Optional<Need> user(Transaction transaction) {
    LoginForm wanted = read;
    read = null;
    proxy.forget();
    if (wanted == null) {
      return denied(transaction, Replies.LOGIN_SYNTAX);
    }
    return switch (wanted.style()) {
      case USER -> userAlone(transaction, wanted);
      case USER_AT_HOST -> Optional.of(new Need.Server(wanted, wanted.server()));
      default -> answered(transaction, each -> proxyUser(each, wanted));
    };
  }

  private Optional<Need> userAlone(Transaction transaction, LoginForm wanted) {
    return named() && server == null
        ? denied(transaction, Replies.NO_SERVER)
        : Optional.of(new Need.Server(wanted, Optional.ofNullable(server)));
  }

  private Optional<Need> denied(Transaction transaction, Reply reply) {
    queue.deny(transaction, reply);
    return Optional.empty();
  }

  /** The rules have seen one name; where both are named at once they are asked for the other. */
  private void proxyUser(Transaction transaction, LoginForm wanted) {
    String name = Text.decode(wanted.proxyUser());
    if (!wanted.style().joins() || rules.permitProxyUser(transaction, name)) {
      proxy.user(transaction, wanted);
    }
  }

  /**
   * The password was that of the user of the gateway.
   *
   * @return what the command with it waits for; empty if it has been answered
   */
  Optional<Need> proxyLoggedIn(Transaction waiting, LoginForm as) {
    if (as.style().joins()) {
      return Optional.of(new Need.Server(as, as.server()));
    }
    server = as.server().orElse(null);
    proxy.forget();
    queue.answerHere(waiting, server == null ? Replies.PROXY_LOGGED_IN : Replies.NOW_USER);
    return Optional.empty();
  }

  private void site(Transaction transaction) {
    Optional<HostPort> wanted = HostPort.parse(transaction.command().argumentText());
    if (!named()) {
      queue.deny(transaction, Replies.NOT_LOGGED_IN);
    } else if (proxy.isOwed()) {
      queue.deny(transaction, Replies.PROXY_FIRST);
    } else if (wanted.isEmpty()) {
      queue.deny(transaction, Replies.SITE_SYNTAX);
    } else {
      server = wanted.get();
      queue.answerHere(transaction, Replies.NOW_LOG_IN);
    }
  }

  private void reinitialise(Transaction transaction) {
    reset();
    queue.answerHere(transaction, answers.welcome());
  }

  private boolean named() {
    return context.settings().entry().isNamed();
  }
}
