package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Stands before Netty's decoder of PROXY headers until all has come that it looks at: tells at the
 * first byte that fits neither version, where the decoder would wait for more, of a length that is
 * too much before all of it has come, and of additions that do not fit into it. With a version byte
 * of FF the decoder keeps what comes for ever (4.2.18).
 */
final class ProxyHeaderStart extends ChannelInboundHandlerAdapter {

  private static final byte[] TEXT = "PROXY ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BINARY = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");

  /** Signature, version and command, family, length. */
  private static final int BINARY_BYTES = 16;

  private static final int VERSION_2 = 0x20;
  private static final int LOCAL_OR_PROXY = 0x01;
  private static final int PROXY = VERSION_2 | LOCAL_OR_PROXY;

  private final int mostBytes;
  private final byte[] first = new byte[BINARY_BYTES];
  private int count;
  private @Nullable TlvWalk additions;
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
    if (wrong || !fits(bytes)) {
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

  /** Whether nothing has come. */
  boolean isUntouched() {
    return count == 0;
  }

  private void refuse(ChannelHandlerContext context) {
    if (!wrong) {
      wrong = true;
      context.fireExceptionCaught(new DecoderException("no PROXY header"));
    }
  }

  private boolean fits(ByteBuf bytes) {
    boolean fits = true;
    for (int i = bytes.readerIndex(); i < bytes.writerIndex() && fits && !isWhole(); i++) {
      fits = fits(bytes.getByte(i));
    }
    return fits;
  }

  private boolean fits(byte next) {
    if (additions != null) {
      return additions.take(next);
    }
    first[count] = next;
    count++;
    if (count < BINARY_BYTES) {
      return beginFits();
    }
    additions = new TlvWalk(addressBytes(), length());
    return length() <= mostBytes && addressBytes() <= length();
  }

  private boolean isWhole() {
    return additions == null ? isText() && count == TEXT.length : additions.isOver();
  }

  private boolean isText() {
    return first[0] == TEXT[0];
  }

  private boolean beginFits() {
    byte[] expected = isText() ? TEXT : BINARY;
    int last = count - 1;
    return last < expected.length
        ? first[last] == expected[last]
        : (first[BINARY.length] & ~LOCAL_OR_PROXY) == VERSION_2;
  }

  private int length() {
    return (first[BINARY_BYTES - 2] & 0xff) << 8 | (first[BINARY_BYTES - 1] & 0xff);
  }

  /** What nobody reads is as long as it likes. */
  private int addressBytes() {
    int family = (first[BINARY.length] & 0xff) == PROXY ? first[BINARY.length + 1] >> 4 : 0;
    return switch (family) {
      case 1 -> 2 * (4 + 2);
      case 2 -> 2 * (16 + 2);
      default -> length();
    };
  }
}
