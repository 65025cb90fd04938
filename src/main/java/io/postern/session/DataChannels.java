package io.postern.session;

import io.postern.event.Limit;
import io.postern.event.PinholeEnd;
import io.postern.ftp.DataMode;
import io.postern.ftp.Expectation;
import io.postern.ftp.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data connections of a session: at most one that waits for its peer, and those that still run.
 */
final class DataChannels {

  private final SessionContext context;
  private final Security security;
  private final TransferOutcome outcome;
  private final Map<Long, DataChannel> channels = new LinkedHashMap<>();
  private @Nullable DataChannel current;

  /** None yet. */
  DataChannels(SessionContext context, Security security, TransferOutcome outcome) {
    this.context = context;
    this.security = security;
    this.outcome = outcome;
  }

  /** Asks for the pinhole of a predicted data connection; the one announced last is current. */
  DataChannel expect(Transaction setUp, Expectation expectation) {
    // Where nobody connects to the gateway, it is the transfer that makes it connect.
    boolean held = security.holdsData() || expectation.accepted().isEmpty();
    DataChannel channel = new DataChannel(expectation, setUp, held);
    channels.put(channel.id(), channel);
    current = channel;
    setUp.channel(channel);
    context.add(new Action.OpenPinhole(expectation, held));
    return channel;
  }

  /** The one announced last, which the next transfer uses; null if there is none. */
  @Nullable DataChannel current() {
    return current;
  }

  /** The channel of this id; null if it is not of this session, or over. */
  @Nullable DataChannel find(long id) {
    return channels.get(id);
  }

  /** The pinhole stands. */
  void opened(DataChannel channel) {
    channel.state(DataChannel.State.WAITING);
    channel.openUntil(context.in(context.settings().timeouts().pinhole()));
  }

  /** The pinhole could not be opened. */
  void failed(DataChannel channel) {
    channel.state(DataChannel.State.LOST);
    channels.remove(channel.id());
  }

  /** Closes the pinhole that waits, and drops what was announced. */
  void drop(PinholeEnd end) {
    DataChannel dropped = current;
    current = null;
    if (dropped == null || !channels.containsKey(dropped.id())) {
      return;
    }
    if (dropped.unused()) {
      boolean awaited = dropped.awaited();
      close(dropped, end);
      if (awaited) {
        giveUp(dropped.transfer());
      }
    } else if (dropped.transfer() == null) {
      context.add(new Action.AbortData(dropped.id(), end));
    }
  }

  /** The server rejected the announcement: nothing of it stays. */
  void rejected(DataChannel channel) {
    if (channel == current && channels.containsKey(channel.id())) {
      context.add(new Action.AbortData(channel.id(), PinholeEnd.REJECTED));
      if (channel.unused()) {
        forget(channel);
      }
      current = null;
    }
  }

  /**
   * Whether the announced data connection is gone, so that a transfer can't work. One whose
   * protection an earlier transfer has decided is of no use after another PROT.
   */
  boolean lost() {
    return current != null
        && (current.state() == DataChannel.State.LOST || current.unfitFor(security.clientData()));
  }

  /** Whether a transfer waits for its peer to connect. */
  boolean transferWaits() {
    return current != null && current.unused() && current.transfer() != null;
  }

  /** Whether a data connection runs, or a transfer waits for one: both have timers of their own. */
  boolean busy() {
    for (DataChannel channel : channels.values()) {
      if (channel.state() == DataChannel.State.ACCEPTED
          || (channel.unused() && channel.transfer() != null)) {
        return true;
      }
    }
    return false;
  }

  /** How the data connection is made that was announced last; null if there is none. */
  @Nullable DataMode currentMode() {
    return current == null ? null : current.mode();
  }

  /** How they stand. */
  List<DataView> views() {
    return channels.values().stream().map(DataChannel::view).toList();
  }

  /** Whether nothing is left. */
  boolean isEmpty() {
    return channels.isEmpty();
  }

  /**
   * The expected peer connected. pyftpdlib does so before it answers PORT; if the answer is a
   * refusal all the same, {@link #rejected} resets the data connection.
   */
  void accepted(DataChannel channel) {
    channel.state(DataChannel.State.ACCEPTED);
    channel.deadline(DataChannel.NEVER);
  }

  /** A rule refuses the data connection that has just come: it is reset. */
  void blocked(DataChannel channel, Reply refusal) {
    channel.deadline(DataChannel.NEVER);
    context.add(new Action.AbortData(channel.id(), PinholeEnd.BLOCKED));
    Transaction transfer = channel.transfer();
    if (transfer != null) {
      outcome.overtake(transfer, refusal);
    }
  }

  /** The transfer was refused: another may use the pinhole in the time that it has left. */
  void waitOn(DataChannel channel) {
    if (channel.openUntil() <= context.now()) {
      expired(channel);
    } else {
      channel.deadline(channel.openUntil());
    }
  }

  /**
   * Whether as many data connections run as a session may have. A transfer may be over while its
   * data connection still delivers, so there can be several; but a client that never ends its half
   * must not gather all that {@code limits.pinholes} allows.
   */
  boolean tooMany() {
    long running = channels.values().stream().filter(channel -> !channel.unused()).count();
    return running >= context.settings().limits().dataConnections();
  }

  /** The control channel ended: what waits is closed, what runs may go on for the drain time. */
  void drain() {
    current = null;
    for (DataChannel channel : List.copyOf(channels.values())) {
      if (channel.unused()) {
        close(channel, PinholeEnd.SESSION_ENDED);
      } else {
        channel.deadline(context.in(context.settings().timeouts().drain()));
      }
    }
  }

  /** Resets everything. */
  void abort() {
    drain();
    channels
        .keySet()
        .forEach(id -> context.add(new Action.AbortData(id, PinholeEnd.SESSION_ENDED)));
    channels.values().forEach(channel -> channel.deadline(DataChannel.NEVER));
  }

  /** When the next of them is due. */
  long deadline() {
    long first = DataChannel.NEVER;
    for (DataChannel channel : channels.values()) {
      first = Math.min(first, channel.deadline());
    }
    return first;
  }

  /** Ends those whose time is over. */
  void tick() {
    for (DataChannel channel : List.copyOf(channels.values())) {
      if (channel.deadline() <= context.now()) {
        due(channel);
      }
    }
  }

  /** Closes a pinhole that nobody has used. */
  void close(DataChannel channel, PinholeEnd end) {
    context.add(new Action.ClosePinhole(channel.id(), end));
    forget(channel);
  }

  /** A data connection is over: it is no longer one of those that run. */
  void remove(DataChannel channel) {
    channels.remove(channel.id());
  }

  /** A pinhole that was closed unused: it is heard of no more. */
  private void forget(DataChannel channel) {
    channels.remove(channel.id());
    channel.state(DataChannel.State.LOST);
    channel.deadline(DataChannel.NEVER);
    Transaction transfer = channel.transfer();
    if (transfer != null && transfer.replied()) {
      outcome.tell(channel, transfer, channel.code());
    }
  }

  private void due(DataChannel channel) {
    if (!channel.unused()) {
      channel.deadline(DataChannel.NEVER);
      context.limit(Limit.DRAIN_TIMEOUT, "the data connection outlived its control channel");
      context.add(new Action.AbortData(channel.id(), PinholeEnd.SESSION_ENDED));
      return;
    }
    expired(channel);
  }

  private void expired(DataChannel channel) {
    Transaction transfer = channel.transfer();
    context.add(new Action.ClosePinhole(channel.id(), PinholeEnd.EXPIRED));
    context.limit(
        transfer == null ? Limit.PINHOLE_TIMEOUT : Limit.DATA_CONNECT_TIMEOUT,
        "nobody connected to the pinhole");
    forget(channel);
    giveUp(transfer);
  }

  /** What the server still says of it is not told, not even a success: its file went nowhere. */
  private void giveUp(@Nullable Transaction transfer) {
    if (transfer != null && !transfer.replied()) {
      outcome.overtake(transfer, Replies.NOT_CONNECTED);
    }
  }
}
