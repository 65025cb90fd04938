package io.postern.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.DefaultFileRegion;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes that the server sends: one file in memory, sent again and again by sendfile. */
final class Content implements AutoCloseable {

  private static final long FILE_BYTES = 64L << 20;
  private static final int SMALL_BYTES = 64 << 10;

  private final File file;
  private final ByteBuf small =
      Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(SMALL_BYTES)));

  private Content(File file) {
    this.file = file;
  }

  /** Makes the file, in the memory file system where there is one. */
  static Content create() throws IOException {
    Path memory = Path.of("/dev/shm");
    Path file =
        Files.isWritable(memory)
            ? Files.createTempFile(memory, "postern-bench", ".bin")
            : Files.createTempFile("postern-bench", ".bin");
    file.toFile().deleteOnExit();
    // Written, not only sized: pages of a hole are made anew at each read.
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] block = new byte[1 << 20];
      for (long at = 0; at < FILE_BYTES; at += block.length) {
        out.write(block);
      }
    }
    return new Content(file.toFile());
  }

  /** Sends that many bytes, then calls the listener. */
  void send(Channel channel, long bytes, ChannelFutureListener done) {
    if (bytes <= SMALL_BYTES) {
      channel.writeAndFlush(small.duplicate().writerIndex((int) bytes)).addListener(done);
      return;
    }
    long part = Math.min(FILE_BYTES, bytes);
    ChannelFuture sent = channel.writeAndFlush(new DefaultFileRegion(file, 0, part));
    if (part == bytes) {
      sent.addListener(done);
    } else {
      sent.addListener(
          (ChannelFutureListener)
              future -> {
                if (future.isSuccess()) {
                  send(channel, bytes - part, done);
                } else {
                  done.operationComplete(future);
                }
              });
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file.toPath());
  }
}
