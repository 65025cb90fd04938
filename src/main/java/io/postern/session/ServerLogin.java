package io.postern.session;

import io.postern.event.SessionOutcome;
import io.postern.ftp.Command;
import io.postern.ftp.HostPort;
import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The login at the server that a client has named: it may be tried again, but the session does not
 * change to another server, and nothing that is meant for the gateway reaches the one that it has.
 */
final class ServerLogin {

  private final TransactionQueue queue;
  private final SessionRules rules;
  private final CommandRules commandRules;
  private final Closing closing;
  private byte[] user = {};
  private byte @Nullable [] proxyUser;
  private @Nullable HostPort server;
  private int port;

  /** Whether the server was named apart from the user, whose name may then have an {@code @}. */
  private boolean apart;

  /** Whether the user's name has led to this server, and another might lead elsewhere. */
  private boolean ofUser;

  /** Whether the passwords of the gateway and of the server came in one login. */
  private boolean joined;

  /** Whether the gateway's password came as ACCT, and would come as that again. */
  private boolean account;

  /** What the client is answered once the gateway has logged it in. */
  private @Nullable Transaction waiting;

  /** The password that the gateway sends, if the client has said it before. */
  private @Nullable Command held;

  /** Whether the client begins again with what is the gateway's. */
  private boolean stale;

  ServerLogin(
      TransactionQueue queue, SessionRules rules, CommandRules commandRules, Closing closing) {
    this.queue = queue;
    this.rules = rules;
    this.commandRules = commandRules;
    this.closing = closing;
  }

  /** Who has logged in to the gateway. */
  void proxyUser(LoginForm form) {
    proxyUser = form.proxyUser();
  }

  /** Who logs in, where. */
  void as(LoginForm form, HostPort named, int onPort) {
    user = form.user();
    server = named;
    port = onPort;
    apart = form.server().isEmpty();
    joined = form.style().joins();
    account = form.style() == LoginForm.Style.ACCOUNT;
  }

  /** Who logs in where the user's name leads to. */
  void as(LoginForm form) {
    user = form.user();
    ofUser = true;
  }

  /** There was no server: another may be named. */
  void reset() {
    user = new byte[0];
    server = null;
    apart = false;
    joined = false;
    account = false;
    proxyUser = null;
  }

  /**
   * The server has greeted: the login goes to it, if the rules permit that now that they can tell
   * where it goes.
   *
   * @param last what the client said last, and is not answered yet
   * @param password what it said before, if the last was not for the server
   * @return whether nothing of it is left to the gateway
   */
  boolean begin(Transaction last, @Nullable Command password) {
    List<Command> sent = commands(last, password);
    List<Permit> permits = commandRules.permitAtServer(last, sent);
    if (permits.isEmpty()) {
      return true;
    }
    if (last.verb() == Verb.USER) {
      queue.forward(last);
      return true;
    }
    waiting = last;
    held = password;
    queue.ask(sent.get(0), permits.get(0));
    return false;
  }

  private List<Command> commands(Transaction last, @Nullable Command password) {
    return last.verb() == Verb.USER
        ? List.of(last.command())
        : List.of(OwnCommand.of(Verb.USER, user), password == null ? last.command() : password);
  }

  /**
   * The server has answered what the gateway said: the client is told, or the password follows.
   *
   * @return whether nothing is left to the gateway
   */
  boolean goesOn(Transaction asked, Reply reply) {
    Transaction last = waiting;
    if (last == null) {
      return true;
    }
    boolean passwordWanted = asked.verb() == Verb.USER && reply.code() == 331;
    if (passwordWanted && held != null) {
      queue.ask(OwnCommand.of(Verb.PASS, held.argument()), last.permit());
      return false;
    }
    if (passwordWanted) {
      queue.forward(last);
    } else {
      queue.answerRewritten(last, told(reply));
    }
    waiting = null;
    held = null;
    return true;
  }

  /** A later command: the name of the same server is taken off the user's. */
  Command read(Command command) {
    if (command.verb() != Verb.USER) {
      return command;
    }
    byte[] argument = command.argument();
    if (ofUser) {
      stale = stale || !Arrays.equals(argument, user);
      return command;
    }
    Optional<LoginForm> again = LoginForm.parse(argument, false);
    boolean names = !apart && again.flatMap(LoginForm::server).isPresent();
    stale = stale || joined || beginsAnew(argument) || (names && !isSame(again));
    return names && !stale ? OwnCommand.with(command, again.orElseThrow().user()) : command;
  }

  /** {@code proxyuser}, or a form that begins with it. */
  private boolean beginsAnew(byte[] argument) {
    byte[] name = proxyUser;
    return name != null
        && argument.length >= name.length
        && Arrays.equals(Arrays.copyOf(argument, name.length), name)
        && (argument.length == name.length
            || argument[name.length] == '@'
            || argument[name.length] == ',');
  }

  private boolean isSame(Optional<LoginForm> again) {
    HostPort before = server;
    return before != null
        && again
            .flatMap(LoginForm::server)
            .filter(named -> named.host().equals(before.host()))
            .filter(named -> named.port().orElse(port) == port)
            .isPresent();
  }

  /** Whether a command is refused because it is not, or not only, meant for the server. */
  boolean refuses(Transaction transaction) {
    Verb verb = transaction.verb();
    boolean credential = verb == Verb.USER || verb == Verb.PASS || verb == Verb.ACCT;
    if (!credential) {
      return false;
    }
    boolean ours = (joined && verb == Verb.PASS) || (account && verb == Verb.ACCT);
    boolean refused = stale || ours || (verb == Verb.USER && leaves(transaction));
    if (refused) {
      queue.deny(transaction, Replies.RECONNECT);
    }
    return refused;
  }

  /**
   * Whether another user may not go where the session is: the rules were asked for the first. What
   * comes behind a USER that is refused is for nobody.
   */
  private boolean leaves(Transaction transaction) {
    byte[] named = transaction.command().argument();
    if (Arrays.equals(named, user)) {
      return false;
    }
    stale = !rules.permitsUser(transaction);
    user = named;
    return stale;
  }

  private Reply told(Reply reply) {
    return account && reply.isIntermediate() ? Replies.ACCOUNT_WANTED : reply;
  }

  /**
   * The server has answered. A client that sends both passwords in one would send them again, and
   * this time to the server; one that has said the gateway's with ACCT as soon as it is asked for
   * an account.
   */
  void answered(Reply reply) {
    if ((joined && reply.code() >= 400) || (account && reply.isIntermediate())) {
      closing.begin(SessionOutcome.REFUSED, "the server refused the login", null);
    }
  }
}
