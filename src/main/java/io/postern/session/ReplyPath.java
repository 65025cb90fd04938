package io.postern.session;

import io.postern.event.Limit;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Deviation;
import io.postern.ftp.Reply;
import io.postern.ftp.Stance;
import io.postern.ftp.Verb;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;

/** From the server to the client: which command a reply answers, and what becomes of it. */
final class ReplyPath {

  private static final String STOU_NAME = "FILE: ";

  private final SessionContext context;
  private final TransactionQueue queue;
  private final ReplyMatcher matcher;
  private final LoginState login;
  private final SetUp setUp;
  private final SessionRules rules;
  private final Security security;
  private final ServerSecurity serverSecurity;
  private final PassThrough passThrough;
  private final Reception reception;
  private final Closing closing;
  private final Deque<Reply> held = new ArrayDeque<>();
  private boolean quit;
  private boolean farewell;

  ReplyPath(
      SessionContext context,
      TransactionQueue queue,
      ReplyMatcher matcher,
      LoginState login,
      SetUp setUp,
      SessionRules rules,
      Security security,
      ServerSecurity serverSecurity,
      PassThrough passThrough,
      Reception reception,
      Closing closing) {
    this.context = context;
    this.queue = queue;
    this.matcher = matcher;
    this.login = login;
    this.setUp = setUp;
    this.rules = rules;
    this.security = security;
    this.serverSecurity = serverSecurity;
    this.passThrough = passThrough;
    this.reception = reception;
    this.closing = closing;
  }

  /** Takes a reply of the server. */
  void reply(Reply reply) {
    if (!setUp.opening() && held.isEmpty() && !premature(reply)) {
      relay(reply);
    } else if (held.size() < context.settings().limits().pendingCommands()) {
      held.add(reply);
    } else {
      context.limit(Limit.PENDING_COMMANDS, "replies that wait: " + held.size());
      closing.begin(SessionOutcome.LIMITED, "too many replies at once", Replies.SERVER_PROTOCOL);
    }
  }

  /** Goes on with the replies that had to wait for a pinhole or a data connection. */
  void release() {
    while (!held.isEmpty() && !setUp.opening() && !premature(held.element()) && !closing.begun()) {
      relay(held.remove());
    }
  }

  /** The server says no more: a data connection that is still being made holds nothing back. */
  void releaseFinal() {
    while (!held.isEmpty() && !setUp.opening() && !closing.begun()) {
      relay(held.remove());
    }
  }

  /**
   * Whether the server reports success of a transfer whose data connection has not reached the
   * client yet. A small file fits into the sockets between server and gateway: vsftpd says 226
   * while the gateway still tries to connect to the client in active mode. Should that fail, the
   * client is told 425, and never a success.
   */
  private boolean premature(Reply reply) {
    return reply.isCompletion() && matcher.transferConnects(reply.code());
  }

  /** Whether replies wait. */
  boolean holds() {
    return !held.isEmpty();
  }

  /** How much memory the replies that wait take, nearly. */
  long memoryBytes() {
    long bytes = 0;
    for (Reply reply : held) {
      bytes += reply.memoryBytes();
    }
    return bytes;
  }

  /** Whether QUIT was answered. */
  boolean quit() {
    return quit;
  }

  /** Whether the server has said that it closes: the client needs no word of ours. */
  boolean farewell() {
    return farewell;
  }

  private void relay(Reply reply) {
    if (passThrough.opening() || serverSecurity.handshakes()) {
      residue();
      return;
    }
    farewell = farewell || reply.code() == 421;
    Transaction transaction = matcher.match(reply.code());
    if (transaction == null || !ReplyPlausibility.plausible(transaction.upstream(), reply.code())) {
      if (queue.surplusOfAbort(reply.code())) {
        context.toClient(reply, false);
        return;
      }
    }
    if (transaction == null) {
      unasked(reply);
    } else if (announcesOtherwise(transaction, reply.code())) {
      unsolicited(reply);
    } else {
      relay(transaction, reply);
    }
  }

  private void relay(Transaction transaction, Reply reply) {
    nameOf(transaction, reply);
    if (reply.isPreliminary()) {
      queue.answer(transaction, reply);
      return;
    }
    rules.answered(transaction, reply);
    heard(transaction, reply);
    switch (transaction.kind()) {
      case SET_UP -> setUp.answered(transaction, reply);
      case LOGIN -> loggedIn(transaction, reply);
      default -> plain(transaction, reply);
    }
  }

  private void heard(Transaction transaction, Reply reply) {
    boolean before = login.loggedIn();
    login.heard(transaction.upstream(), reply);
    if (transaction.kind() == Verb.Kind.LOGIN) {
      login.answered(transaction.command(), reply);
    }
    if (before && !login.loggedIn()) {
      setUp.loggedOut();
    }
  }

  private void loggedIn(Transaction transaction, Reply reply) {
    Optional<Reply> refusal = rules.loginAnswered(transaction, reply);
    if (refusal.isPresent()) {
      if (transaction.own()) {
        reception.refused(refusal.get());
      } else {
        queue.answerRewritten(transaction, refusal.get());
      }
      closing.begin(SessionOutcome.LIMITED, "too many sessions of the user", null);
      return;
    }
    queue.answer(transaction, reply);
    reception.loggingIn(transaction, reply);
    rules.afterLogin(transaction, reply);
    reception.answered(reply);
  }

  private void plain(Transaction transaction, Reply reply) {
    quit = quit || (transaction.verb() == Verb.QUIT && reply.isCompletion());
    switch (transaction.verb()) {
      case FEAT -> features(transaction, reply);
      case SYST -> system(transaction, reply);
      default -> {
        if (!passThrough.holds(transaction, reply)) {
          completed(transaction, reply);
          serverSecurity.answered(transaction, reply);
        }
      }
    }
  }

  /** A server may take a reset of its data connection for the end of the file (pyftpdlib does). */
  private void completed(Transaction transaction, Reply reply) {
    DataChannel channel = transaction.channel();
    if (channel != null && channel.cutOff() && reply.isCompletion()) {
      queue.answerRewritten(transaction, Replies.TRUNCATED);
    } else {
      queue.answer(transaction, reply);
    }
  }

  private void features(Transaction transaction, Reply reply) {
    Predicate<Verb> hidden = verb -> setUp.hides(verb) || rules.hides(verb);
    Reply kept = FeatFilter.filtered(reply, security.stance(), hidden);
    Reply offered = FeatFilter.with(kept, security.stance(), hidden);
    if (offered.code() == reply.code()) {
      queue.answer(transaction, offered);
    } else {
      queue.answerRewritten(transaction, offered);
    }
  }

  private void system(Transaction transaction, Reply reply) {
    Optional<String> other = transaction.permit().grants().syst();
    if (other.isPresent() && reply.isCompletion()) {
      queue.answerRewritten(transaction, Reply.of(reply.code(), other.get()));
    } else {
      queue.answer(transaction, reply);
    }
  }

  /** RFC 1123 section 4.1.2.9: the reply to STOU names the file. */
  private static void nameOf(Transaction transaction, Reply reply) {
    DataChannel channel = transaction.channel();
    int at = transaction.verb() == Verb.STOU ? reply.text().indexOf(STOU_NAME) : -1;
    if (at >= 0 && channel != null) {
      channel.path(reply.text().substring(at + STOU_NAME.length()));
    }
  }

  /** A 227 for EPSV, a 229 for PASV, and either for anything else. */
  private static boolean announcesOtherwise(Transaction transaction, int code) {
    if (!ReplyPlausibility.announcesData(code)) {
      return false;
    }
    return switch (transaction.upstream()) {
      case PASV -> code != 227;
      case EPSV -> code != 229;
      default -> true;
    };
  }

  /** Behind 234 the server says no more in the clear, whether or not the client has heard it. */
  private void residue() {
    context.deviation(Deviation.TLS_RESIDUE, "");
    closing.refuse(Deviation.TLS_RESIDUE, Replies.SERVER_PROTOCOL);
  }

  /** vsftpd says "500 OOPS" when it dies, and servers say 421 when they had enough. */
  private void unasked(Reply reply) {
    if (reply.code() < 400) {
      unsolicited(reply);
      return;
    }
    context.toClient(reply, false);
    farewell = true;
    closing.begin(SessionOutcome.SERVER_CLOSED, "the server ended the session", null);
  }

  private void unsolicited(Reply reply) {
    if (context.deviation(Deviation.UNSOLICITED_REPLY, "code " + reply.code()) == Stance.CLOSE) {
      closing.refuse(Deviation.UNSOLICITED_REPLY, Replies.SERVER_PROTOCOL);
    }
  }
}
