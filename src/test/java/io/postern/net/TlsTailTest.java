package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where TLS ends in a stream, at every split point. */
class TlsTailTest {

  private static final byte[] ALERT = record(21, 2);
  private static final byte[] DATA = record(23, 300);
  private static final byte[] CLEAR = "NOOP\r\n".getBytes(StandardCharsets.US_ASCII);

  private int over;

  static Stream<Integer> splits() {
    return IntStream.range(0, ALERT.length + DATA.length + CLEAR.length).boxed();
  }

  @ParameterizedTest
  @MethodSource("splits")
  void records_thenClear(int split) {
    byte[] all = joined(ALERT, DATA, CLEAR);
    EmbeddedChannel channel = channel();

    channel.writeInbound(Unpooled.copiedBuffer(all, 0, split));
    channel.writeInbound(Unpooled.copiedBuffer(all, split, all.length - split));

    List<byte[]> seen = seen(channel);
    assertThat(seen.get(0)).isEqualTo(ALERT);
    assertThat(seen.get(1)).isEqualTo(DATA);
    assertThat(joined(seen.subList(2, seen.size()).toArray(byte[][]::new))).isEqualTo(CLEAR);
    assertThat(over).isOne();
    channel.finishAndReleaseAll();
  }

  @Test
  void halfARecord_isKept() {
    EmbeddedChannel channel = channel();

    channel.writeInbound(Unpooled.copiedBuffer(DATA, 0, DATA.length - 1));

    assertThat(seen(channel)).isEmpty();
    assertThat(over).isZero();
    channel.finishAndReleaseAll();
  }

  private EmbeddedChannel channel() {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel
        .pipeline()
        .addLast(
            "tail",
            new TlsTail(
                () -> {
                  over++;
                  channel.pipeline().remove("tail");
                }));
    return channel;
  }

  private static List<byte[]> seen(EmbeddedChannel channel) {
    List<byte[]> seen = new ArrayList<>();
    for (ByteBuf in = channel.readInbound(); in != null; in = channel.readInbound()) {
      byte[] bytes = new byte[in.readableBytes()];
      in.readBytes(bytes).release();
      seen.add(bytes);
    }
    return seen;
  }

  private static byte[] record(int type, int length) {
    byte[] record = new byte[5 + length];
    record[0] = (byte) type;
    record[1] = 3;
    record[2] = 3;
    record[3] = (byte) (length >> 8);
    record[4] = (byte) length;
    return record;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
