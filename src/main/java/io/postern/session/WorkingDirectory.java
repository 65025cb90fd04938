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
    if (!login.loggedIn() || !needed(command)) {
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

  /** The server's final reply to a command of the client or of the gateway. */
  void answered(Transaction transaction, Reply reply) {
    if (context.policy().rules().isOpen()) {
      // Nobody wants to know; rules that come later have it asked then.
      forget();
      return;
    }
    if (transaction.verb() == Verb.PWD || transaction.verb() == Verb.XPWD) {
      told(reply, transaction.own());
    } else if (moves(transaction) && reply.code() < 400) {
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
      case RNTO -> false;
      default ->
          needed(policy, command.verb())
              && PathArgument.isRelative(command, policy.rules().windowsPaths());
    };
  }

  private static boolean needed(Policy policy, Verb verb) {
    return policy.needsPath(Operation.of(verb));
  }

  /** SITE and what the gateway does not know may do anything. */
  private static boolean moves(Transaction transaction) {
    return switch (transaction.verb()) {
      case CWD, XCWD, CDUP, XCUP, SMNT, SITE, OTHER -> true;
      default -> transaction.kind() == Verb.Kind.LOGIN;
    };
  }

  private void told(Reply reply, boolean asked) {
    Optional<FilePath> named = named(reply);
    if (named.isPresent()) {
      path = named.get();
      state = State.KNOWN;
    } else if (asked) {
      path = FilePath.UNKNOWN;
      state = State.UNTOLD;
    }
  }

  /** RFC 959 appendix II: {@code 257 "/a ""quoted"" name" is the current directory}. */
  private static Optional<FilePath> named(Reply reply) {
    String text = reply.text();
    if (reply.code() != 257 || reply.bareLf() || !text.startsWith("\"/")) {
      return Optional.empty();
    }
    StringBuilder name = new StringBuilder();
    for (int at = 1; at < text.length(); at++) {
      if (text.charAt(at) == '"') {
        boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == '"';
        if (!doubled) {
          return Optional.of(FilePath.of(name.toString()));
        }
        at++;
      }
      name.append(text.charAt(at));
    }
    return Optional.empty();
  }
}
