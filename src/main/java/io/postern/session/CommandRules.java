package io.postern.session;

import io.postern.event.PinholeEnd;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Command;
import io.postern.ftp.DataMode;
import io.postern.ftp.Endpoint;
import io.postern.ftp.EprtForm;
import io.postern.ftp.PortForm;
import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import io.postern.policy.Decision;
import io.postern.policy.FilePath;
import io.postern.policy.Operation;
import io.postern.policy.PathArgument;
import io.postern.policy.PrivateData;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the rules say to each command, and what follows from it. */
final class CommandRules {

  private final SessionContext context;
  private final Security security;
  private final RuleCheck check;
  private final RuleLimits limits;
  private final WorkingDirectory directory;
  private final TransactionQueue queue;
  private final DataChannels channels;
  private final Closing closing;

  /** The name that the client gave last. */
  private @Nullable String claimed;

  /** The name that the server has: an earlier one if the last was refused. */
  private @Nullable String heard;

  CommandRules(
      SessionContext context,
      Security security,
      RuleCheck check,
      RuleLimits limits,
      WorkingDirectory directory,
      TransactionQueue queue,
      DataChannels channels,
      Closing closing) {
    this.context = context;
    this.security = security;
    this.check = check;
    this.limits = limits;
    this.directory = directory;
    this.queue = queue;
    this.channels = channels;
    this.closing = closing;
  }

  /**
   * Whether a command can't be decided yet: who sends it, or where it leads, is being found out.
   */
  boolean mustWait(Command command) {
    if (context.policy().rules().isOpen()) {
      return false;
    }
    return switch (command.verb()) {
      // One guess after the other: the last that a limit allows is known before the next is made.
      // And none while a transfer runs, which the reply to a guess could be taken for.
      case USER, PASS, ACCT -> queue.owed(each -> each.verb() != Verb.USER);
      case REIN, HOST ->
          queue.anyOpen(each -> each.verb() == Verb.PASS || each.verb() == Verb.ACCT);
      default -> queue.anyOpen(Verb.Kind.LOGIN) || !directory.settled(command);
    };
  }

  /** Whether a command may go on; if not, it has been answered. */
  boolean permit(Transaction transaction) {
    Command command = transaction.command();
    if (transaction.kind() == Verb.Kind.LOGIN && limits.banned()) {
      close(transaction, SessionOutcome.LIMITED, "too many failed logins", Replies.BANNED);
      return false;
    }
    claim(command);
    Permit permit = ask(command, user(command));
    if (permit.allowed() && isForAnother(command)) {
      permit = ask(command, heard);
    }
    transaction.permit(permit);
    if (!permit.allowed()) {
      refuse(transaction, permit);
      return false;
    }
    if (!limits.admit(transaction)) {
      return false;
    }
    hear(command);
    return true;
  }

  /**
   * Asks again about a login that was read before its server was known, as it goes there: only now
   * can the rules tell where it leads.
   *
   * @param waiting what the client waits for the answer to; answered if the login is refused
   * @param sent the commands that the server gets, in order
   * @return what the rules say to each; empty if they refuse one
   */
  List<Permit> permitAtServer(Transaction waiting, List<Command> sent) {
    List<Permit> permits = new ArrayList<>();
    for (Command command : sent) {
      Permit permit = ask(command, claimed);
      waiting.permit(permit);
      if (!permit.allowed()) {
        refuse(waiting, permit);
        closing.begin(SessionOutcome.REFUSED, "rule " + permit.ruling().rule(), null);
        return List.of();
      }
      permits.add(permit);
    }
    return permits;
  }

  /**
   * Whether a user of the gateway itself may log in who is named beside the server's; if not, the
   * command has been answered.
   */
  boolean permitProxyUser(Transaction transaction, String user) {
    Permit permit = ask(transaction.command(), user);
    if (!permit.allowed()) {
      transaction.permit(permit);
      refuse(transaction, permit);
    }
    return permit.allowed();
  }

  private Permit ask(Command command, @Nullable String user) {
    return check.ask(
        Operation.of(command),
        user,
        pathOf(command),
        mode(command),
        named(command),
        PrivateData.refusal(command, security.client(), security.clientData()));
  }

  private void refuse(Transaction transaction, Permit permit) {
    String reason = "rule " + permit.ruling().rule();
    if (permit.outcome() == Decision.Outcome.CLOSE) {
      close(transaction, SessionOutcome.REFUSED, reason, permit.refusal().orElseThrow());
      return;
    }
    if (transaction.kind() == Verb.Kind.SET_UP) {
      // As with any refused set-up: what was announced before is not meant any more.
      channels.drop(PinholeEnd.REPLACED);
    }
    queue.deny(transaction, permit.refusal().orElseThrow(), reason);
  }

  private void close(Transaction transaction, SessionOutcome outcome, String reason, Reply last) {
    transaction.closed(reason);
    closing.begin(outcome, reason, last);
  }

  private void claim(Command command) {
    if (command.verb() == Verb.USER) {
      claimed = command.argumentText();
    } else if (command.verb() == Verb.REIN) {
      claimed = null;
    }
  }

  private void hear(Command command) {
    if (command.verb() == Verb.USER || command.verb() == Verb.REIN) {
      heard = claimed;
    }
  }

  /** A login is decided under the name that it is for, which the server has yet to take. */
  private @Nullable String user(Command command) {
    return command.verb().kind() == Verb.Kind.LOGIN ? claimed : context.ref().user();
  }

  /** The password behind a USER or REIN that was refused is, to the server, for the name before. */
  private boolean isForAnother(Command command) {
    return (command.verb() == Verb.PASS || command.verb() == Verb.ACCT)
        && !Objects.equals(claimed, heard);
  }

  private FilePath pathOf(Command command) {
    boolean windows = context.policy().rules().windowsPaths();
    return context.policy().rules().isOpen()
        ? FilePath.NONE
        : PathArgument.of(command, directory.path(), windows);
  }

  private @Nullable DataMode mode(Command command) {
    return switch (command.verb()) {
      case PASV, EPSV, LPSV, SPSV, CPSV, P_SW, SPAS -> DataMode.PASSIVE;
      case PORT, EPRT, LPRT, SPOR -> DataMode.ACTIVE;
      default -> command.verb().kind() == Verb.Kind.TRANSFER ? channels.currentMode() : null;
    };
  }

  private static @Nullable Endpoint named(Command command) {
    if (command.verb() == Verb.PORT) {
      return PortForm.parse(command.argument()).orElse(null);
    }
    return command.verb() == Verb.EPRT
            && EprtForm.parse(command.argument()) instanceof EprtForm.Parsed.Address address
        ? address.endpoint()
        : null;
  }
}
