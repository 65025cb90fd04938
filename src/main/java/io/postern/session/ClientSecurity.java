package io.postern.session;

import io.postern.event.GatewayEvent;
import io.postern.event.PinholeEnd;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Deviation;
import io.postern.ftp.Protection;
import io.postern.ftp.Verb;
import io.postern.policy.Subject;
import org.jspecify.annotations.Nullable;

/**
 * AUTH, PBSZ, PROT and CCC (RFC 2228, RFC 4217): answered by the gateway, whatever the server has
 * of them.
 */
final class ClientSecurity implements ServerSecurity.Waiting {

  private final SessionContext context;
  private final Security security;
  private final TlsDemands demands;
  private final ServerSecurity server;
  private final TransactionQueue queue;
  private final LoginState login;
  private final DataChannels channels;
  private final PassThrough passThrough;
  private final Closing closing;
  private @Nullable Transaction auth;
  private boolean sized;

  ClientSecurity(
      SessionContext context,
      Security security,
      TlsDemands demands,
      ServerSecurity server,
      TransactionQueue queue,
      LoginState login,
      DataChannels channels,
      PassThrough passThrough,
      Closing closing) {
    this.context = context;
    this.security = security;
    this.demands = demands;
    this.server = server;
    this.queue = queue;
    this.login = login;
    this.channels = channels;
    this.passThrough = passThrough;
    this.closing = closing;
  }

  /** The client has connected. */
  void connected() {
    if (security.stance().client() == TlsStance.Client.IMPLICIT) {
      context.add(new Action.StartTls(Input.Side.CLIENT));
    }
  }

  /**
   * Whether AUTH is being answered: what the client says meanwhile was said in the clear, perhaps
   * by somebody else, and would be taken for something said under TLS.
   */
  boolean negotiates() {
    return auth != null;
  }

  /** The client spoke between AUTH and the handshake, or together with AUTH. */
  void residue() {
    context.deviation(Deviation.TLS_RESIDUE, "");
    closing.refuse(Deviation.TLS_RESIDUE, Replies.PROTOCOL);
  }

  /**
   * AUTH, PBSZ, PROT, CCC and the others of RFC 2228.
   *
   * @param more whether the client has said more already
   */
  void command(Transaction transaction, boolean more) {
    if (security.stance().client() == TlsStance.Client.NONE) {
      queue.deny(
          transaction, transaction.verb() == Verb.AUTH ? Replies.NO_TLS : Replies.NO_SECURITY);
      return;
    }
    switch (transaction.verb()) {
      case AUTH -> {
        if (passThrough.isWanted()) {
          passOn(transaction, more);
        } else {
          auth(transaction, more);
        }
      }
      case PBSZ -> size(transaction);
      case PROT -> protect(transaction);
      case CCC -> clear(transaction);
      default -> queue.deny(transaction, Replies.NO_SECURITY);
    }
  }

  /** The client has its reply. */
  void answered(Transaction transaction, int code) {
    if (transaction == auth) {
      auth = null;
      if (code == 234) {
        authTaken();
      }
    } else if (transaction.verb() == Verb.CCC && code == 200) {
      endTls();
    } else if (transaction.verb() == Verb.REIN && code / 100 == 2) {
      reinitialised();
    } else if (transaction.verb() == Verb.HOST && code / 100 == 2) {
      demands.hostTaken(transaction.command().argumentText());
    }
  }

  private void authTaken() {
    if (passThrough.isWanted()) {
      passThrough.begin();
    } else {
      context.add(new Action.StartTls(Input.Side.CLIENT));
    }
  }

  private void reinitialised() {
    demands.reinitialised();
    sized = false;
    security.clientData(Protection.CLEAR);
    if (security.client()) {
      endTls();
    }
  }

  private void endTls() {
    security.clientEnded();
    demands.tlsEnded();
    context.add(new Action.StopTls(Input.Side.CLIENT));
  }

  /** The handshake has succeeded. */
  void started(TlsPeer peer) {
    security.clientBegun(Subject.parse(peer.subject()).orElse(Subject.NONE));
    demands.tlsBegun(peer.name());
    context.publish(
        new GatewayEvent.TlsStarted(
            context.ref(),
            "client",
            peer.protocol(),
            peer.cipher(),
            peer.resumed(),
            peer.name(),
            peer.subject()));
    if (demands.hostsDisagree()) {
      closing.begin(SessionOutcome.REFUSED, "HOST and SNI name different hosts", null);
    } else if (security.stance().client() != TlsStance.Client.IMPLICIT) {
      // Nothing was said before the TLS of an implicit listener.
      reset();
    }
  }

  /** The handshake has failed, and with it the connection. */
  void failed(String reason) {
    context.publish(new GatewayEvent.TlsFailed(context.ref(), "client", reason));
    closing.begin(SessionOutcome.REFUSED, "TLS with the client failed: " + reason, null);
    closing.closeClient();
  }

  /** The server has its own TLS: now the client gets it. */
  @Override
  public void agreed() {
    if (auth != null) {
      queue.answerHere(auth, Replies.AUTH_TAKEN);
    }
  }

  @Override
  public void refused() {
    Transaction refused = auth;
    auth = null;
    if (refused != null) {
      queue.deny(refused, Replies.NO_SERVER_TLS_NOW);
    }
  }

  /** The server decides, whatever the mechanism; without its 234 all stays as it is. */
  private void passOn(Transaction transaction, boolean more) {
    if (more) {
      residue();
    } else {
      auth = transaction;
      queue.forward(transaction);
    }
  }

  private void auth(Transaction transaction, boolean more) {
    String mechanism = transaction.command().argumentWord();
    boolean ssl = mechanism.equals("SSL") && security.stance().authSsl();
    if (security.client() || security.stance().client() == TlsStance.Client.IMPLICIT) {
      queue.deny(transaction, Replies.TLS_ALREADY);
    } else if (!ssl && !mechanism.equals("TLS") && !mechanism.equals("TLS-C")) {
      queue.deny(transaction, Replies.OTHER_MECHANISM);
    } else if (more) {
      residue();
    } else {
      auth = transaction;
      if (security.stance().server() == TlsStance.Server.MATCH
          && server.isConnected()
          && !security.server()) {
        server.agree(this);
      } else {
        agreed();
      }
    }
  }

  /** RFC 4217 section 8: TLS needs no buffer size, so every one is answered with 0. */
  private void size(Transaction transaction) {
    String size = transaction.command().argumentText();
    if (!security.client()) {
      queue.deny(transaction, Replies.NO_SECURITY);
    } else if (size.isEmpty() || !size.chars().allMatch(c -> c >= '0' && c <= '9')) {
      queue.deny(transaction, Replies.PBSZ_SYNTAX);
    } else {
      sized = true;
      queue.answerHere(transaction, Replies.PBSZ_TAKEN);
    }
  }

  private void protect(Transaction transaction) {
    if (!security.client() || !sized) {
      queue.deny(transaction, Replies.NO_SECURITY);
      return;
    }
    switch (transaction.command().argumentWord()) {
      case "P" -> chosen(transaction, Protection.PRIVATE);
      case "C" -> unprotect(transaction);
      case "S", "E" -> queue.deny(transaction, Replies.PROT_UNSUPPORTED);
      default -> queue.deny(transaction, Replies.PROT_SYNTAX);
    }
  }

  private void unprotect(Transaction transaction) {
    if (security.stance().leastData() == Protection.PRIVATE) {
      queue.deny(transaction, Replies.PROT_TOO_LOW);
    } else {
      chosen(transaction, Protection.CLEAR);
    }
  }

  private void chosen(Transaction transaction, Protection protection) {
    security.clientData(protection);
    queue.answerHere(transaction, Replies.PROT_TAKEN);
  }

  private void clear(Transaction transaction) {
    if (!security.client()) {
      queue.deny(transaction, Replies.NOT_UNDER_TLS);
    } else if (!security.stance().ccc()) {
      queue.deny(transaction, Replies.CCC_REFUSED);
    } else {
      queue.answerHere(transaction, Replies.CCC_TAKEN);
    }
  }

  /** RFC 4217 section 4.2: after AUTH the login begins anew. */
  private void reset() {
    sized = false;
    security.clientData(Protection.CLEAR);
    if (login.loggedIn()) {
      demands.loginIsStale();
    }
    channels.drop(PinholeEnd.REINITIALISED);
    login.reset();
  }
}
