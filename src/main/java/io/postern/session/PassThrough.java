package io.postern.session;

import io.postern.event.GatewayEvent;
import io.postern.event.PinholeEnd;
import io.postern.ftp.DataMode;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import io.postern.policy.FilePath;
import io.postern.policy.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Pass-through: the server's 234 to AUTH makes the session blind. The client hears it only when the
 * listener's opaque data ports stand, so that no data connection comes too early; what is said in
 * between was said in the clear, and ends the session.
 */
final class PassThrough {

  private static final int TAKEN = 234;

  private final SessionContext context;
  private final Security security;
  private final RuleCheck check;
  private final Prediction prediction;
  private final TransactionQueue queue;
  private final DataChannels channels;
  private final Timers timers;
  private final Closing closing;
  private @Nullable Transaction auth;
  private @Nullable Reply taken;
  private String ports = "";
  private int ofClient;
  private int own;

  PassThrough(
      SessionContext context,
      Security security,
      RuleCheck check,
      Prediction prediction,
      TransactionQueue queue,
      DataChannels channels,
      Timers timers,
      Closing closing) {
    this.context = context;
    this.security = security;
    this.check = check;
    this.prediction = prediction;
    this.queue = queue;
    this.channels = channels;
    this.timers = timers;
    this.closing = closing;
  }

  /** Whether the client's AUTH is for the server. */
  boolean isWanted() {
    return security.stance().client() == TlsStance.Client.OPAQUE;
  }

  /** Holds the server's 234 back until the ports stand; false if the reply is another one. */
  boolean holds(Transaction transaction, Reply reply) {
    if (!isWanted() || transaction.verb() != Verb.AUTH || reply.code() != TAKEN) {
      return false;
    }
    auth = transaction;
    taken = reply;
    if (mayHaveData()) {
      context.add(
          new Action.OpenOpaquePorts(
              context.client().address(),
              context.local().address(),
              prediction.serverAddress(),
              context.serverLocal().withPort(0)));
    } else {
      opened("");
    }
    return true;
  }

  /** Whether the 234 is held back. */
  boolean opening() {
    return taken != null;
  }

  /** The ports stand, or there are none: the client hears the 234. */
  void opened(String range) {
    Transaction transaction = auth;
    Reply reply = taken;
    auth = null;
    taken = null;
    if (transaction != null && reply != null && !closing.begun()) {
      ports = range;
      queue.answer(transaction, reply);
    }
  }

  /** The client has its 234: what follows is between it and the server. */
  void begin() {
    channels.drop(PinholeEnd.REINITIALISED);
    security.goBlind();
    timers.blind();
    closing.mute();
    context.publish(new GatewayEvent.SessionBlind(context.ref(), ports));
    context.add(new Action.GoBlind());
  }

  /** How many data connections run now: see {@link Input.OpaqueData}. */
  void data(Input.OpaqueData running) {
    ofClient = running.ofClient();
    own = running.own();
    timers.active();
  }

  /** Whether a data connection runs that may be this session's: the idle timer rests. */
  boolean busy() {
    return ofClient > 0 || own > 0;
  }

  /** Whether data connections keep the session from its end. */
  boolean holdsEnd() {
    return own > 0;
  }

  /** Resets everything. */
  void abort() {
    if (own > 0) {
      context.add(new Action.AbortOpaqueData());
    }
  }

  /**
   * What can be asked of the rules is asked now: nobody sees a command, a user or a file later. A
   * rule that would deny the client's data connections leaves it without.
   */
  private boolean mayHaveData() {
    Endpoint peer = new Endpoint(context.client().address(), 0);
    Permit permit =
        check.ask(Operation.data(DataMode.PASSIVE), null, FilePath.NONE, DataMode.PASSIVE, peer);
    return permit.refusal().isEmpty();
  }
}
