package io.postern.session;

import io.postern.event.Limit;
import io.postern.event.PinholeEnd;
import io.postern.ftp.Command;
import io.postern.ftp.Deviation;
import io.postern.ftp.Endpoint;
import io.postern.ftp.EprtForm;
import io.postern.ftp.ExtendedPassiveReply;
import io.postern.ftp.PassiveReply;
import io.postern.ftp.PortForm;
import io.postern.ftp.Reply;
import io.postern.ftp.Stance;
import io.postern.ftp.Verb;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * PASV, EPSV, PORT and EPRT (RFC 959, RFC 2428): what the client asks for, what the server is asked
 * instead, and what the client is told. Each line is written anew from parsed values, never spliced
 * from input.
 */
final class SetUp {

  private final SessionContext context;
  private final TransactionQueue queue;
  private final DataChannels channels;
  private final Prediction prediction;
  private final LoginState login;
  private final Deviations deviations;
  private final Closing closing;
  private @Nullable Transaction opening;

  SetUp(
      SessionContext context,
      TransactionQueue queue,
      DataChannels channels,
      Prediction prediction,
      LoginState login,
      Deviations deviations,
      Closing closing) {
    this.context = context;
    this.queue = queue;
    this.channels = channels;
    this.prediction = prediction;
    this.login = login;
    this.deviations = deviations;
    this.closing = closing;
  }

  /** Whether a pinhole is being opened: nothing may overtake the line that announces it. */
  boolean opening() {
    return opening != null;
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
    } else {
      switch (transaction.verb()) {
        case PASV -> passive(transaction);
        case EPSV -> extendedPassive(transaction);
        case PORT -> port(transaction);
        default -> extendedPort(transaction);
      }
    }
  }

  /** The login is over, and with it what was announced under it. */
  void loggedOut() {
    channels.drop(PinholeEnd.REINITIALISED);
  }

  /** The server's final answer to what it was asked. */
  void answered(Transaction transaction, Reply reply) {
    if (transaction.verb() == Verb.EPSV && isAll(transaction.command())) {
      epsvAll(transaction, reply);
    } else if (transaction.channel() != null) {
      activeAnswered(transaction, transaction.channel(), reply);
    } else if (reply.code() >= 400) {
      queue.answer(transaction, reply);
    } else {
      passiveAnswered(transaction, reply);
    }
  }

  /** The pinhole stands: now the line that announces it may go. */
  void opened(DataChannel channel, Endpoint advertised) {
    opening = null;
    channels.opened(channel);
    Transaction transaction = channel.setUp();
    switch (transaction.verb()) {
      case PORT, EPRT -> announceToServer(transaction, advertised);
      case PASV -> announcePassive(transaction, advertised);
      default -> queue.answerRewritten(transaction, ExtendedPassiveReply.format(advertised.port()));
    }
  }

  /** There is no pinhole: the client hears so, and nothing is announced. */
  void failed(DataChannel channel) {
    opening = null;
    channels.failed(channel);
    Transaction transaction = channel.setUp();
    if (transaction.awaitingServer()) {
      queue.answerRewritten(transaction, Replies.NO_PINHOLE);
    } else {
      queue.deny(transaction, Replies.NO_PINHOLE);
    }
  }

  private void passive(Transaction transaction) {
    if (context.client().isIpv6()) {
      deviations.refuse(transaction, Deviation.ADDRESS_FAMILY, Replies.PASV_OVER_IPV6);
      return;
    }
    if (context.server().isIpv6()) {
      queue.forward(transaction, Verb.EPSV, "EPSV");
    } else {
      queue.forward(transaction);
    }
  }

  private void extendedPassive(Transaction transaction) {
    switch (transaction.command().argumentText().toUpperCase(Locale.ROOT)) {
      case "" -> askExtendedPassive(transaction, "EPSV");
      case "1" -> family(transaction, false);
      case "2" -> family(transaction, true);
      case "ALL" -> queue.forward(transaction);
      default -> unknownFamily(transaction);
    }
  }

  /** RFC 2428 section 3: the family must be the control channel's, or the answer is 522. */
  private void family(Transaction transaction, boolean ipv6) {
    if (context.client().isIpv6() != ipv6) {
      Reply reply = ipv6 ? Replies.ONLY_IPV4 : Replies.ONLY_IPV6;
      deviations.refuse(transaction, Deviation.ADDRESS_FAMILY, reply);
    } else {
      askExtendedPassive(transaction, context.server().isIpv6() ? "EPSV 2" : "EPSV 1");
    }
  }

  private void askExtendedPassive(Transaction transaction, String line) {
    if (line.equals(transaction.command().line().text().toUpperCase(Locale.ROOT))) {
      queue.forward(transaction);
    } else {
      queue.forward(transaction, Verb.EPSV, line);
    }
  }

  private void unknownFamily(Transaction transaction) {
    String family = transaction.command().argumentText();
    if (family.chars().allMatch(c -> c >= '0' && c <= '9')) {
      deviations.refuse(transaction, Deviation.ADDRESS_FAMILY, Replies.BOTH_FAMILIES);
    } else {
      deviations.refuse(transaction, Deviation.MALFORMED_EPSV, Replies.EPSV_SYNTAX);
    }
  }

  private void port(Transaction transaction) {
    Optional<Endpoint> target = PortForm.parse(transaction.command().argument());
    if (target.isEmpty()) {
      deviations.refuse(transaction, Deviation.MALFORMED_PORT, Replies.PORT_SYNTAX);
    } else {
      active(transaction, target.get());
    }
  }

  private void extendedPort(Transaction transaction) {
    EprtForm.Parsed parsed = EprtForm.parse(transaction.command().argument());
    if (parsed instanceof EprtForm.Parsed.Address address) {
      active(transaction, address.endpoint());
    } else if (parsed instanceof EprtForm.Parsed.UnsupportedFamily) {
      deviations.refuse(transaction, Deviation.ADDRESS_FAMILY, Replies.BOTH_FAMILIES);
    } else {
      deviations.refuse(transaction, Deviation.MALFORMED_EPRT, Replies.EPRT_SYNTAX);
    }
  }

  private void active(Transaction transaction, Endpoint named) {
    boolean thirdParty = isThirdParty(transaction, named);
    if (!thirdParty
        && !named.address().equals(context.client().address())
        && deviations.refuses(transaction, Deviation.FOREIGN_ADDRESS, Replies.FOREIGN_ADDRESS)) {
      return;
    }
    if (named.port() < 1024
        && deviations.refuses(transaction, Deviation.LOW_PORT, Replies.LOW_PORT)) {
      return;
    }
    opening = transaction;
    // Whatever address was named: data connections go to the client itself (RFC 2577 section 3).
    Endpoint target = thirdParty ? named : context.client().withPort(named.port());
    channels.expect(transaction, prediction.of(transaction, target, null));
  }

  /**
   * RFC 959 section 5.2: a transfer between two servers, where a rule allows it. An address that no
   * other host can have is never one.
   */
  private static boolean isThirdParty(Transaction transaction, Endpoint named) {
    InetAddress address = named.address();
    return transaction.permit().grants().thirdParty()
        && !address.isLoopbackAddress()
        && !address.isAnyLocalAddress()
        && !address.isLinkLocalAddress()
        && !address.isMulticastAddress();
  }

  private void announceToServer(Transaction transaction, Endpoint advertised) {
    if (advertised.isIpv6() || transaction.verb() == Verb.EPRT) {
      queue.forward(transaction, Verb.EPRT, "EPRT " + EprtForm.format(advertised));
    } else {
      queue.forward(transaction, Verb.PORT, "PORT " + PortForm.format(advertised));
    }
  }

  private void activeAnswered(Transaction transaction, DataChannel channel, Reply reply) {
    if (!reply.isCompletion()) {
      channels.rejected(channel);
    }
    queue.answer(transaction, reply);
  }

  private void epsvAll(Transaction transaction, Reply reply) {
    if (ReplyPlausibility.announcesData(reply.code())) {
      // A server that takes EPSV ALL for EPSV: its port must not reach the client.
      unusableFor(transaction, Deviation.MALFORMED_SET_UP_REPLY);
      return;
    }
    if (reply.isCompletion()) {
      login.epsvAllAccepted();
    }
    queue.answer(transaction, reply);
  }

  private void passiveAnswered(Transaction transaction, Reply reply) {
    Optional<Endpoint> named = endpointOf(transaction, reply);
    if (named.isEmpty()) {
      unusableFor(transaction, Deviation.MALFORMED_SET_UP_REPLY);
      return;
    }
    Endpoint target = named.get();
    if (!target.address().equals(prediction.serverAddress())
        && unusableFor(transaction, Deviation.SERVER_ADDRESS_MISMATCH)) {
      return;
    }
    if (target.port() < 1024 && unusableFor(transaction, Deviation.SERVER_LOW_PORT)) {
      return;
    }
    if (transaction.upstream() == Verb.PASV
        && !PassiveReply.isStandard(reply)
        && unusableFor(transaction, Deviation.ODD_PASSIVE_REPLY)) {
      return;
    }
    opening = transaction;
    channels.expect(transaction, prediction.of(transaction, null, target.port()));
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

  private void announcePassive(Transaction transaction, Endpoint advertised) {
    if (advertised.isIpv6()) {
      channels.drop(PinholeEnd.FAILED);
      queue.answerRewritten(transaction, Replies.PASV_OVER_IPV6);
    } else {
      queue.answerRewritten(transaction, PassiveReply.format(advertised));
    }
  }

  private boolean unusableFor(Transaction transaction, Deviation deviation) {
    Stance stance = context.deviation(deviation, "for " + transaction.verb());
    if (stance == Stance.CLOSE) {
      closing.refuse(deviation, Replies.SERVER_PROTOCOL);
    } else if (stance == Stance.DENY) {
      queue.answerRewritten(transaction, Replies.BAD_SET_UP_REPLY);
    }
    return stance == Stance.CLOSE || stance == Stance.DENY;
  }

  private static boolean isAll(Command command) {
    return command.argumentText().equalsIgnoreCase("ALL");
  }
}
