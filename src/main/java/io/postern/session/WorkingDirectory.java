package io.postern.session;

import io.postern.ftp.Command;
import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import io.postern.policy.FilePath;
import io.postern.policy.Operation;
import io.postern.policy.PathArgument;
import io.postern.policy.Policy;
import java.util.Optional;

/**
 * Where the client is in the server's tree, as the server tells it. Only rules about paths need to
 * know, so the server is asked (PWD, RFC 959 section 4.1.1) when one of them does and the directory
 * may have changed. The client sees nothing of that.
 */
final class WorkingDirectory {

  private enum State {
    UNASKED,
    ASKED,
    KNOWN,
    /** The server does not tell. */
    UNTOLD
  }

  private final SessionContext context;
  private final TransactionQueue queue;
  private final LoginState login;
  private State state = State.UNASKED;
  private FilePath path = FilePath.UNKNOWN;

  WorkingDirectory(SessionContext context, TransactionQueue queue, LoginState login) {
    this.context = context;
    this.queue = queue;
    this.login = login;
  }

  /** Unknown until the server has told it. */
  FilePath path() {
    return path;
  }

  /**
   * Whether all is known that there is to know about where a command leads. If not, the server is
   * asked, and the command has to wait.
   */
  boolean settled(Command command) {
    if (!login.loggedIn()) {
      return true;
    }
    if (command.verb() == Verb.RNTO) {
      return !queue.anyOpen(WorkingDirectory::moves);
    }
    if (!needed(command)) {
      return true;
    }
    if (state == State.ASKED || queue.anyOpen(WorkingDirectory::moves)) {
      return false;
    }
    if (state == State.UNASKED) {
      state = State.ASKED;
      queue.ask(Verb.PWD);
      return false;
    }
    return true;
  }

  /**
   * The server's final reply to a command of the client or of the gateway.
   *
   * <p>While a transfer runs, a server such as pyftpdlib does the next commands already, and which
   * reply is the transfer's can't always be told: CWD may seem to have failed, and the client's own
   * PWD may seem to have the 257 of its MKD. So a failure is not believed, and only the gateway's
   * own question is: no command of the client is sent until it is answered.
   */
  void answered(Transaction transaction, Reply reply) {
    if (context.policy().rules().isOpen()) {
      // Nobody wants to know; rules that come later have it asked then.
      forget();
      return;
    }
    if (transaction.own() && transaction.verb() == Verb.PWD) {
      told(reply);
    } else if (moves(transaction)) {
      forget();
    }
  }

  private void forget() {
    state = State.UNASKED;
    path = FilePath.UNKNOWN;
  }

  /**
   * Between RNFR and RNTO, and between REST and the transfer, nothing may be inserted: what those
   * need to know is asked before.
   */
  private boolean needed(Command command) {
    Policy policy = context.policy();
    return switch (command.verb()) {
      case REST -> needed(policy, Verb.RETR) || needed(policy, Verb.STOR);
      case RNFR -> needed(policy, Verb.RNFR) || needed(policy, Verb.RNTO);
      default ->
          policy.needsPath(Operation.of(command))
              && PathArgument.isRelative(command, policy.rules().windowsPaths());
    };
  }

  private static boolean needed(Policy policy, Verb verb) {
    return policy.needsPath(Operation.of(verb));
  }

  /**
   * SITE and what the gateway does not know may do anything, and a working directory that is
   * renamed is in another place then.
   */
  private static boolean moves(Transaction transaction) {
    return switch (transaction.verb()) {
      case CWD, XCWD, CDUP, XCUP, RNTO, SMNT, SITE, OTHER -> true;
      default -> transaction.kind() == Verb.Kind.LOGIN;
    };
  }

  private void told(Reply reply) {
    Optional<FilePath> named = named(reply);
    path = named.orElse(FilePath.UNKNOWN);
    state = named.isPresent() ? State.KNOWN : State.UNTOLD;
  }

  /**
   * RFC 959 appendix II: {@code 257 "/a ""quoted"" name" is the current directory}. Servers that
   * don't double the marks of a name can't be understood: the name could go on behind any of them.
   */
  private static Optional<FilePath> named(Reply reply) {
    String text = reply.text();
    if (reply.code() != 257 || reply.doubtful() || !text.startsWith("\"/")) {
      return Optional.empty();
    }
    StringBuilder name = new StringBuilder();
    for (int at = 1; at < text.length(); at++) {
      if (text.charAt(at) == '"') {
        boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == '"';
        if (!doubled) {
          return text.indexOf('"', at + 1) < 0
              ? Optional.of(FilePath.of(name.toString()))
              : Optional.empty();
        }
        at++;
      }
      name.append(text.charAt(at));
    }
    return Optional.empty();
  }
}
