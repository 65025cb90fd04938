package io.postern.session;

import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.event.PinholeEnd;
import io.postern.ftp.Protection;
import io.postern.policy.DataLimits;

/**
 * The transfers of a session and the data connections that they use: each is bound to the one that
 * was announced last, and is over when both its final reply and its data connection have ended.
 */
final class Transfers {

  private static final int NO_DATA_CONNECTION = 425;
  private static final int ABORTED = 426;

  private final SessionContext context;
  private final RuleLimits limits;
  private final Security security;
  private final TransferOutcome outcome;
  private final DataChannels channels;

  Transfers(
      SessionContext context,
      RuleLimits limits,
      Security security,
      TransferOutcome outcome,
      DataChannels channels) {
    this.context = context;
    this.limits = limits;
    this.security = security;
    this.outcome = outcome;
    this.channels = channels;
  }

  /** A transfer goes to the server: it uses what was announced last. */
  void bind(Transaction transfer) {
    DataChannel channel = channels.current();
    if (channel == null || channel.transfer() != null || channel.stats() != null) {
      return;
    }
    if (channel.unfitFor(security.clientData())) {
      // A pipelined transfer that the server has already: it will find no data connection.
      channels.drop(PinholeEnd.REPLACED);
      return;
    }
    channel.transfer(transfer, transfer.command().argumentText());
    transfer.channel(channel);
    limit(channel, transfer);
    if (channel.held()) {
      protect(channel);
    }
    if (channel.unused()) {
      channel.deadline(context.in(context.settings().timeouts().dataConnect()));
    }
  }

  private void limit(DataChannel channel, Transaction transfer) {
    DataLimits wanted = limits.ofData(transfer);
    if (!wanted.equals(channel.limits())) {
      channel.limits(wanted);
      context.add(new Action.LimitData(channel.id(), wanted));
    }
  }

  private void protect(DataChannel channel) {
    Protection client = security.clientData();
    Protection server = security.serverData();
    if (client == Protection.PRIVATE || server == Protection.PRIVATE) {
      channel.underTls();
    }
    channel.protectedAs(client);
    context.add(new Action.ProtectData(channel.id(), client, server));
  }

  /** The data connection ended. */
  void ended(DataChannel channel, DataStats stats) {
    channel.ended(stats);
    channels.remove(channel);
    outcome.limit(stats);
    Transaction transfer = channel.transfer();
    if (transfer == null) {
      lostUnlessCarried(channel, stats);
    } else if (transfer.replied()) {
      outcome.tell(channel, transfer, channel.code());
    } else {
      outcome.answer(transfer, stats.end());
    }
  }

  /** A transfer has its final reply, or never gets one (code 0). */
  void replied(Transaction transfer, int code) {
    DataChannel channel = transfer.channel();
    if (channel == null) {
      outcome.leave(transfer);
      return;
    }
    channel.code(code);
    if (channel.state() == DataChannel.State.ENDED || channel.state() == DataChannel.State.LOST) {
      outcome.tell(channel, transfer, code);
    } else if (channel.unused() && (code == NO_DATA_CONNECTION || code == ABORTED)) {
      // The server has given it up: nobody will connect, or nobody would be there.
      channels.close(channel, PinholeEnd.REJECTED);
    } else if (channel.unused() && (code >= 400 || code == 0)) {
      outcome.tell(channel, transfer, code);
      channel.transfer(null, "");
      channels.waitOn(channel);
    } else if (code >= 400 && notTaken(transfer)) {
      // The client has connected, but the server has not taken the transfer: the data connection is
      // for the next one, under the limits of that.
      outcome.tell(channel, transfer, code);
      channel.transfer(null, "");
    }
  }

  private static boolean notTaken(Transaction transfer) {
    return !transfer.preliminary() && transfer.local() == null;
  }

  /** Without a transfer, a data connection that could not be made leaves nothing to use. */
  private void lostUnlessCarried(DataChannel channel, DataStats stats) {
    if (stats.end() != DataEnd.COMPLETED) {
      channel.state(DataChannel.State.LOST);
    }
  }
}
