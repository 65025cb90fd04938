package io.postern.session;

import io.postern.ftp.Verb;
import org.jspecify.annotations.Nullable;

/**
 * Which of the commands that the server owes replies to a reply is for. That is the oldest (RFC 959
 * section 5.4), but for what comes during a transfer, and for servers that leave one out.
 */
final class ReplyMatcher {

  private final TransactionQueue queue;

  /**
   * Of the replies to these.
   *
   * @param queue the commands; one whose reply was left out is dropped from it
   */
  ReplyMatcher(TransactionQueue queue) {
    this.queue = queue;
  }

  /**
   * Which command a reply of the server answers.
   *
   * @return null if none does
   */
  @Nullable Transaction match(int code) {
    Transaction first = queue.firstAwaiting(null);
    if (first != null && first.overtakenTransfer()) {
      first = afterOvertaken(first, code);
    }
    if (first != null && first.mayBeSilent()) {
      first = afterSilent(first, code);
    }
    if (first == null || ReplyPlausibility.plausible(first.upstream(), code)) {
      return first;
    }
    if (first.kind() == Verb.Kind.TRANSFER && first.preliminary()) {
      Transaction meanwhile = answeredDuringTransfer(first, code);
      return meanwhile == null ? first : meanwhile;
    }
    return first.verb() == Verb.ABOR ? afterSilent(first, code) : first;
  }

  /**
   * Some servers answer a transfer and its ABOR with one reply in all. And when a client closes the
   * data connection early, Pure-FTPd's last reply to the transfer is a second 150: the next reply
   * is the next command's, such as ABOR's 226. Where no command waits behind, nothing is taken for
   * silent.
   */
  private Transaction afterSilent(Transaction silent, int code) {
    Transaction next = queue.firstAwaiting(silent);
    if (next == null || !ReplyPlausibility.plausible(next.upstream(), code)) {
      return silent;
    }
    queue.drop(silent);
    return next;
  }

  /**
   * What the gateway has answered in the server's place, because nobody connected, may get no last
   * word of the server either (pyftpdlib forgets it at the next set-up): the next transfer's 1xx is
   * not its. And where the client has asked for ABOR, the one 225 or 226 is that one's, which the
   * client still waits for.
   */
  private Transaction afterOvertaken(Transaction overtaken, int code) {
    if (code < 200 && overtaken.preliminary()) {
      Transaction next = queue.firstAwaiting(overtaken, Verb.Kind.TRANSFER);
      if (next != null) {
        queue.drop(overtaken);
        return next;
      }
    } else if (code == 225 || code == 226) {
      Transaction next = queue.firstAwaiting(overtaken);
      if (next != null && next.verb() == Verb.ABOR) {
        overtaken.markMayBeSilent();
        return next;
      }
    }
    return overtaken;
  }

  /** RFC 959 section 4.1.3: STAT may come during a transfer; its reply then comes first. */
  private @Nullable Transaction answeredDuringTransfer(Transaction transfer, int code) {
    for (Transaction later = queue.firstAwaiting(transfer);
        later != null;
        later = queue.firstAwaiting(later)) {
      if (ReplyPlausibility.plausible(later.upstream(), code)) {
        return later;
      }
    }
    return null;
  }

  /**
   * Whether a success is for a transfer whose data connection is being made, or has yet to show the
   * end of its TLS. The replies to STAT and NOOP that come meanwhile are not.
   */
  boolean transferConnects(int code) {
    Transaction next = nextTransfer();
    return next != null
        && next.channel() != null
        && next.channel().unproven()
        && !isOfAnother(next, code);
  }

  /**
   * Whether the transfer that the next final reply is for waits for its data connection, or has yet
   * to show the end of its TLS.
   */
  boolean transferAwaited() {
    Transaction next = nextTransfer();
    DataChannel channel = next == null ? null : next.channel();
    return channel != null && (channel.awaited() || channel.runsUnderTls());
  }

  private @Nullable Transaction nextTransfer() {
    Transaction next = queue.firstAwaiting(null);
    return next == null || next.replied() || next.kind() != Verb.Kind.TRANSFER ? null : next;
  }

  private boolean isOfAnother(Transaction transfer, int code) {
    return transfer.preliminary()
        && !ReplyPlausibility.plausible(transfer.upstream(), code)
        && answeredDuringTransfer(transfer, code) != null;
  }
}
