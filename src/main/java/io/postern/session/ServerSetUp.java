package io.postern.session;

import io.postern.ftp.DataMode;
import io.postern.ftp.Deviation;
import io.postern.ftp.Endpoint;
import io.postern.ftp.EprtForm;
import io.postern.ftp.ExtendedPassiveReply;
import io.postern.ftp.PassiveReply;
import io.postern.ftp.PortForm;
import io.postern.ftp.Reply;
import io.postern.ftp.Stance;
import io.postern.ftp.Verb;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a set-up: in which form it is asked (see {@link FormTable}), and what it
 * answers. For a client of IPv6, EPSV and EPRT become PASV and PORT here (RFC 6384 sections 6 and
 * 7). Each line is written anew from parsed values, never spliced from input.
 */
final class ServerSetUp {

  private final SessionContext context;
  private final TransactionQueue queue;
  private final Prediction prediction;
  private final Closing closing;
  private final Algs algs;
  private final EpsvMemory memory;
  private @Nullable Transaction asked;

  ServerSetUp(
      SessionContext context,
      TransactionQueue queue,
      Prediction prediction,
      Closing closing,
      Algs algs,
      EpsvMemory memory) {
    this.context = context;
    this.queue = queue;
    this.prediction = prediction;
    this.closing = closing;
    this.algs = algs;
    this.memory = memory;
  }

  /** Whether the server may be asked in another form than the client's. */
  boolean translates() {
    return table().translates();
  }

  /** How the server will make the data connection. */
  DataMode mode(Transaction transaction) {
    return table().mode(transaction.verb());
  }

  /** Asks the server to listen. */
  void askPassive(Transaction transaction) {
    asked = transaction;
    ask(transaction, form(transaction));
  }

  /**
   * Whether PASV may have to follow an EPSV that the server has yet to answer: no other command
   * comes between.
   */
  boolean mayAskAgain() {
    return asked != null
        && asked.awaitingServer()
        && !asked.replied()
        && table().leavesPasv(asked.upstream(), 502);
  }

  /** Asks with PASV a server that does not take EPSV; false if its answer is the last word. */
  boolean asksAgain(Transaction transaction, Reply reply) {
    if (!table().leavesPasv(transaction.upstream(), reply.code())) {
      return false;
    }
    memory.refused(context.server());
    ask(transaction, Verb.PASV);
    return true;
  }

  /** Tells the server where to connect to. */
  void announce(Transaction transaction, Endpoint advertised) {
    if (advertised.isIpv6() || form(transaction) == Verb.EPRT) {
      queue.forward(transaction, Verb.EPRT, "EPRT " + EprtForm.format(advertised));
    } else {
      queue.forward(transaction, Verb.PORT, "PORT " + PortForm.format(advertised));
    }
  }

  /** The port that the server listens on; empty if its answer is of no use, which was told. */
  OptionalInt named(Transaction transaction, Reply reply) {
    Optional<Endpoint> named = endpointOf(transaction, reply);
    if (named.isEmpty()) {
      unusableFor(transaction, Deviation.MALFORMED_SET_UP_REPLY);
      return OptionalInt.empty();
    }
    return isRefused(transaction, named.get(), reply)
        ? OptionalInt.empty()
        : OptionalInt.of(named.get().port());
  }

  private boolean isRefused(Transaction transaction, Endpoint named, Reply reply) {
    return (!named.address().equals(prediction.serverAddress())
            && unusableFor(transaction, Deviation.SERVER_ADDRESS_MISMATCH))
        || (named.port() < 1024 && unusableFor(transaction, Deviation.SERVER_LOW_PORT))
        || (transaction.upstream() == Verb.PASV
            && !PassiveReply.isStandard(reply)
            && unusableFor(transaction, Deviation.ODD_PASSIVE_REPLY));
  }

  private FormTable table() {
    return new FormTable(
        context.settings().translation().server(), algs.translates(), context.server().isIpv6());
  }

  private Verb form(Transaction transaction) {
    return table().form(transaction.verb(), memory.refuses(context.server()));
  }

  /** The client's own bytes where they say the same. */
  private void ask(Transaction transaction, Verb form) {
    String line = form == Verb.EPSV ? extended(transaction) : form.text();
    String said = transaction.command().line().text().toUpperCase(Locale.ROOT);
    if (form == transaction.verb() && (form == Verb.PASV || line.equals(said))) {
      queue.forward(transaction);
    } else {
      queue.forward(transaction, form, line);
    }
  }

  /** A client that names its family means that the server shall, too. */
  private String extended(Transaction transaction) {
    if (translates()
        || transaction.verb() != Verb.EPSV
        || transaction.command().argumentText().isEmpty()) {
      return "EPSV";
    }
    return context.server().isIpv6() ? "EPSV 2" : "EPSV 1";
  }

  private Optional<Endpoint> endpointOf(Transaction transaction, Reply reply) {
    if (transaction.upstream() == Verb.PASV) {
      return reply.code() == 227 ? PassiveReply.parse(reply) : Optional.empty();
    }
    OptionalInt port =
        reply.code() == 229 ? ExtendedPassiveReply.parse(reply) : OptionalInt.empty();
    return port.isEmpty()
        ? Optional.empty()
        : Optional.of(new Endpoint(prediction.serverAddress(), port.getAsInt()));
  }

  /** Whether an answer is of no use because of this; then the client is answered. */
  boolean unusableFor(Transaction transaction, Deviation deviation) {
    Stance stance = context.deviation(deviation, "for " + transaction.verb());
    if (stance == Stance.CLOSE) {
      closing.refuse(deviation, Replies.SERVER_PROTOCOL);
    } else if (stance == Stance.DENY) {
      queue.answerRewritten(transaction, Replies.BAD_SET_UP_REPLY);
    }
    return stance == Stance.CLOSE || stance == Stance.DENY;
  }
}
