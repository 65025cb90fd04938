package io.postern.session;

import io.postern.event.Limit;
import io.postern.event.PinholeEnd;
import io.postern.ftp.DataMode;
import io.postern.ftp.Deviation;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * PASV, EPSV, PORT and EPRT (RFC 959, RFC 2428), from the client's command to its answer: between
 * the two the server is asked in its own form, and the pinhole is opened. A server that listens is
 * asked first, for its port; one that connects is told the pinhole's.
 */
final class SetUp {

  private final SessionContext context;
  private final TransactionQueue queue;
  private final DataChannels channels;
  private final Prediction prediction;
  private final LoginState login;
  private final Deviations deviations;
  private final ClientSetUp client;
  private final ServerSetUp server;
  private @Nullable Transaction opening;

  /** Where the client listens that has announced itself last; null if it wants to connect. */
  private @Nullable Endpoint target;

  SetUp(
      SessionContext context,
      TransactionQueue queue,
      DataChannels channels,
      Prediction prediction,
      LoginState login,
      Deviations deviations,
      ServerSetUp server) {
    this.context = context;
    this.queue = queue;
    this.channels = channels;
    this.prediction = prediction;
    this.login = login;
    this.deviations = deviations;
    this.client = new ClientSetUp(context, queue, deviations);
    this.server = server;
  }

  /** Whether a pinhole is being opened: nothing may overtake the line that announces it. */
  boolean opening() {
    return opening != null;
  }

  /** Whether the server may have to be told more: nothing may be sent to it before. */
  boolean unfinished() {
    return opening() || server.mayAskAgain();
  }

  /** Whether the listener refuses a command in any case: FEAT does not offer it. */
  boolean hides(Verb verb) {
    return verb.kind() == Verb.Kind.SET_UP && client.modeRefusal(verb).isPresent();
  }

  /** The client announces or asks for a data connection. */
  void command(Transaction transaction) {
    if (!login.loggedIn()) {
      deviations.refuse(transaction, Deviation.SET_UP_BEFORE_LOGIN, Replies.NOT_LOGGED_IN);
      return;
    }
    // Also by one that is refused below: what was announced before is not meant any more.
    channels.drop(PinholeEnd.REPLACED);
    if (login.epsvAll() && transaction.verb() != Verb.EPSV) {
      deviations.refuse(transaction, Deviation.EPSV_ALL_VIOLATED, Replies.EPSV_ALL);
    } else if (channels.tooMany()) {
      context.limit(Limit.DATA_CONNECTIONS_PER_SESSION, "too many data connections of one session");
      queue.deny(transaction, Replies.TOO_MANY_DATA);
    } else if (!client.refusesMode(transaction)) {
      take(transaction);
    }
  }

  private void take(Transaction transaction) {
    if (!isAll(transaction)) {
      client.read(transaction).ifPresent(asked -> ask(transaction, asked));
    } else if (server.translates()) {
      // RFC 6384 section 5: the server may have to be asked with PASV or PORT.
      queue.swallow(transaction, Replies.NO_EPSV_ALL);
    } else {
      queue.forward(transaction);
    }
  }

  private void ask(Transaction transaction, ClientSetUp.Asked asked) {
    target = asked.target();
    if (server.mode(transaction) == DataMode.ACTIVE) {
      expect(transaction, null);
    } else {
      server.askPassive(transaction);
    }
  }

  private void expect(Transaction transaction, @Nullable Integer serverPort) {
    opening = transaction;
    channels.expect(transaction, prediction.of(transaction, target, serverPort));
  }

  /** The login is over, and with it what was announced under it. */
  void loggedOut() {
    channels.drop(PinholeEnd.REINITIALISED);
  }

  /** The server's final answer to what it was asked. */
  void answered(Transaction transaction, Reply reply) {
    if (transaction.upstream() == Verb.NOOP) {
      queue.answer(transaction, reply);
    } else if (isAll(transaction)) {
      epsvAll(transaction, reply);
    } else if (transaction.channel() != null) {
      activeAnswered(transaction, transaction.channel(), reply);
    } else if (!server.asksAgain(transaction, reply)) {
      passiveAnswered(transaction, reply);
    }
  }

  /**
   * The pinhole stands: now the line that announces it may go.
   *
   * @param toClient where the client may connect to, if it does
   * @param toServer where the server may connect to, if it does
   */
  void opened(DataChannel channel, @Nullable Endpoint toClient, @Nullable Endpoint toServer) {
    opening = null;
    channels.opened(channel);
    Transaction transaction = channel.setUp();
    if (!ClientSetUp.fits(transaction, toClient)) {
      channels.drop(PinholeEnd.FAILED);
      client.failed(transaction, Replies.PASV_OVER_IPV6);
      return;
    }
    channel.advertised(toClient);
    if (channel.expectation().serverMode() == DataMode.ACTIVE) {
      server.announce(transaction, Objects.requireNonNull(toServer));
    } else {
      client.told(transaction, toClient);
    }
  }

  /** There is no pinhole: the client hears so, and nothing is announced. */
  void failed(DataChannel channel) {
    opening = null;
    channels.failed(channel);
    client.failed(channel.setUp(), Replies.NO_PINHOLE);
  }

  private void passiveAnswered(Transaction transaction, Reply reply) {
    if (reply.code() < 400) {
      server.named(transaction, reply).ifPresent(port -> expect(transaction, port));
    } else {
      client.refused(transaction, reply);
    }
  }

  private void activeAnswered(Transaction transaction, DataChannel channel, Reply reply) {
    if (!reply.isCompletion()) {
      channels.rejected(channel);
      client.refused(transaction, reply);
    } else if (channel.state() == DataChannel.State.LOST) {
      // The server took longer than the pinhole lasts: its port may be another session's by now.
      client.failed(transaction, Replies.NO_PINHOLE);
    } else if (transaction.upstream() == transaction.verb()) {
      queue.answer(transaction, reply);
    } else {
      client.told(transaction, channel.advertised());
    }
  }

  private void epsvAll(Transaction transaction, Reply reply) {
    if (ReplyPlausibility.announcesData(reply.code())) {
      // A server that takes EPSV ALL for EPSV: its port must not reach the client.
      server.unusableFor(transaction, Deviation.MALFORMED_SET_UP_REPLY);
      return;
    }
    if (reply.isCompletion()) {
      login.epsvAllAccepted();
    }
    queue.answer(transaction, reply);
  }

  private static boolean isAll(Transaction transaction) {
    return transaction.verb() == Verb.EPSV
        && transaction.command().argumentText().equalsIgnoreCase("ALL");
  }
}
