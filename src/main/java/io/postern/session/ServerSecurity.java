package io.postern.session;

import io.postern.event.GatewayEvent;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * TLS on the server leg (RFC 4217): from the first byte, after the greeting, or when the client
 * asks for it. Nothing of the client goes to a server that owes TLS: a refusal ends the session,
 * and never becomes a session in the clear.
 */
final class ServerSecurity {

  private enum Step {
    /** Nothing was asked. */
    CLEAR,
    /** AUTH was sent. */
    ASKED,
    /** The handshake runs. */
    HANDSHAKE,
    /** TLS stands; of an implicit server the greeting is still to come. */
    STANDS,
    /** PBSZ was sent, which RFC 4217 section 8 demands before PROT. */
    SIZED,
    /** PROT was sent. */
    PROTECTED,
    /** All is agreed. */
    READY
  }

  /** Who waits for the server's TLS. */
  interface Waiting {

    /** The leg and its data connections are under TLS. */
    void agreed();

    /** The server does not take AUTH; it goes on in the clear. */
    void refused();
  }

  private final SessionContext context;
  private final Security security;
  private final TransactionQueue queue;
  private final Closing closing;
  private Step step = Step.CLEAR;
  private @Nullable Waiting waiting;
  private boolean connected;
  private boolean owed;

  ServerSecurity(
      SessionContext context, Security security, TransactionQueue queue, Closing closing) {
    this.context = context;
    this.security = security;
    this.queue = queue;
    this.closing = closing;
  }

  /** The server leg is connected. */
  void connected() {
    connected = true;
    // A client that was under TLS before there was a server: it is too late to refuse its AUTH.
    owed = security.stance().server() == TlsStance.Server.MATCH && security.client();
    if (security.stance().server() == TlsStance.Server.IMPLICIT) {
      handshake();
    }
  }

  /** Whether there is a server. */
  boolean isConnected() {
    return connected;
  }

  /** Whether the greeting has to wait until TLS is agreed on. */
  boolean isOwed() {
    return step != Step.READY
        && (owed
            || security.stance().server() == TlsStance.Server.EXPLICIT
            || security.stance().server() == TlsStance.Server.IMPLICIT);
  }

  /** Whether replies are answers to what the gateway itself asks about TLS. */
  boolean isAsking() {
    return step == Step.ASKED || step == Step.SIZED || step == Step.PROTECTED;
  }

  /** Whether the handshake runs: a reply that is still waiting came in the clear, behind 234. */
  boolean handshakes() {
    return step == Step.HANDSHAKE;
  }

  /** Asks for TLS, or for what is still missing of it. */
  void agree(Waiting whoWaits) {
    waiting = whoWaits;
    if (step == Step.STANDS) {
      ask(Step.SIZED, Verb.PBSZ, "0");
    } else if (step == Step.CLEAR) {
      ask(Step.ASKED, Verb.AUTH, "TLS");
    }
  }

  /** The server's final reply to what the gateway asked of its own. */
  void answered(Transaction transaction, Reply reply) {
    if (!transaction.own() || transaction.kind() != Verb.Kind.SECURITY) {
      return;
    }
    switch (step) {
      case ASKED -> authAnswered(reply);
      case SIZED -> ask(Step.PROTECTED, Verb.PROT, "P");
      case PROTECTED -> protAnswered(reply);
      default -> {
        // Nothing else is asked.
      }
    }
  }

  /** The handshake has succeeded. */
  void started(TlsPeer peer) {
    step = Step.STANDS;
    security.server(true);
    context.publish(
        new GatewayEvent.TlsStarted(
            context.ref(), "server", peer.protocol(), peer.cipher(), peer.resumed(), "", ""));
    if (waiting != null) {
      ask(Step.SIZED, Verb.PBSZ, "0");
    }
  }

  /** The handshake has failed, and with it the connection. */
  void failed(String reason) {
    context.publish(new GatewayEvent.TlsFailed(context.ref(), "server", reason));
    closing.begin(
        SessionOutcome.REFUSED, "TLS with the server failed: " + reason, lastReply(reason));
  }

  private void authAnswered(Reply reply) {
    // Some servers answer 200 to whatever they don't know: only 234 is a yes.
    if (reply.code() == 234) {
      handshake();
    } else if (security.stance().server() == TlsStance.Server.MATCH
        && !owed
        && reply.code() >= 400) {
      step = Step.CLEAR;
      told().refused();
    } else {
      end("the server does not offer TLS");
    }
  }

  private void protAnswered(Reply reply) {
    if (reply.isCompletion()) {
      step = Step.READY;
      told().agreed();
    } else {
      end("the server does not protect data connections");
    }
  }

  private Waiting told() {
    Waiting told = Objects.requireNonNull(waiting);
    waiting = null;
    return told;
  }

  private void handshake() {
    step = Step.HANDSHAKE;
    context.add(new Action.StartTls(Input.Side.SERVER));
  }

  private void ask(Step next, Verb verb, String argument) {
    step = next;
    queue.ask(verb, argument);
  }

  private void end(String reason) {
    closing.begin(SessionOutcome.REFUSED, reason, lastReply(reason));
  }

  /** Whoever has named the server can name it better; others need not know which it is. */
  private Reply lastReply(String reason) {
    return context.settings().entry().kind() == Entry.Kind.NAMED
        ? Replies.noServerTls(reason)
        : Replies.NO_SERVER_TLS;
  }
}
