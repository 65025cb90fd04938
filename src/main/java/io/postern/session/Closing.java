package io.postern.session;

import io.postern.event.SessionOutcome;
import io.postern.ftp.Deviation;
import io.postern.ftp.Reply;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How the session ends: once, with a reason, and with a time limit for the last bytes. */
final class Closing {

  private static final Duration STOP_LINGER = Duration.ofSeconds(1);

  private final SessionContext context;
  private @Nullable SessionOutcome outcome;
  private String reason = "";
  private boolean clientGone;
  private boolean serverGone;
  private boolean mute;
  private boolean hurries;
  private long deadline = Long.MAX_VALUE;

  Closing(SessionContext context) {
    this.context = context;
  }

  /** Whether the end has begun: nothing is relayed any more. */
  boolean begun() {
    return outcome != null;
  }

  /** How it ended; only after it has begun. */
  SessionOutcome outcome() {
    return outcome == null ? SessionOutcome.FAILED : outcome;
  }

  /** Why, in one line. */
  String reason() {
    return reason;
  }

  /** From now on the client can't be told anything: what goes to it is not the gateway's. */
  void mute() {
    mute = true;
  }

  /** From now on the end takes no longer than a second: what the session holds is needed. */
  void hurry() {
    hurries = true;
  }

  /** A deviation whose stance is close. */
  void refuse(Deviation deviation, Reply last) {
    begin(SessionOutcome.REFUSED, deviation.description(), last);
  }

  /**
   * Begins the end, if it has not begun.
   *
   * @param last the last reply to the client; null if it has heard all
   */
  void begin(SessionOutcome how, String why, @Nullable Reply last) {
    if (begun()) {
      return;
    }
    outcome = how;
    reason = why;
    if (last != null && !clientGone && !mute) {
      context.toClient(last, true);
    }
    closeServer();
    if (!clientGone) {
      context.add(new Action.ShutClientOutput());
      deadline = context.in(linger(how));
    }
  }

  /** Neither a process that stops nor an operator waits for clients that sleep. */
  private Duration linger(SessionOutcome how) {
    Duration linger = context.settings().timeouts().linger();
    boolean soon = hurries || how == SessionOutcome.STOPPED || how == SessionOutcome.KICKED;
    return soon && linger.compareTo(STOP_LINGER) > 0 ? STOP_LINGER : linger;
  }

  /** A server is wanted that was not: it is to be closed at the end. */
  void serverWanted() {
    serverGone = false;
  }

  /** A connection is gone for good. */
  void gone(Input.Side side) {
    if (side == Input.Side.CLIENT) {
      clientGone = true;
      deadline = Long.MAX_VALUE;
    } else {
      serverGone = true;
    }
  }

  /** After the last reply the client has ended its half too: nothing keeps the connection. */
  void closeClient() {
    if (!clientGone) {
      context.add(new Action.CloseClient());
      gone(Input.Side.CLIENT);
    }
  }

  void closeServer() {
    if (!serverGone) {
      context.add(new Action.CloseServer());
      gone(Input.Side.SERVER);
    }
  }

  /** Whether both connections are gone. */
  boolean complete() {
    return begun() && bothGone();
  }

  /** The same, whether or not the end has begun. */
  boolean bothGone() {
    return clientGone && serverGone;
  }

  long deadline() {
    return deadline;
  }
}
