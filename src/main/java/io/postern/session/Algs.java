package io.postern.session;

import io.postern.ftp.Reply;

/**
 * ALGS (RFC 6384 section 11): a client of IPv6 asks whether its EPSV and EPRT are translated for a
 * server of IPv4, and turns that on or off. The gateway answers; the server sees a NOOP.
 */
final class Algs {

  private final SessionContext context;
  private final TransactionQueue queue;
  private boolean enabled = true;

  /** Translation is on until a client turns it off. */
  Algs(SessionContext context, TransactionQueue queue) {
    this.context = context;
    this.queue = queue;
  }

  /** Whether client and server are of different address families, and that is translated. */
  boolean translates() {
    return enabled && context.client().isIpv6() != context.server().isIpv6();
  }

  /** Answers ALGS. */
  void command(Transaction transaction) {
    queue.swallow(transaction, answer(transaction.command().argumentWord()));
  }

  private Reply answer(String argument) {
    return switch (argument) {
      case "STATUS64" -> status();
      case "ENABLE64" -> enable(true);
      case "DISABLE64" -> enable(false);
      case "" -> Replies.ALGS_SYNTAX;
      default -> Replies.ALGS_PARAMETER;
    };
  }

  private Reply enable(boolean wanted) {
    enabled = wanted;
    return status();
  }

  private Reply status() {
    return translates() && context.client().isIpv6()
        ? Replies.ALGS_EPSV_AND_EPRT
        : Replies.ALGS_NONE;
  }
}
