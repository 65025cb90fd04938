package io.postern.session;

import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.event.GatewayEvent;
import io.postern.event.Limit;
import io.postern.ftp.Reply;
import io.postern.policy.Quotas.Place;
import java.util.function.BiConsumer;

/**
 * What follows from the end of a transfer: an answer in the server's place, events, a free place.
 */
final class TransferOutcome {

  private final SessionContext context;
  private final RuleLimits limits;
  private final BiConsumer<Transaction, Reply> overtake;

  /**
   * For one session.
   *
   * @param overtake answers a transfer in the server's place
   */
  TransferOutcome(
      SessionContext context, RuleLimits limits, BiConsumer<Transaction, Reply> overtake) {
    this.context = context;
    this.limits = limits;
    this.overtake = overtake;
  }

  /** Answers a transfer in the server's place. */
  void overtake(Transaction transfer, Reply reply) {
    overtake.accept(transfer, reply);
  }

  /** Where the gateway itself ended the data connection it says so; else the server will. */
  void answer(Transaction transfer, DataEnd end) {
    switch (end) {
      case UNREACHABLE -> overtake(transfer, Replies.UNREACHABLE);
      case STALLED, IDLE -> overtake(transfer, Replies.STALLED);
      case TOO_LARGE -> overtake(transfer, Replies.TOO_LARGE);
      case CLIENT_TRUNCATED, SERVER_TRUNCATED -> overtake(transfer, Replies.TRUNCATED);
      case TLS_FAILED -> overtake(transfer, Replies.DATA_TLS_FAILED);
      case NOT_RESUMED -> overtake(transfer, Replies.NOT_RESUMED);
      default -> {
        // The server saw the same end, and answers.
      }
    }
  }

  /** Tells the limit that ended a data connection, if one did. */
  void limit(DataStats stats) {
    switch (stats.end()) {
      case STALLED -> context.limit(Limit.DATA_STALL_TIMEOUT, stats.detail());
      case IDLE -> context.limit(Limit.DATA_IDLE_TIMEOUT, stats.detail());
      case TOO_LARGE -> context.limit(Limit.RULE_UPLOAD_BYTES, stats.detail());
      default -> {
        // No limit of ours.
      }
    }
  }

  /** Both the reply and the data connection have ended: that is told. */
  void tell(DataChannel channel, Transaction transfer, int code) {
    leave(transfer);
    context.publish(
        new GatewayEvent.TransferEnded(
            context.ref(), transfer.verb(), channel.path(), channel.mode(), code, channel.stats()));
  }

  /** Another transfer may take the place. */
  void leave(Transaction transfer) {
    Place place = transfer.place();
    if (place != null) {
      limits.leave(place);
      transfer.place(null);
    }
  }
}
