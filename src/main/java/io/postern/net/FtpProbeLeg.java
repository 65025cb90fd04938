package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.postern.ftp.Endpoint;
import io.postern.ftp.LineFramer;
import io.postern.ftp.LineLimits;
import io.postern.ftp.ReplyAssembler;
import io.postern.ftp.ReplyAssembler.Assembled;
import io.postern.upstream.ProbeDialogue;
import io.postern.upstream.ProbeDialogue.Step;
import io.postern.upstream.ProbeSettings;
import io.postern.upstream.ProbeVerdict.Outcome;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Cuts what a server sends into replies, and says to it what the dialogue of a probe wants. */
final class FtpProbeLeg extends ProbeLeg {

  private static final LineLimits LIMITS = LineLimits.DEFAULT;

  private final ProbeSettings settings;
  private final LineFramer framer =
      new LineFramer(
          new LineLimits(
              LIMITS.replyBytes(),
              LIMITS.replyBytes(),
              LIMITS.replyBytes(),
              LIMITS.telnetOptions()));
  private final ReplyAssembler assembler = new ReplyAssembler(LIMITS);
  private @Nullable ProbeDialogue dialogue;
  private boolean over;

  FtpProbeLeg(ProbeSettings settings, Probe probe) {
    super(probe);
    this.settings = settings;
  }

  @Override
  void connected() {
    // The server speaks first.
  }

  @Override
  void receive(ChannelHandlerContext context, ByteBuf bytes) {
    ByteBuffer in = bytes.nioBuffer();
    for (var next = framer.next(in); next != null && !over; next = framer.next(in)) {
      take(context, next);
    }
  }

  @Override
  void ended() {
    if (dialogue == null) {
      finish(Outcome.CLOSED);
    } else {
      perform(null, dialogue.closed());
    }
  }

  private void take(ChannelHandlerContext context, LineFramer.Framed framed) {
    if (framed instanceof LineFramer.Framed.TelnetAnswer answer) {
      context.writeAndFlush(Unpooled.wrappedBuffer(answer.bytes()));
    } else if (framed instanceof LineFramer.Framed.Text text) {
      reply(context, assembler.accept(text.line()));
    } else {
      perform(context, dialogue(context).malformed());
    }
  }

  private void reply(ChannelHandlerContext context, Assembled assembled) {
    if (assembled instanceof Assembled.Complete complete) {
      perform(context, dialogue(context).receive(complete.reply()));
    } else if (assembled instanceof Assembled.TooLong || assembled instanceof Assembled.Malformed) {
      perform(context, dialogue(context).malformed());
    }
  }

  private void perform(@Nullable ChannelHandlerContext context, Step step) {
    if (step instanceof Step.Send send && context != null) {
      context.writeAndFlush(Unpooled.wrappedBuffer(send.line()));
      // Known before QUIT is answered.
      dialogue(context).verdict().ifPresent(this::tell);
    } else if (step instanceof Step.Done done && !over) {
      over = true;
      tell(done.verdict());
      close();
    }
  }

  private ProbeDialogue dialogue(ChannelHandlerContext context) {
    ProbeDialogue made = dialogue;
    if (made == null) {
      Endpoint server = Endpoint.of((InetSocketAddress) context.channel().remoteAddress());
      made = new ProbeDialogue(settings, server.isIpv6());
      dialogue = made;
    }
    return made;
  }
}
