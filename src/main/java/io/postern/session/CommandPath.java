package io.postern.session;

import io.postern.event.Limit;
import io.postern.event.PinholeEnd;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Command;
import io.postern.ftp.Deviation;
import io.postern.ftp.Line;
import io.postern.ftp.Reply;
import io.postern.ftp.Stance;
import io.postern.ftp.Verb;
import java.util.ArrayDeque;
import java.util.Deque;

/** From the client to the server: what becomes of each line. */
final class CommandPath {

  private final SessionContext context;
  private final TransactionQueue queue;
  private final DataChannels channels;
  private final SetUp setUp;
  private final CommandRules rules;
  private final Closing closing;
  private final Deque<Command> held = new ArrayDeque<>();
  private int badCommands;

  CommandPath(
      SessionContext context,
      TransactionQueue queue,
      DataChannels channels,
      SetUp setUp,
      CommandRules rules,
      Closing closing) {
    this.context = context;
    this.queue = queue;
    this.channels = channels;
    this.setUp = setUp;
    this.rules = rules;
    this.closing = closing;
  }

  /** Takes a line of the client. */
  void line(Line line) {
    if (ForeignProtocol.begins(line) && closes(Deviation.FOREIGN_PROTOCOL, Replies.PROTOCOL)) {
      return;
    }
    if (queue.size() + held.size() >= context.settings().pendingCommands()) {
      tooMany();
      return;
    }
    Command command = Command.parse(line).orElseGet(() -> unreadable(line));
    if (held.isEmpty() && !mustWait(command)) {
      take(command);
    } else {
      held.add(command);
    }
  }

  /** Goes on with the lines that had to wait, as far as they need not any more. */
  void release() {
    while (!held.isEmpty() && !closing.begun() && !mustWait(held.peek())) {
      take(held.remove());
    }
  }

  /** Whether lines wait. */
  boolean holds() {
    return !held.isEmpty();
  }

  /** A second announcement may not overtake the first, nor the login that allows it. */
  private boolean mustWait(Command command) {
    return setUp.opening() || mustFollow(command) || rules.mustWait(command);
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

  private void take(Command command) {
    Transaction transaction = queue.add(command);
    if (refused(transaction, command) || !rules.permit(transaction)) {
      return;
    }
    switch (command.verb().kind()) {
      case SET_UP -> setUp.command(transaction);
      case TRANSFER -> transfer(transaction);
      case LOGIN -> login(transaction);
      case SECURITY -> queue.deny(transaction, security(command.verb()));
      case UNSUPPORTED_SET_UP -> queue.deny(transaction, Replies.NO_SUCH_SET_UP);
      case PLAIN -> queue.forward(transaction);
    }
  }

  private void transfer(Transaction transaction) {
    if (channels.lost()) {
      queue.deny(transaction, Replies.SET_UP_GONE);
    } else {
      channels.bind(transaction);
      queue.forward(transaction);
    }
  }

  private void login(Transaction transaction) {
    if (transaction.verb() == Verb.REIN) {
      channels.drop(PinholeEnd.REINITIALISED);
    }
    queue.forward(transaction);
  }

  private static Reply security(Verb verb) {
    return verb == Verb.AUTH ? Replies.NO_TLS : Replies.NO_SECURITY;
  }

  /** A line that is no command still has its turn among the replies. */
  private static Command unreadable(Line line) {
    return new Command(Verb.OTHER, "", new byte[0], line);
  }

  private boolean refused(Transaction transaction, Command command) {
    Line line = command.line();
    return (line.bareCr() && refused(transaction, Deviation.BARE_CR, Replies.BARE_CR))
        || (line.nul() && refused(transaction, Deviation.NUL_IN_LINE, Replies.NUL))
        || (line.bareLf() && refused(transaction, Deviation.BARE_LF, Replies.BARE_LF))
        || (command.name().isEmpty()
            && refused(transaction, Deviation.MALFORMED_COMMAND, Replies.SYNTAX))
        || (command.verb() == Verb.OTHER
            && refused(transaction, Deviation.UNKNOWN_VERB, Replies.UNKNOWN));
  }

  private boolean refused(Transaction transaction, Deviation deviation, Reply reply) {
    Stance stance = context.deviation(deviation, "");
    if (stance == Stance.CLOSE) {
      closing.refuse(deviation, Replies.PROTOCOL);
      return true;
    }
    if (stance == Stance.DENY) {
      queue.deny(transaction, reply);
      countBad(deviation);
      return true;
    }
    return false;
  }

  private void countBad(Deviation deviation) {
    if (deviation != Deviation.UNKNOWN_VERB && ++badCommands > context.settings().badCommands()) {
      context.limit(Limit.BAD_COMMANDS, "malformed commands: " + badCommands);
      closing.begin(SessionOutcome.LIMITED, "too many malformed commands", Replies.TOO_MANY_BAD);
    }
  }

  /** Whether the deviation ended the session. */
  private boolean closes(Deviation deviation, Reply last) {
    Stance stance = context.deviation(deviation, "");
    if (stance == Stance.CLOSE || stance == Stance.DENY) {
      closing.refuse(deviation, last);
      return true;
    }
    return false;
  }

  private void tooMany() {
    context.deviation(Deviation.PIPELINE_TOO_DEEP, "");
    context.limit(Limit.PENDING_COMMANDS, "commands without a reply: " + queue.size());
    closing.begin(SessionOutcome.LIMITED, "too many commands at once", Replies.TOO_MANY_PENDING);
  }
}
