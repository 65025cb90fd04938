package io.postern.session;

import io.postern.ftp.ArgumentChecks;
import io.postern.ftp.Deviation;
import io.postern.ftp.Reply;
import io.postern.ftp.Stance;
import io.postern.ftp.Verb;

/** What becomes of a command of the client that departs from the standard. */
final class Deviations {

  private final SessionContext context;
  private final TransactionQueue queue;
  private final Closing closing;

  Deviations(SessionContext context, TransactionQueue queue, Closing closing) {
    this.context = context;
    this.queue = queue;
    this.closing = closing;
  }

  /**
   * Tells of a deviation, and refuses the command if that is the stance on it.
   *
   * @param reply for the stance deny; it comes in turn
   * @return whether the command is refused: nothing more is to be done for it
   */
  boolean refuses(Transaction transaction, Deviation deviation, Reply reply) {
    Stance stance = context.deviation(deviation, detail(transaction));
    if (stance == Stance.CLOSE) {
      transaction.closed(deviation.description());
      closing.refuse(deviation, Replies.PROTOCOL);
    } else if (stance == Stance.DENY) {
      queue.deny(transaction, reply);
    }
    return stance == Stance.CLOSE || stance == Stance.DENY;
  }

  /** Refuses a command that no stance can tolerate: {@link Deviation#least}. */
  void refuse(Transaction transaction, Deviation deviation, Reply reply) {
    if (!refuses(transaction, deviation, reply)) {
      throw new IllegalArgumentException(deviation + " can be tolerated");
    }
  }

  /** {@link #refuses(Transaction, Deviation, Reply)} for what is found in the argument. */
  boolean refusesArgument(Transaction transaction) {
    for (Deviation found :
        ArgumentChecks.of(transaction.command(), context.settings().limits().arguments())) {
      if (refuses(transaction, found, Replies.toArgument(found))) {
        return true;
      }
    }
    return false;
  }

  /** Where it was seen. Nothing of what the client wrote. */
  private static String detail(Transaction transaction) {
    return transaction.verb() == Verb.OTHER ? "" : "in " + transaction.verb().text();
  }
}
