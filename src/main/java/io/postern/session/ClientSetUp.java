package io.postern.session;

import io.postern.ftp.DataMode;
import io.postern.ftp.Deviation;
import io.postern.ftp.Endpoint;
import io.postern.ftp.EprtForm;
import io.postern.ftp.ExtendedPassiveReply;
import io.postern.ftp.PassiveReply;
import io.postern.ftp.PortForm;
import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of a set-up: what it asks for with PASV, EPSV, PORT or EPRT (RFC 959, RFC
 * 2428), and what it is told: 227 becomes 229 for a client of IPv6 (RFC 6384 section 6). What can't
 * be taken is refused here.
 */
final class ClientSetUp {

  private final SessionContext context;
  private final TransactionQueue queue;
  private final Deviations deviations;

  ClientSetUp(SessionContext context, TransactionQueue queue, Deviations deviations) {
    this.context = context;
    this.queue = queue;
    this.deviations = deviations;
  }

  /**
   * What the client asks for.
   *
   * @param target where it listens; null if it wants to connect
   */
  record Asked(@Nullable Endpoint target) {

    static final Asked PASSIVE = new Asked(null);
  }

  /** Refuses a mode that the listener does not offer; false if it does. */
  boolean refusesMode(Transaction transaction) {
    Optional<Reply> refusal = modeRefusal(transaction.verb());
    refusal.ifPresent(reply -> queue.deny(transaction, reply));
    return refusal.isPresent();
  }

  /** What is said to a form whose mode the listener does not offer. */
  Optional<Reply> modeRefusal(Verb form) {
    Translation.Mode offered = context.settings().translation().client();
    if (offered == Translation.Mode.PASSIVE && FormTable.modeOf(form) == DataMode.ACTIVE) {
      return Optional.of(Replies.ONLY_PASSIVE);
    }
    return offered == Translation.Mode.ACTIVE && FormTable.modeOf(form) == DataMode.PASSIVE
        ? Optional.of(Replies.ONLY_ACTIVE)
        : Optional.empty();
  }

  /** Reads what the client asks for; empty if it was refused. */
  Optional<Asked> read(Transaction transaction) {
    return switch (transaction.verb()) {
      case PASV -> passive(transaction);
      case EPSV -> extendedPassive(transaction);
      case PORT -> port(transaction);
      default -> extendedPort(transaction);
    };
  }

  private Optional<Asked> passive(Transaction transaction) {
    if (context.client().isIpv6()) {
      deviations.refuse(transaction, Deviation.ADDRESS_FAMILY, Replies.PASV_OVER_IPV6);
      return Optional.empty();
    }
    return Optional.of(Asked.PASSIVE);
  }

  private Optional<Asked> extendedPassive(Transaction transaction) {
    String family = transaction.command().argumentText();
    if (family.isEmpty() || family.equals(context.client().isIpv6() ? "2" : "1")) {
      return Optional.of(Asked.PASSIVE);
    }
    // RFC 2428 section 3: the family must be the control channel's, or the answer is 522.
    switch (family) {
      case "1", "2" -> deviations.refuse(transaction, Deviation.ADDRESS_FAMILY, onlyOwnFamily());
      default -> unknownFamily(transaction, family);
    }
    return Optional.empty();
  }

  private void unknownFamily(Transaction transaction, String family) {
    if (family.chars().allMatch(c -> c >= '0' && c <= '9')) {
      deviations.refuse(transaction, Deviation.ADDRESS_FAMILY, onlyOwnFamily());
    } else {
      deviations.refuse(transaction, Deviation.MALFORMED_EPSV, Replies.EPSV_SYNTAX);
    }
  }

  /** RFC 2428 section 2: what may be used here; the other family is refused in any case. */
  private Reply onlyOwnFamily() {
    return context.client().isIpv6() ? Replies.ONLY_IPV6 : Replies.ONLY_IPV4;
  }

  private Optional<Asked> port(Transaction transaction) {
    Optional<Endpoint> target = PortForm.parse(transaction.command().argument());
    if (target.isEmpty()) {
      deviations.refuse(transaction, Deviation.MALFORMED_PORT, Replies.PORT_SYNTAX);
      return Optional.empty();
    }
    return active(transaction, target.get());
  }

  private Optional<Asked> extendedPort(Transaction transaction) {
    EprtForm.Parsed parsed = EprtForm.parse(transaction.command().argument());
    if (parsed instanceof EprtForm.Parsed.Address address) {
      if (isOfServersFamilyOnly(transaction, address.endpoint())) {
        deviations.refuse(transaction, Deviation.ADDRESS_FAMILY, onlyOwnFamily());
        return Optional.empty();
      }
      return active(transaction, address.endpoint());
    }
    if (parsed instanceof EprtForm.Parsed.UnsupportedFamily) {
      deviations.refuse(transaction, Deviation.ADDRESS_FAMILY, onlyOwnFamily());
    } else {
      deviations.refuse(transaction, Deviation.MALFORMED_EPRT, Replies.EPRT_SYNTAX);
    }
    return Optional.empty();
  }

  /**
   * RFC 6384 section 7: a client whose server is of another family has no use for an address of
   * that one; 522 says so, where 500 would speak of another host.
   */
  private boolean isOfServersFamilyOnly(Transaction transaction, Endpoint named) {
    return named.isIpv6() != context.client().isIpv6()
        && named.isIpv6() == context.server().isIpv6()
        && !isThirdParty(transaction, named);
  }

  private Optional<Asked> active(Transaction transaction, Endpoint named) {
    boolean thirdParty = isThirdParty(transaction, named);
    if (!thirdParty
        && !named.address().equals(context.client().address())
        && deviations.refuses(transaction, Deviation.FOREIGN_ADDRESS, Replies.FOREIGN_ADDRESS)) {
      return Optional.empty();
    }
    if (named.port() < 1024
        && deviations.refuses(transaction, Deviation.LOW_PORT, Replies.LOW_PORT)) {
      return Optional.empty();
    }
    // Whatever address was named: data connections go to the client itself (RFC 2577 section 3).
    return Optional.of(new Asked(thirdParty ? named : context.client().withPort(named.port())));
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

  /** Whether a 227 could name this endpoint; PASV has no form for IPv6. */
  static boolean fits(Transaction transaction, @Nullable Endpoint toClient) {
    return transaction.verb() != Verb.PASV || toClient == null || !toClient.isIpv6();
  }

  /**
   * The data connection is announced: the client hears so in its own form.
   *
   * @param toClient where it may connect to; null if the gateway connects to it
   */
  void told(Transaction transaction, @Nullable Endpoint toClient) {
    queue.answerRewritten(
        transaction,
        switch (transaction.verb()) {
          case PASV -> PassiveReply.format(Objects.requireNonNull(toClient));
          case EPSV -> ExtendedPassiveReply.format(Objects.requireNonNull(toClient).port());
          default -> Replies.taken(transaction.verb());
        });
  }

  /**
   * The server has refused. What it says to another form than the client's is put into words that
   * make sense for the client's: 500 for a form that the server does not have, 522 with the
   * families that the client may use (RFC 2428 sections 2 and 3); the rest is the server's own.
   */
  void refused(Transaction transaction, Reply reply) {
    Optional<Reply> other =
        transaction.upstream() == transaction.verb()
            ? Optional.empty()
            : mapped(transaction.verb(), reply.code());
    if (other.isPresent()) {
      queue.answerRewritten(transaction, other.get());
    } else {
      queue.answer(transaction, reply);
    }
  }

  private Optional<Reply> mapped(Verb asked, int code) {
    boolean extended = asked == Verb.EPSV || asked == Verb.EPRT;
    return switch (code) {
      case 500, 501, 502, 504 -> Optional.of(Replies.NO_SUCH_FORM);
      case 522 -> Optional.of(extended ? onlyOwnFamily() : Replies.NO_PINHOLE);
      default -> code >= 400 ? Optional.empty() : Optional.of(Replies.BAD_SET_UP_REPLY);
    };
  }

  /** There is no pinhole: the client hears so, and nothing is announced. */
  void failed(Transaction transaction, Reply reply) {
    if (transaction.awaitingServer()) {
      queue.answerRewritten(transaction, reply);
    } else {
      queue.deny(transaction, reply);
    }
  }
}
