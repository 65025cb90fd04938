package io.postern.session;

import io.postern.ftp.Protection;
import io.postern.ftp.Verb;
import java.util.Locale;

/**
 * Which commands are refused because of TLS: for want of it, or because they would undo what it has
 * settled. Knows what of the session was said under it.
 */
final class TlsDemands {

  private final Security security;
  private final TransactionQueue queue;

  /** Whether TLS began in this login; like the protection of data, it outlives CCC. */
  private boolean begun;

  /** Whether the login that the server has is from before TLS. */
  private boolean loginIsStale;

  /** The host that SNI named; empty if none did. */
  private String name = "";

  /** The host of HOST. */
  private String host = "";

  TlsDemands(Security security, TransactionQueue queue) {
    this.security = security;
    this.queue = queue;
  }

  /** TLS has begun with a client that names this host; empty if it names none. */
  void tlsBegun(String sni) {
    begun = true;
    name = sni;
  }

  /** The client's control channel is in the clear again. */
  void tlsEnded() {
    name = "";
  }

  /** All begins anew. */
  void reinitialised() {
    begun = false;
  }

  /** After AUTH the server still has the login from before, which nobody has made under TLS. */
  void loginIsStale() {
    loginIsStale = true;
  }

  /** Somebody has logged in. */
  void loggedIn() {
    loginIsStale = false;
  }

  /** The server has taken HOST. */
  void hostTaken(String asked) {
    host = asked;
  }

  /** Whether HOST and SNI name different hosts. */
  boolean hostsDisagree() {
    return !host.isEmpty() && disagrees(host);
  }

  /** Whether a command is refused; it has been answered then. */
  boolean refuses(Transaction transaction) {
    Verb verb = transaction.verb();
    if (isOwed() && (isCredential(verb) || !(begun || isFreeOfLogin(transaction)))) {
      queue.deny(transaction, Replies.TLS_REQUIRED);
    } else if (loginIsStale && !isFreeOfLogin(transaction)) {
      queue.deny(transaction, Replies.NOT_LOGGED_IN);
    } else if (verb == Verb.REIN && isBound()) {
      queue.deny(transaction, Replies.NO_REIN);
    } else if (transaction.kind() == Verb.Kind.TRANSFER && isUnprotected()) {
      queue.deny(transaction, Replies.PROT_REQUIRED);
    } else if (verb == Verb.HOST && disagrees(transaction.command().argumentText())) {
      queue.deny(transaction, Replies.OTHER_HOST);
    } else {
      return false;
    }
    return true;
  }

  private boolean isOwed() {
    return security.stance().client() == TlsStance.Client.REQUIRED && !security.client();
  }

  private static boolean isCredential(Verb verb) {
    return verb == Verb.USER || verb == Verb.PASS || verb == Verb.ACCT;
  }

  /**
   * After REIN the control channel is in the clear again, which neither side may be meant to be.
   */
  private boolean isBound() {
    return security.server() || security.stance().client() == TlsStance.Client.IMPLICIT;
  }

  private boolean isUnprotected() {
    return security.stance().leastData() == Protection.PRIVATE
        && begun
        && security.clientData() == Protection.CLEAR;
  }

  /** RFC 7151 section 4: the host of HOST is the one that SNI named. */
  private boolean disagrees(String asked) {
    return !name.isEmpty() && !asked.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT));
  }

  /** What needs no login, and so may come before one, or in place of one that is stale. */
  private static boolean isFreeOfLogin(Transaction transaction) {
    return switch (transaction.kind()) {
      case LOGIN, SECURITY -> true;
      default ->
          switch (transaction.verb()) {
            case QUIT, FEAT, NOOP, HELP, SYST, OPTS, LANG, CLNT, CSID -> true;
            default -> false;
          };
    };
  }
}
