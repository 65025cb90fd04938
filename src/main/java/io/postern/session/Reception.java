package io.postern.session;

import io.postern.event.GatewayEvent;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Command;
import io.postern.ftp.HostPort;
import io.postern.ftp.Reply;
import io.postern.ftp.Text;
import io.postern.ftp.Verb;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The phase of a session before its server is known: the gateway greets, answers what needs no
 * server, lets its own users log in, and reads from the login where the session is to go ({@link
 * LoginForm}). It ends with {@link Action.Connect}: the client's login is then the server's to
 * answer.
 *
 * <p>While something is found out (a password, a connection), the lines of the client wait. The
 * time for all of it is that of the login, the number of failed logins is limited.
 */
final class Reception {

  private static final int FTP = 21;
  private static final int IMPLICIT_FTPS = 990;

  private enum Step {
    /** The listener has a server. */
    OFF,
    /** The client may say where to. */
    OPEN,
    /** A password for the gateway is being checked. */
    CHECKING,
    /** The server is being connected, or has not greeted. */
    CONNECTING,
    /** The gateway sends the user's name, and perhaps the password, itself. */
    LOGGING_IN,
    /** The login is between client and server. */
    DONE
  }

  private final SessionContext context;
  private final Security security;
  private final TransactionQueue queue;
  private final SessionRules rules;
  private final Closing closing;
  private final Timers timers;
  private Step step = Step.OFF;
  private boolean proxyLoggedIn;
  private int failures;
  private @Nullable HostPort server;

  /** What the USER says that is being looked at. */
  private @Nullable LoginForm read;

  /** The login of a user of the gateway, as far as it is. */
  private @Nullable LoginForm form;

  private byte @Nullable [] proxyPassword;
  private @Nullable Command password;

  /** The command that is answered when what is found out is known. */
  private @Nullable Transaction pending;

  private final ServerLogin login;
  private long connectingSince;

  Reception(
      SessionContext context,
      Security security,
      TransactionQueue queue,
      SessionRules rules,
      Closing closing,
      Timers timers) {
    this.context = context;
    this.security = security;
    this.queue = queue;
    this.rules = rules;
    this.closing = closing;
    this.timers = timers;
    login = new ServerLogin(queue, closing);
    connectingSince = context.startedNanos();
  }

  /** The client has connected: it is greeted, if the server is its choice. */
  void begin() {
    if (entry().kind() == Entry.Kind.LOGIN) {
      step = Step.OPEN;
      closing.gone(Input.Side.SERVER);
      context.toClient(rules.greeting(Replies.WELCOME), true);
      timers.loginOwed();
    }
  }

  /** Whether the client names the server. */
  boolean isOn() {
    return step != Step.OFF;
  }

  /** Whether no server can be spoken to yet. */
  boolean waits() {
    return step != Step.OFF && step != Step.DONE;
  }

  /** Whether something is being found out: what the client says waits. */
  boolean busy() {
    return waits() && step != Step.OPEN;
  }

  /** Since when the server is being connected. */
  long connectingSince() {
    return connectingSince;
  }

  /** TLS has begun: what was said before it may be somebody else's. */
  void reset() {
    if (step == Step.OPEN) {
      proxyLoggedIn = false;
      server = null;
      forget();
    }
  }

  private void forget() {
    form = null;
    password = null;
    proxyPassword = null;
  }

  /** A command as it is meant: without what is said to the gateway only. */
  Command read(Command command) {
    if (step == Step.DONE) {
      return login.read(command);
    }
    if (step != Step.OPEN) {
      return command;
    }
    return switch (command.verb()) {
      case USER -> readUser(command);
      case PASS -> readPassword(command);
      // Some proxies have OPEN for what others have SITE for; no server knows it.
      case OTHER ->
          command.name().equals("OPEN")
              ? new Command(Verb.SITE, "OPEN", command.argument(), command.line())
              : command;
      default -> command;
    };
  }

  private Command readUser(Command command) {
    boolean proxyLogin = entry().proxyLogin() && !proxyLoggedIn;
    Optional<LoginForm> found =
        server == null
            ? LoginForm.parse(command.argument(), proxyLogin)
            : LoginForm.user(command.argument());
    read = found.orElse(null);
    return found.map(named -> OwnCommand.with(command, named.name())).orElse(command);
  }

  private Command readPassword(Command command) {
    Optional<LoginForm.Passwords> both =
        form == null ? Optional.empty() : form.passwords(command.argument());
    proxyPassword = both.map(LoginForm.Passwords::proxy).orElse(null);
    return both.map(each -> OwnCommand.with(command, each.server())).orElse(command);
  }

  /** Whether a command is answered here, now or later; if not, it goes its usual way. */
  boolean takes(Transaction transaction) {
    if (step == Step.OFF) {
      return false;
    }
    if (step == Step.DONE) {
      return login.refuses(transaction);
    }
    if (transaction.kind() == Verb.Kind.SECURITY) {
      return refusesOpaque(transaction);
    }
    switch (transaction.verb()) {
      case USER -> user(transaction);
      case PASS -> password(transaction);
      case ACCT -> account(transaction);
      case SITE -> site(transaction);
      case REIN -> reinitialise(transaction);
      case QUIT -> quit(transaction);
      case FEAT -> queue.answerHere(transaction, features());
      case HELP -> queue.answerHere(transaction, Replies.HOW_TO);
      case NOOP, CLNT -> queue.answerHere(transaction, Replies.NOTED);
      case SYST -> queue.answerHere(transaction, Replies.SYSTEM);
      case OPTS -> queue.deny(transaction, Replies.NO_OPTION);
      default -> queue.deny(transaction, isClosed() ? Replies.PROXY_FIRST : Replies.NO_SERVER);
    }
    return true;
  }

  /** An opaque listener leaves AUTH to the server, and there is none. */
  private boolean refusesOpaque(Transaction transaction) {
    boolean opaque = security.stance().client() == TlsStance.Client.OPAQUE;
    if (opaque) {
      queue.deny(transaction, Replies.NO_TLS);
    }
    return opaque;
  }

  private Reply features() {
    Reply offered = FeatFilter.with(Replies.NO_FEATURES_YET, security.stance());
    return offered.code() == 211 ? offered : Replies.NO_FEATURES;
  }

  private boolean isClosed() {
    return entry().proxyLogin() && !proxyLoggedIn;
  }

  private void user(Transaction transaction) {
    LoginForm wanted = read;
    read = null;
    forget();
    if (wanted == null) {
      queue.deny(transaction, Replies.LOGIN_SYNTAX);
      return;
    }
    switch (wanted.style()) {
      case USER -> {
        if (server == null) {
          queue.deny(transaction, Replies.NO_SERVER);
        } else {
          login.atServer(server, port(server));
          connect(transaction, wanted, server);
        }
      }
      case USER_AT_HOST -> connect(transaction, wanted, wanted.server().orElseThrow());
      default -> proxyUser(transaction, wanted);
    }
  }

  private void proxyUser(Transaction transaction, LoginForm wanted) {
    if (wanted.proxyUser().length > context.settings().arguments().userBytes()) {
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

  private void password(Transaction transaction) {
    LoginForm of = form;
    if (of == null) {
      queue.deny(transaction, Replies.USER_FIRST);
      return;
    }
    switch (of.style()) {
      case ACCOUNT -> {
        password = transaction.command();
        queue.answerHere(transaction, Replies.PROXY_ACCOUNT);
      }
      case COMMA, JOINED -> {
        if (proxyPassword == null) {
          refuse(transaction);
        } else {
          check(transaction, of, proxyPassword);
        }
      }
      default -> check(transaction, of, transaction.command().argument());
    }
  }

  private void account(Transaction transaction) {
    if (form == null || password == null) {
      queue.deny(transaction, Replies.USER_FIRST);
    } else {
      check(transaction, form, transaction.command().argument());
    }
  }

  private void check(Transaction transaction, LoginForm of, byte[] secret) {
    step = Step.CHECKING;
    pending = transaction;
    context.add(new Action.CheckProxyUser(Text.decode(of.proxyUser()), Text.decode(secret)));
  }

  /** The password of a user of the gateway was checked. */
  void checked(boolean ok) {
    Transaction waiting = pending;
    LoginForm of = form;
    if (step != Step.CHECKING || waiting == null || of == null) {
      return;
    }
    step = Step.OPEN;
    pending = null;
    proxyPassword = null;
    if (!ok) {
      refuse(waiting);
      return;
    }
    proxyLoggedIn = true;
    login.proxyUser(of);
    if (of.style().joins()) {
      connect(waiting, of, of.server().orElseThrow());
    } else {
      server = of.server().orElse(null);
      forget();
      queue.answerHere(waiting, server == null ? Replies.PROXY_LOGGED_IN : Replies.NOW_USER);
    }
  }

  private void refuse(Transaction transaction) {
    forget();
    context.publish(
        new GatewayEvent.LoginAnswered(context.ref(), false, Replies.PROXY_REFUSED.code()));
    queue.deny(transaction, Replies.PROXY_REFUSED);
    rules.afterLogin(transaction, Replies.PROXY_REFUSED);
    if (++failures >= entry().failedProxyLogins()) {
      closing.begin(SessionOutcome.LIMITED, "too many failed logins", Replies.BANNED);
    }
  }

  private void site(Transaction transaction) {
    Optional<HostPort> named = HostPort.parse(transaction.command().argumentText());
    if (isClosed()) {
      queue.deny(transaction, Replies.PROXY_FIRST);
    } else if (named.isEmpty()) {
      queue.deny(transaction, Replies.SITE_SYNTAX);
    } else {
      server = named.get();
      queue.answerHere(transaction, Replies.NOW_LOG_IN);
    }
  }

  private void reinitialise(Transaction transaction) {
    reset();
    queue.answerHere(transaction, Replies.WELCOME);
  }

  private void quit(Transaction transaction) {
    queue.answerHere(transaction, Replies.BYE);
    closing.begin(SessionOutcome.QUIT, "QUIT", null);
  }

  private void connect(Transaction transaction, LoginForm as, HostPort to) {
    login.as(as, to, port(to));
    pending = transaction;
    step = Step.CONNECTING;
    connectingSince = context.now();
    closing.serverWanted();
    context.add(new Action.Connect(new Destination(to.host(), port(to), Text.decode(as.user()))));
  }

  private int port(HostPort of) {
    boolean implicit = security.stance().server() == TlsStance.Server.IMPLICIT;
    return of.port().orElse(implicit ? IMPLICIT_FTPS : FTP);
  }

  /** The server has greeted, and is under TLS if it has to be: the login goes to it. */
  void greeted() {
    Transaction waiting = pending;
    if (step != Step.CONNECTING || waiting == null) {
      return;
    }
    timers.greeted();
    if (waiting.verb() == Verb.USER) {
      done();
      queue.forward(waiting);
    } else {
      step = Step.LOGGING_IN;
      queue.ask(OwnCommand.of(Verb.USER, login.user()), waiting.permit());
    }
  }

  /** The server does not want the session. */
  void refused(Reply reply) {
    if (pending != null) {
      queue.answerRewritten(pending, reply);
    }
  }

  /** The server has answered a login. */
  void answered(Transaction transaction, Reply reply) {
    Transaction waiting = pending;
    if (step == Step.LOGGING_IN && waiting != null && transaction.own()) {
      loggingIn(transaction, waiting, reply);
    }
    if (step == Step.DONE) {
      login.answered(reply);
    }
  }

  private void loggingIn(Transaction asked, Transaction waiting, Reply reply) {
    Command held = password;
    if (asked.verb() == Verb.USER && reply.code() == 331 && waiting.verb() == Verb.PASS) {
      done();
      queue.forward(waiting);
    } else if (asked.verb() == Verb.USER && reply.code() == 331 && held != null) {
      queue.ask(OwnCommand.of(Verb.PASS, held.argument()), waiting.permit());
    } else {
      done();
      queue.answerRewritten(waiting, reply);
    }
  }

  private void done() {
    step = Step.DONE;
    pending = null;
    forget();
  }

  private Entry entry() {
    return context.settings().entry();
  }
}
