package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Stands before Netty's decoder of PROXY headers, and is gone once one has begun: tells at the
 * first byte that fits neither version, where the decoder would wait for more, and of a length that
 * is too much before all of it has come. With a version byte of FF the decoder keeps what comes for
 * ever (4.2.18).
 */
final class ProxyHeaderStart extends ChannelInboundHandlerAdapter {

  private static final byte[] TEXT = "PROXY ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BINARY = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");

  /** Signature, version and command, family, length. */
  private static final int BINARY_BYTES = 16;

  private static final int VERSION_2 = 0x20;
  private static final int LOCAL_OR_PROXY = 0x01;

  private final int mostBytes;
  private final byte[] first = new byte[BINARY_BYTES];
  private int count;
  private boolean wrong;

  /**
   * A check.
   *
   * @param mostBytes the longest header, but for the fixed part of it
   */
  ProxyHeaderStart(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    int taken = Math.min(first.length - count, bytes.readableBytes());
    bytes.getBytes(bytes.readerIndex(), first, count, taken);
    count += taken;
    if (wrong || !fits()) {
      bytes.release();
      refuse(context);
      return;
    }
    if (isWhole()) {
      // First: what is read inside of the next call goes through the pipeline from its head.
      context.pipeline().remove(this);
    }
    context.fireChannelRead(bytes);
  }

  private void refuse(ChannelHandlerContext context) {
    if (!wrong) {
      wrong = true;
      context.fireExceptionCaught(new DecoderException("no PROXY header"));
    }
  }

  private boolean isWhole() {
    return count >= (isText() ? TEXT.length : BINARY_BYTES);
  }

  private boolean isText() {
    return first[0] == TEXT[0];
  }

  private boolean fits() {
    byte[] expected = isText() ? TEXT : BINARY;
    for (int i = 0; i < Math.min(count, expected.length); i++) {
      if (first[i] != expected[i]) {
        return false;
      }
    }
    return isText() || (hasVersion() && isShort());
  }

  private boolean hasVersion() {
    return count <= BINARY.length || (first[BINARY.length] & ~LOCAL_OR_PROXY) == VERSION_2;
  }

  private boolean isShort() {
    int length = (first[BINARY_BYTES - 2] & 0xff) << 8 | (first[BINARY_BYTES - 1] & 0xff);
    return count < BINARY_BYTES || length <= mostBytes;
  }
}
