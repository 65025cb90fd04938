package io.postern.session;

import io.postern.event.GatewayEvent;
import io.postern.ftp.Command;
import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import io.postern.ftp.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The commands whose replies are owed, in the order that they came in. A reply of the gateway's own
 * waits until every command before it is answered, so that a pipelining client stays in step.
 */
final class TransactionQueue {

  private final SessionContext context;
  private final ObjIntConsumer<Transaction> completed;
  private final Deque<Transaction> transactions = new ArrayDeque<>();
  private long commands;
  private boolean afterAbort;

  /**
   * An empty queue.
   *
   * @param completed told when the client has a final reply, with its code, or 0 if there will be
   *     none
   */
  TransactionQueue(SessionContext context, ObjIntConsumer<Transaction> completed) {
    this.context = context;
    this.completed = completed;
  }

  Transaction add(Command command) {
    Transaction transaction = new Transaction(command, context.now());
    transactions.add(transaction);
    commands++;
    return transaction;
  }

  /** How many commands there have been. */
  long commands() {
    return commands;
  }

  int size() {
    return transactions.size();
  }

  /** How much memory the commands take, nearly. */
  long memoryBytes() {
    long bytes = 0;
    for (Transaction transaction : transactions) {
      bytes += transaction.command().memoryBytes();
    }
    return bytes;
  }

  /** Whether a command that the client has no final reply for satisfies this. */
  boolean anyOpen(Predicate<Transaction> condition) {
    for (Transaction transaction : transactions) {
      if (!transaction.replied() && condition.test(transaction)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the server owes the final reply to a command that satisfies this. One that may be
   * silent may never get it: see {@link ReplyMatcher#match}.
   */
  boolean owed(Predicate<Transaction> condition) {
    return transactions.stream()
        .anyMatch(each -> each.awaitingServer() && !each.mayBeSilent() && condition.test(each));
  }

  boolean anyOpen(Verb.Kind kind) {
    return anyOpen(transaction -> transaction.kind() == kind);
  }

  /** The oldest transfer that the server has yet to answer and that no data connection has. */
  @Nullable Transaction unboundTransfer() {
    for (Transaction transaction : transactions) {
      if (transaction.kind() == Verb.Kind.TRANSFER
          && transaction.awaitingServer()
          && !transaction.replied()
          && transaction.channel() == null) {
        return transaction;
      }
    }
    return null;
  }

  /** The oldest command of the client that waits for its final reply. */
  Optional<Transaction> oldestOpen() {
    return transactions.stream().filter(each -> !each.replied() && !each.own()).findFirst();
  }

  /**
   * The oldest command that the server owes the final reply to.
   *
   * @param after of those behind this one; null for all
   */
  @Nullable Transaction firstAwaiting(@Nullable Transaction after) {
    boolean behind = after == null;
    for (Transaction transaction : transactions) {
      if (behind && transaction.awaitingServer()) {
        return transaction;
      }
      behind = behind || transaction == after;
    }
    return null;
  }

  /** The oldest command of a kind, behind this one, that the server owes the final reply to. */
  @Nullable Transaction firstAwaiting(Transaction after, Verb.Kind kind) {
    Transaction next = firstAwaiting(after);
    while (next != null && next.kind() != kind) {
      next = firstAwaiting(next);
    }
    return next;
  }

  /** Passes a command on with its own bytes. */
  void forward(Transaction transaction) {
    transaction.sent(transaction.verb(), Verdict.ALLOW);
    context.toServer(transaction.command().line().bytes());
  }

  /** Passes a command on, written anew. */
  void forward(Transaction transaction, Verb asked, String line) {
    transaction.sent(asked, Verdict.REWRITE);
    context.toServer(line);
  }

  /**
   * Answers a command in the server's place, which gets a NOOP for it (RFC 6384 section 12); what
   * it says to that goes to nobody.
   */
  void swallow(Transaction transaction, Reply reply) {
    forward(transaction, Verb.NOOP, Verb.NOOP.text());
    overtake(transaction, reply);
  }

  /** Asks the server for the gateway's own sake; the client hears nothing of it. */
  void ask(Verb verb) {
    ask(verb, "");
  }

  /** {@link #ask(Verb)} with an argument. */
  void ask(Verb verb, String argument) {
    ask(OwnCommand.of(verb, argument.getBytes(StandardCharsets.US_ASCII)), Permit.OPEN);
  }

  /**
   * Asks the server in the place of a client.
   *
   * @param permit what the rules said to what the client asked for
   */
  void ask(Command command, Permit permit) {
    Transaction transaction = new Transaction(command, context.now());
    transaction.markOwn();
    transaction.permit(permit);
    transactions.add(transaction);
    forward(transaction);
  }

  /** Answers a command that is the gateway's own affair. */
  void answerHere(Transaction transaction, Reply reply) {
    transaction.denied(Verdict.ALLOW, "", reply);
    flush();
  }

  /** Answers a command that the server never sees. */
  void deny(Transaction transaction, Reply reply) {
    deny(transaction, reply, reply.text());
  }

  /**
   * Answers a command that the server never sees.
   *
   * @param reason for events
   */
  void deny(Transaction transaction, Reply reply, String reason) {
    transaction.denied(Verdict.DENY, reason, reply);
    flush();
  }

  /** Answers a command in the server's place. What the server still says to it is swallowed. */
  void overtake(Transaction transaction, Reply reply) {
    if (!transaction.replied() && transaction.local() == null) {
      transaction.overtaken(reply.text(), reply);
      flush();
    }
  }

  /**
   * Whether a reply that matches no command is the one too many that some servers give to ABOR: 426
   * for the transfer, 226 for ABOR, and 225 or 226 once more. At most one is taken for that.
   */
  boolean surplusOfAbort(int code) {
    boolean surplus = afterAbort && (code == 225 || code == 226);
    afterAbort = false;
    return surplus;
  }

  /** Relays a reply of the server. */
  void answer(Transaction transaction, Reply reply) {
    afterAbort = transaction.verb() == Verb.ABOR;
    if (reply.isPreliminary()) {
      transaction.sawPreliminary();
      if (transaction.local() == null && !transaction.own()) {
        context.toClient(reply, false);
      }
      return;
    }
    transaction.serverAnswered();
    if (!transaction.replied() && transaction.local() == null) {
      complete(transaction, reply, false);
    }
    flush();
  }

  /** Answers in the gateway's words what the server answered in others. */
  void answerRewritten(Transaction transaction, Reply reply) {
    transaction.serverAnswered();
    complete(transaction, reply, true);
    flush();
  }

  /** The server will never answer a command: neither will the gateway. */
  void drop(Transaction silent) {
    silent.serverAnswered();
    if (!silent.replied()) {
      silent.markReplied();
      told(silent, 0);
    }
    transactions.remove(silent);
  }

  /** The session is over: what is still owed will never come. */
  void abandon() {
    for (Transaction transaction : transactions) {
      if (!transaction.replied()) {
        transaction.markReplied();
        told(transaction, 0);
      }
    }
    transactions.clear();
  }

  private void flush() {
    for (Iterator<Transaction> all = transactions.iterator(); all.hasNext(); ) {
      Transaction next = all.next();
      if (!next.replied()) {
        Reply local = next.local();
        if (local == null) {
          return;
        }
        complete(next, local, true);
      }
      if (!next.awaitingServer()) {
        all.remove();
      }
    }
  }

  private void complete(Transaction transaction, Reply reply, boolean ours) {
    transaction.markReplied();
    context.toClient(reply, ours);
    told(transaction, reply.code());
  }

  private void told(Transaction transaction, int code) {
    Command command = transaction.command();
    context.publish(
        new GatewayEvent.CommandCompleted(
            context.ref(),
            command.verb(),
            command.maskedName(),
            command.maskedArgument(),
            transaction.verdict(),
            code,
            transaction.reason(),
            Duration.ofNanos(context.now() - transaction.startedNanos()),
            transaction.permit().ruling()));
    completed.accept(transaction, code);
  }
}
