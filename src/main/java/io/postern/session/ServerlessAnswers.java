package io.postern.session;

import io.postern.event.SessionOutcome;
import io.postern.ftp.Reply;

/** What the gateway says to commands while there is no server to say it. */
final class ServerlessAnswers {

  private final SessionContext context;
  private final Security security;
  private final TransactionQueue queue;
  private final SessionRules rules;
  private final Closing closing;

  ServerlessAnswers(
      SessionContext context,
      Security security,
      TransactionQueue queue,
      SessionRules rules,
      Closing closing) {
    this.context = context;
    this.security = security;
    this.queue = queue;
    this.rules = rules;
    this.closing = closing;
  }

  /** What the gateway greets with. */
  Reply welcome() {
    if (!named()) {
      return Replies.READY;
    }
    return context.settings().entry().proxyLogin() ? Replies.WELCOME_USER : Replies.WELCOME;
  }

  /**
   * Answers a command that names nobody.
   *
   * @param proxyLoginOwed whether a user of the gateway has to log in first
   */
  void answer(Transaction transaction, boolean proxyLoginOwed) {
    switch (transaction.verb()) {
      case QUIT -> quit(transaction);
      case FEAT -> queue.answerHere(transaction, features());
      case HELP -> queue.answerHere(transaction, named() ? Replies.HOW_TO : Replies.HELP);
      case NOOP, CLNT -> queue.answerHere(transaction, Replies.NOTED);
      case SYST -> queue.answerHere(transaction, Replies.SYSTEM);
      case OPTS -> queue.deny(transaction, Replies.NO_OPTION);
      default -> queue.deny(transaction, logIn(proxyLoginOwed));
    }
  }

  private Reply logIn(boolean proxyLoginOwed) {
    if (!named()) {
      return Replies.NOT_LOGGED_IN;
    }
    return proxyLoginOwed ? Replies.PROXY_FIRST : Replies.NO_SERVER;
  }

  private boolean named() {
    return context.settings().entry().isNamed();
  }

  /** An opaque listener leaves AUTH to the server, and there is none. */
  boolean refusesOpaque(Transaction transaction) {
    boolean opaque = security.stance().client() == TlsStance.Client.OPAQUE;
    if (opaque) {
      queue.deny(transaction, Replies.NO_TLS);
    }
    return opaque;
  }

  private Reply features() {
    Reply offered = FeatFilter.with(Replies.NO_FEATURES_YET, security.stance(), rules::hides);
    return offered.code() == 211 ? offered : Replies.NO_FEATURES;
  }

  private void quit(Transaction transaction) {
    queue.answerHere(transaction, Replies.BYE);
    closing.begin(SessionOutcome.QUIT, "QUIT", null);
  }
}
