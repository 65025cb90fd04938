package io.postern.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.function.IntSupplier;

/** How much a relay reads at once, and how much may wait for a slow receiver. */
final class ReadBuffers {

  private static final int MIN_BYTES = 2 * 1024;
  private static final int FIRST_BYTES = 16 * 1024;
  private static final int MAX_BYTES = 256 * 1024;

  private ReadBuffers() {}

  /**
   * Before the channel's first read.
   *
   * @param mostToRead asked before each read
   */
  static void configure(Channel channel, int bufferBytes, IntSupplier mostToRead) {
    int most = Math.max(MIN_BYTES, Math.min(MAX_BYTES, bufferBytes));
    int first = Math.min(FIRST_BYTES, most);
    channel
        .config()
        .setRecvByteBufAllocator(
            new Capped(MIN_BYTES, first, most, mostToRead).maxMessagesPerRead(1));
    channel
        .config()
        .setWriteBufferWaterMark(new WriteBufferWaterMark(bufferBytes / 2, bufferBytes));
  }

  /** Netty's own sizes, cut to what may be read now. */
  private static final class Capped extends AdaptiveRecvByteBufAllocator {

    private final IntSupplier most;

    Capped(int minimum, int initial, int maximum, IntSupplier most) {
      super(minimum, initial, maximum);
      this.most = most;
    }

    @Override
    @SuppressWarnings("deprecation") // the interface's own method
    public Handle newHandle() {
      return new CappedHandle((ExtendedHandle) super.newHandle(), most);
    }
  }

  private static final class CappedHandle extends RecvByteBufAllocator.DelegatingHandle
      implements RecvByteBufAllocator.ExtendedHandle {

    private final IntSupplier most;

    CappedHandle(RecvByteBufAllocator.ExtendedHandle handle, IntSupplier most) {
      super(handle);
      this.most = most;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      int bytes = Math.min(delegate().guess(), most.getAsInt());
      return allocator.ioBuffer(bytes);
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
      return ((RecvByteBufAllocator.ExtendedHandle) delegate()).continueReading(maybeMoreData);
    }
  }
}
