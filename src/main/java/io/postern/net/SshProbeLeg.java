package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.postern.upstream.ProbeVerdict.Outcome;

/** Waits for the server's identification (RFC 4253 section 4.2), and closes. */
final class SshProbeLeg extends ProbeLeg {

  private final SshBanner banner;
  private final ByteBuf kept = Unpooled.buffer();

  SshProbeLeg(Probe probe, int linesBefore) {
    super(probe);
    banner = SshBanner.ofServer(linesBefore);
  }

  @Override
  void connected() {
    // It speaks first.
  }

  @Override
  void receive(ChannelHandlerContext context, ByteBuf bytes) {
    kept.writeBytes(bytes);
    kept.skipBytes(banner.take(kept));
    kept.discardReadBytes();
    if (banner.passed()) {
      finish(Outcome.PASSED);
    } else if (!banner.fault().isEmpty()) {
      finish(Outcome.FOREIGN);
    }
  }
}
