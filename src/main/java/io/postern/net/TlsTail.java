package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Stands before a TLS handler that has said close_notify, where the connection goes on in the
 * clear: whole TLS records still go to that handler; with the first byte of something else the TLS
 * is over. lftp answers with its own close_notify, FileZilla and curl answer with nothing. No FTP
 * command begins as a TLS record does.
 */
final class TlsTail extends ByteToMessageDecoder {

  /** RFC 8446 section 5.1: content type, version, length. */
  private static final int HEADER_BYTES = 5;

  private static final int LENGTH_AT = 3;
  private static final int FIRST_TYPE = 20;
  private static final int LAST_TYPE = 24;

  private final Runnable over;

  /**
   * A tail.
   *
   * @param over told at the first byte that is in the clear; must remove this handler, which then
   *     passes on all that it holds
   */
  TlsTail(Runnable over) {
    this.over = over;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int type = in.getUnsignedByte(in.readerIndex());
    if (type < FIRST_TYPE || type > LAST_TYPE) {
      over.run();
    } else if (in.readableBytes() >= HEADER_BYTES) {
      int length = HEADER_BYTES + in.getUnsignedShort(in.readerIndex() + LENGTH_AT);
      if (in.readableBytes() >= length) {
        out.add(in.readRetainedSlice(length));
      }
    }
  }
}
