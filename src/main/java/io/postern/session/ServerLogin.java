package io.postern.session;

import io.postern.event.SessionOutcome;
import io.postern.ftp.Command;
import io.postern.ftp.HostPort;
import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The login at the server that a client has named: it may be tried again, but the session does not
 * change to another server, and nothing that is meant for the gateway reaches the one that it has.
 */
final class ServerLogin {

  private final TransactionQueue queue;
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

  /** Whether the client begins again with what is the gateway's. */
  private boolean stale;

  ServerLogin(TransactionQueue queue, Closing closing) {
    this.queue = queue;
    this.closing = closing;
  }

  /** Who has logged in to the gateway. */
  void proxyUser(LoginForm form) {
    proxyUser = form.proxyUser();
  }

  /** The server was named before the user. */
  void atServer(HostPort named, int onPort) {
    server = named;
    port = onPort;
    apart = true;
  }

  /** Who logs in, where. */
  void as(LoginForm form, HostPort named, int onPort) {
    user = form.user();
    server = named;
    port = onPort;
    joined = form.style().joins();
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
    proxyUser = null;
  }

  /** The user's name for the server. */
  byte[] user() {
    return user;
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
    boolean refused = credential && (stale || (joined && verb == Verb.PASS));
    if (refused) {
      queue.deny(transaction, Replies.RECONNECT);
    }
    return refused;
  }

  /**
   * The server has answered. A client that sends both passwords in one would send them again, and
   * this time to the server.
   */
  void answered(Reply reply) {
    if (joined && reply.code() >= 400) {
      closing.begin(SessionOutcome.REFUSED, "the server refused the login", null);
    }
  }
}
