package io.postern.session;

import io.postern.event.Limit;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Command;
import io.postern.ftp.HostPort;
import io.postern.ftp.Reply;
import io.postern.ftp.Text;
import io.postern.ftp.Verb;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The phase of a session before its server is known: the gateway greets, answers what needs no
 * server, lets its own users log in ({@link ProxyLogin}), and reads from the login where the
 * session is to go ({@link ServerNaming}). It ends when that server has greeted: the client's login
 * is then the server's to answer. If it can't be had, the client may name another.
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
  private final ServerlessAnswers answers;
  private final ProxyLogin proxy;
  private final ServerNaming naming;
  private final ServerSearch search;
  private final ServerLogin login;
  private Step step = Step.OFF;

  /** The command that is answered when what is found out is known. */
  private @Nullable Transaction pending;

  /** How many servers could not be had. */
  private int failures;

  Reception(
      SessionContext context,
      Security security,
      TransactionQueue queue,
      SessionRules rules,
      CommandRules commandRules,
      Closing closing,
      Timers timers) {
    this.context = context;
    this.security = security;
    this.queue = queue;
    this.rules = rules;
    this.closing = closing;
    this.timers = timers;
    answers = new ServerlessAnswers(context, security, queue, rules, closing);
    proxy = new ProxyLogin(context, queue, rules, closing);
    naming = new ServerNaming(context, queue, commandRules, answers, proxy);
    search = new ServerSearch(context, rules, closing);
    login = new ServerLogin(queue, rules, commandRules, closing);
  }

  /** The client has connected: it is greeted, if the server is its choice. */
  void begin() {
    if (entry().kind().isLate()) {
      step = Step.OPEN;
      closing.gone(Input.Side.SERVER);
      context.toClient(rules.greeting(answers.welcome()), true);
      timers.loginOwed();
    }
  }

  /** Whether the server is known only once the client logs in. */
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

  /** Since when the server is being sought. */
  long connectingSince() {
    return search.since();
  }

  /** TLS has begun: what was said before it may be somebody else's. */
  void reset() {
    if (step == Step.OPEN) {
      naming.reset();
    }
  }

  /** A command as it is meant: without what is said to the gateway only. */
  Command read(Command command) {
    if (step == Step.DONE) {
      return login.read(command);
    }
    return step == Step.OPEN ? naming.read(command) : command;
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
      return answers.refusesOpaque(transaction);
    }
    naming.take(transaction).ifPresent(need -> findOut(transaction, need));
    return true;
  }

  private void findOut(Transaction transaction, ServerNaming.Need need) {
    pending = transaction;
    if (need instanceof ServerNaming.Need.Server server) {
      step = Step.CONNECTING;
      seek(server.as(), server.named());
    } else {
      step = Step.CHECKING;
    }
  }

  private void seek(LoginForm as, Optional<HostPort> named) {
    String user = Text.decode(as.user());
    if (named.isEmpty()) {
      login.as(as);
      search.seek(user);
    } else {
      HostPort server = named.get();
      login.as(as, server, port(server));
      search.seek(server, port(server), user, proxy.user()).ifPresent(this::failed);
    }
  }

  private int port(HostPort of) {
    boolean implicit = security.stance().server() == TlsStance.Server.IMPLICIT;
    return of.port().orElse(implicit ? IMPLICIT_FTPS : FTP);
  }

  /** The password of a user of the gateway was checked. */
  void checked(Input.ProxyUserChecked checked) {
    Transaction waiting = pending;
    if (closing.begun() || step != Step.CHECKING || waiting == null) {
      return;
    }
    if (checked.answer() == Input.ProxyUserChecked.Answer.BUSY) {
      context.limit(Limit.PASSWORD_CHECKS, "logins at the gateway that are being checked");
      closing.begin(SessionOutcome.LIMITED, "too many logins at once", Replies.TOO_MANY_LOGINS);
      return;
    }
    step = Step.OPEN;
    pending = null;
    if (checked.answer() == Input.ProxyUserChecked.Answer.RIGHT) {
      proxyLoggedIn(waiting);
    } else {
      proxy.refuse(waiting);
    }
  }

  private void proxyLoggedIn(Transaction waiting) {
    LoginForm as = proxy.accept();
    login.proxyUser(as);
    naming.proxyLoggedIn(waiting, as).ifPresent(need -> findOut(waiting, need));
  }

  /** The addresses of the server's name are known. */
  void lookedUp(List<InetAddress> addresses) {
    if (step == Step.CONNECTING && !closing.begun()) {
      search.lookedUp(addresses).ifPresent(this::failed);
    }
  }

  /**
   * The server can't be had: the client may name another, unless it has tried too many. It begins
   * anew, so that nothing that was meant for the gateway is taken for a login there.
   */
  private void failed(Reply reply) {
    Transaction waiting = pending;
    if (waiting == null) {
      return;
    }
    step = Step.OPEN;
    pending = null;
    context.target(null);
    naming.reset();
    login.reset();
    queue.deny(waiting, reply);
    if (++failures >= entry().attempts()) {
      closing.begin(SessionOutcome.UNREACHABLE, reply.text(), Replies.NO_MORE_SERVERS);
    }
  }

  /**
   * The server can't be connected.
   *
   * @return whether the client may go on all the same
   */
  boolean survives(Input.ServerUnreachable unreachable) {
    if (step != Step.CONNECTING || !entry().isNamed()) {
      return false;
    }
    closing.gone(Input.Side.SERVER);
    failed(Replies.notReached(unreachable.reason()));
    return true;
  }

  /** The server has greeted, and is under TLS if it has to be: the login goes to it. */
  void greeted() {
    Transaction waiting = pending;
    if (step != Step.CONNECTING || waiting == null) {
      return;
    }
    timers.greeted();
    step = Step.LOGGING_IN;
    if (login.begin(waiting, proxy.heldPassword())) {
      done();
    }
  }

  /** The session is not wanted, by the server or a limit: the client has waited for that. */
  void refused(Reply reply) {
    if (pending != null) {
      queue.answerRewritten(pending, reply);
    }
  }

  /** The server has answered: what the gateway said in the client's place, perhaps. */
  void loggingIn(Transaction asked, Reply reply) {
    if (step == Step.LOGGING_IN && asked.own() && login.goesOn(asked, reply)) {
      done();
    }
  }

  /** The server has answered a login, and the client has heard of it. */
  void answered(Reply reply) {
    if (step == Step.DONE) {
      login.answered(reply);
    }
  }

  private void done() {
    step = Step.DONE;
    pending = null;
    proxy.forget();
  }

  private Entry entry() {
    return context.settings().entry();
  }
}
