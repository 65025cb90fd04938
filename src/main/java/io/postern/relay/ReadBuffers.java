package io.postern.relay;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;

/** How much a relay reads at once, and how much may wait for a slow receiver. */
final class ReadBuffers {

  private static final int MIN_BYTES = 2 * 1024;
  private static final int FIRST_BYTES = 16 * 1024;
  private static final int MAX_BYTES = 256 * 1024;

  private ReadBuffers() {}

  /** Before the channel's first read. */
  static void configure(Channel channel, int bufferBytes) {
    int most = Math.max(MIN_BYTES, Math.min(MAX_BYTES, bufferBytes));
    int first = Math.min(FIRST_BYTES, most);
    channel
        .config()
        .setRecvByteBufAllocator(
            new AdaptiveRecvByteBufAllocator(MIN_BYTES, first, most).maxMessagesPerRead(1));
    channel
        .config()
        .setWriteBufferWaterMark(new WriteBufferWaterMark(bufferBytes / 2, bufferBytes));
  }
}
