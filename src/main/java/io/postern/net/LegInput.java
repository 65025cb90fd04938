package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.postern.ftp.LineFramer;
import io.postern.ftp.LineLimits;
import io.postern.session.Input;
import io.postern.session.Input.Side;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What comes in on one leg, cut into lines; knows what has begun and not ended. Lives on the
 * session's event loop.
 */
final class LegInput {

  private final Side side;
  private final Leg leg;
  private final LineFramer framer;

  /** What is being cut into lines in this moment. */
  private @Nullable ByteBuffer unread;

  LegInput(Side side, LineLimits limits, Leg leg) {
    this.side = side;
    this.leg = leg;
    this.framer = new LineFramer(limits);
  }

  /** Gives the leg what it finds in these bytes, as long as the leg reads. */
  void read(ByteBuf bytes) {
    ByteBuffer in = bytes.nioBuffer();
    unread = in;
    try {
      while (leg.reads()) {
        LineFramer.Framed framed = framer.next(in);
        if (framed == null) {
          return;
        }
        take(framed);
      }
    } finally {
      unread = null;
    }
  }

  private void take(LineFramer.Framed framed) {
    if (framed instanceof LineFramer.Framed.Text text) {
      leg.line(text.line());
    } else if (framed instanceof LineFramer.Framed.TelnetAnswer answer) {
      leg.write(answer.bytes());
    } else if (framed instanceof LineFramer.Framed.TooLong) {
      leg.broken(tooLong());
    } else if (framed instanceof LineFramer.Framed.TooManyOptions) {
      leg.broken(Input.Fault.TOO_MANY_OPTIONS);
    } else {
      leg.broken(Input.Fault.TLS_RECORD);
    }
  }

  private Input.Fault tooLong() {
    return side == Side.CLIENT ? Input.Fault.LINE_TOO_LONG : Input.Fault.REPLY_TOO_LONG;
  }

  /** How much memory a line takes that has begun and not ended. */
  int memoryBytes() {
    return framer.memoryBytes();
  }

  /** Whether neither a line nor a Telnet command has begun and not ended. */
  boolean isBetweenLines() {
    return framer.atRest();
  }

  /** Whether that holds of all that has come: only then the stream may become another one. */
  boolean isAtRest() {
    return isBetweenLines() && (unread == null || !unread.hasRemaining());
  }
}
