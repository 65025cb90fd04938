package io.postern.session;

import io.postern.event.Limit;
import io.postern.event.PinholeEnd;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Command;
import io.postern.ftp.Deviation;
import io.postern.ftp.Line;
import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import java.util.ArrayDeque;
import java.util.Deque;

/** From the client to the server: what becomes of each line. */
final class CommandPath {

  private final SessionContext context;
  private final TransactionQueue queue;
  private final DataChannels channels;
  private final Transfers transfers;
  private final SetUp setUp;
  private final Algs algs;
  private final CommandRules rules;
  private final Deviations deviations;
  private final CommandOrder order;
  private final ClientSecurity security;
  private final TlsDemands demands;
  private final Reception reception;
  private final Closing closing;
  private final Deque<Arrived> held = new ArrayDeque<>();
  private int badCommands;

  /**
   * A command as it came.
   *
   * @param early whether an earlier one had no reply yet
   */
  private record Arrived(Command command, boolean early) {}

  CommandPath(
      SessionContext context,
      TransactionQueue queue,
      DataChannels channels,
      Transfers transfers,
      SetUp setUp,
      Algs algs,
      CommandRules rules,
      Deviations deviations,
      ClientSecurity security,
      TlsDemands demands,
      Reception reception,
      Closing closing) {
    this.context = context;
    this.queue = queue;
    this.channels = channels;
    this.transfers = transfers;
    this.setUp = setUp;
    this.algs = algs;
    this.rules = rules;
    this.deviations = deviations;
    this.order = new CommandOrder(queue, deviations);
    this.security = security;
    this.demands = demands;
    this.reception = reception;
    this.closing = closing;
  }

  /** Takes a line of the client. */
  void line(Line line) {
    if (security.negotiates()) {
      security.residue();
      return;
    }
    if (queue.size() + held.size() >= context.settings().limits().pendingCommands()) {
      tooMany();
      return;
    }
    Command command = Command.parse(line).orElseGet(() -> unreadable(line));
    Arrived arrived = new Arrived(command, !held.isEmpty() || order.owesReply());
    if (held.isEmpty() && !mustWait(command)) {
      take(arrived);
    } else {
      held.add(arrived);
    }
  }

  /** The client has the final reply to a command. */
  void answered(Transaction transaction, int code) {
    order.answered(transaction, code);
    security.answered(transaction, code);
  }

  /** Goes on with the lines that had to wait, as far as they need not any more. */
  void release() {
    while (!held.isEmpty() && !closing.begun() && !mustWait(held.element().command())) {
      take(held.remove());
    }
  }

  /** Whether lines wait. */
  boolean holds() {
    return !held.isEmpty();
  }

  /** How much memory the lines that wait take, nearly. */
  long memoryBytes() {
    long bytes = 0;
    for (Arrived arrived : held) {
      bytes += arrived.command().memoryBytes();
    }
    return bytes;
  }

  /** A second announcement may not overtake the first, nor the login that allows it. */
  private boolean mustWait(Command command) {
    return reception.waits()
        ? reception.busy()
        : setUp.unfinished() || mustFollow(command) || rules.mustWait(command);
  }

  private boolean mustFollow(Command command) {
    return switch (command.verb().kind()) {
      case SET_UP ->
          queue.anyOpen(Verb.Kind.LOGIN)
              || queue.anyOpen(Verb.Kind.SET_UP)
              || (queue.anyOpen(Verb.Kind.TRANSFER) && channels.transferWaits());
      case TRANSFER -> queue.anyOpen(Verb.Kind.SET_UP);
      case LOGIN -> command.verb() == Verb.REIN && queue.anyOpen(Verb.Kind.SET_UP);
      default -> false;
    };
  }

  private void take(Arrived arrived) {
    Command command = reception.read(arrived.command());
    Transaction transaction = queue.add(command);
    if (refused(transaction, command)
        || order.refuses(transaction, arrived.early())
        || demands.refuses(transaction)
        || deviations.refusesArgument(transaction)
        || !rules.permit(transaction)
        || reception.takes(transaction)) {
      return;
    }
    switch (command.verb().kind()) {
      case SET_UP -> setUp.command(transaction);
      case TRANSFER -> transfer(transaction);
      case LOGIN -> login(transaction);
      case SECURITY -> security.command(transaction, holds());
      case UNSUPPORTED_SET_UP ->
          deviations.refuse(transaction, Deviation.UNSUPPORTED_SET_UP, Replies.NO_SUCH_SET_UP);
      case PLAIN -> plain(transaction);
    }
  }

  private void plain(Transaction transaction) {
    if (transaction.verb() == Verb.ALGS) {
      algs.command(transaction);
    } else {
      queue.forward(transaction);
    }
  }

  private void transfer(Transaction transaction) {
    if (channels.lost()) {
      queue.deny(transaction, Replies.SET_UP_GONE);
    } else {
      transfers.bind(transaction);
      queue.forward(transaction);
    }
  }

  private void login(Transaction transaction) {
    if (transaction.verb() == Verb.REIN) {
      channels.drop(PinholeEnd.REINITIALISED);
    }
    queue.forward(transaction);
  }

  /** A line that is no command still has its turn among the replies. */
  private static Command unreadable(Line line) {
    return new Command(Verb.OTHER, "", new byte[0], line);
  }

  private boolean refused(Transaction transaction, Command command) {
    Line line = command.line();
    return (ForeignProtocol.begins(line)
            && refused(transaction, Deviation.FOREIGN_PROTOCOL, Replies.FOREIGN))
        || (line.bareCr() && refused(transaction, Deviation.BARE_CR, Replies.BARE_CR))
        || (line.nul() && refused(transaction, Deviation.NUL_IN_LINE, Replies.NUL))
        || (line.bareLf() && refused(transaction, Deviation.BARE_LF, Replies.BARE_LF))
        || (command.name().isEmpty() && refused(transaction, noCommand(line), Replies.SYNTAX))
        || (command.verb() == Verb.OTHER
            && refused(transaction, Deviation.UNKNOWN_VERB, Replies.UNKNOWN));
  }

  private static Deviation noCommand(Line line) {
    return Reply.begins(line) ? Deviation.REPLY_FROM_CLIENT : Deviation.MALFORMED_COMMAND;
  }

  private boolean refused(Transaction transaction, Deviation deviation, Reply reply) {
    if (!deviations.refuses(transaction, deviation, reply)) {
      return false;
    }
    if (!closing.begun()) {
      countBad(deviation);
    }
    return true;
  }

  private void countBad(Deviation deviation) {
    if (deviation != Deviation.UNKNOWN_VERB
        && ++badCommands > context.settings().limits().badCommands()) {
      context.limit(Limit.BAD_COMMANDS, "malformed commands: " + badCommands);
      closing.begin(SessionOutcome.LIMITED, "too many malformed commands", Replies.TOO_MANY_BAD);
    }
  }

  private void tooMany() {
    context.deviation(Deviation.PIPELINE_TOO_DEEP, "");
    context.limit(Limit.PENDING_COMMANDS, "commands without a reply: " + queue.size());
    closing.begin(SessionOutcome.LIMITED, "too many commands at once", Replies.TOO_MANY_PENDING);
  }
}
