package io.postern.session;

import io.postern.ftp.Deviation;
import io.postern.ftp.Verb;
import org.jspecify.annotations.Nullable;

/**
 * Whether a command comes where the standard has a place for it: after the reply to the one before,
 * not after QUIT, and not inside a sequence that the server's 3xx has begun (RFC 959 section 5.4,
 * RFC 3659 section 5.3).
 */
final class CommandOrder {

  private final TransactionQueue queue;
  private final Deviations deviations;
  private @Nullable Transaction last;
  private @Nullable Verb begun;

  CommandOrder(TransactionQueue queue, Deviations deviations) {
    this.queue = queue;
    this.deviations = deviations;
  }

  /** Whether the client still waits for a reply. */
  boolean owesReply() {
    return queue.anyOpen(transaction -> true);
  }

  /**
   * Whether a command is refused because of its place.
   *
   * @param early whether an earlier command had no reply when this one came
   */
  boolean refuses(Transaction transaction, boolean early) {
    Verb verb = transaction.verb();
    if ((early
            && !comesDuringTransfers(verb)
            && deviations.refuses(transaction, Deviation.PIPELINED_COMMAND, Replies.PIPELINED))
        || (afterQuit(transaction)
            && deviations.refuses(transaction, Deviation.COMMAND_AFTER_QUIT, Replies.AFTER_QUIT))
        || (interrupts(verb)
            && deviations.refuses(
                transaction, Deviation.INTERRUPTED_SEQUENCE, Replies.INTERRUPTED))) {
      return true;
    }
    if (!isAside(verb)) {
      last = transaction;
      begun = null;
    }
    return false;
  }

  /** The client has the final reply to a command. */
  void answered(Transaction transaction, int code) {
    if (transaction == last && code / 100 == 3) {
      begun = transaction.verb();
    }
  }

  private static boolean comesDuringTransfers(Verb verb) {
    return switch (verb) {
      case ABOR, STAT, QUIT, NOOP -> true;
      default -> false;
    };
  }

  private boolean afterQuit(Transaction transaction) {
    return transaction.verb() != Verb.ABOR
        && queue.anyOpen(other -> other != transaction && other.verb() == Verb.QUIT);
  }

  private boolean interrupts(Verb verb) {
    if (begun == null || verb == begun || isAside(verb)) {
      return false;
    }
    return switch (begun) {
      case USER -> verb != Verb.PASS && verb != Verb.ACCT;
      case PASS -> verb != Verb.ACCT && verb != Verb.USER;
      case RNFR -> verb != Verb.RNTO;
      case REST -> verb.kind() != Verb.Kind.TRANSFER;
      default -> false;
    };
  }

  /** What may be said at any time. */
  private static boolean isAside(Verb verb) {
    return switch (verb) {
      case ABOR, STAT, QUIT, REIN -> true;
      default -> false;
    };
  }
}
