package io.postern.session;

import io.postern.event.Limit;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Deviation;
import io.postern.ftp.Reply;
import io.postern.ftp.Stance;

/** What follows when a side sent what can't be read on. */
final class Faults {

  private final SessionContext context;
  private final Closing closing;

  Faults(SessionContext context, Closing closing) {
    this.context = context;
    this.closing = closing;
  }

  /** A side can't be read on. */
  void broken(Input.Fault fault) {
    switch (fault) {
      case LINE_TOO_LONG -> overlong(Deviation.LINE_TOO_LONG, Limit.LINE_BYTES, Replies.TOO_LONG);
      case REPLY_TOO_LONG ->
          overlong(Deviation.REPLY_TOO_LONG, Limit.REPLY_BYTES, Replies.SERVER_PROTOCOL);
      case TOO_MANY_OPTIONS ->
          overlong(Deviation.TELNET_OPTION_FLOOD, Limit.TELNET_OPTIONS, Replies.PROTOCOL);
      case TLS_RECORD -> tlsRecord();
      case RESIDUE -> residue();
      case MALFORMED_REPLY -> malformedReply();
      case TOO_MUCH_HELD -> tooMuchHeld();
    }
  }

  private void overlong(Deviation deviation, Limit limit, Reply last) {
    if (!closing.begun()) {
      context.deviation(deviation, "");
      context.limit(limit, deviation.description());
      closing.begin(SessionOutcome.LIMITED, deviation.description(), last);
    }
  }

  /** No deviation: what it holds may be within all limits of its own. */
  private void tooMuchHeld() {
    if (!closing.begun()) {
      context.limit(Limit.HELD_BYTES, "lines and replies that all sessions keep");
      closing.hurry();
      closing.begin(SessionOutcome.LIMITED, "all sessions hold too much", Replies.TOO_MUCH_HELD);
    }
  }

  private void residue() {
    if (!closing.begun()) {
      context.deviation(Deviation.TLS_RESIDUE, "");
      closing.refuse(Deviation.TLS_RESIDUE, Replies.PROTOCOL);
    }
  }

  private void tlsRecord() {
    if (!closing.begun()) {
      context.deviation(Deviation.TLS_RECORD, "");
      closing.refuse(Deviation.TLS_RECORD, Replies.PROTOCOL);
    }
  }

  /** The line is not relayed: it has no code that a client could act on. */
  private void malformedReply() {
    if (!closing.begun() && context.deviation(Deviation.MALFORMED_REPLY, "") == Stance.CLOSE) {
      closing.refuse(Deviation.MALFORMED_REPLY, Replies.SERVER_PROTOCOL);
    }
  }
}
