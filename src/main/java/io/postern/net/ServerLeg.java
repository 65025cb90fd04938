package io.postern.net;

import io.postern.ftp.Line;
import io.postern.ftp.LineLimits;
import io.postern.ftp.ReplyAssembler;
import io.postern.ftp.ReplyAssembler.Assembled;
import io.postern.session.Input;

/** The control connection that the gateway made to the server. */
final class ServerLeg extends Leg {

  private final ReplyAssembler assembler;

  ServerLeg(SessionRunner runner, LineLimits limits) {
    super(Input.Side.SERVER, runner, replyLines(limits));
    this.assembler = new ReplyAssembler(limits);
  }

  @Override
  void line(Line line) {
    Assembled assembled = assembler.accept(line);
    if (assembled instanceof Assembled.Complete complete) {
      runner().input(new Input.ServerReply(complete.reply()));
    } else if (assembled instanceof Assembled.TooLong) {
      broken(Input.Fault.REPLY_TOO_LONG);
    } else if (assembled instanceof Assembled.Malformed) {
      runner().input(new Input.Broken(Input.Side.SERVER, Input.Fault.MALFORMED_REPLY));
    }
  }

  /** A reply of many lines that has begun in the clear must not go on under TLS. */
  @Override
  boolean isAtRest() {
    return super.isAtRest() && !assembler.midReply();
  }

  @Override
  long memoryBytes() {
    return super.memoryBytes() + assembler.memoryBytes();
  }

  @Override
  Leg other() {
    return runner().client();
  }

  /** A line of the server may be as long as a whole reply. */
  private static LineLimits replyLines(LineLimits limits) {
    return new LineLimits(
        limits.replyBytes(), limits.replyBytes(), limits.replyBytes(), limits.telnetOptions());
  }
}
