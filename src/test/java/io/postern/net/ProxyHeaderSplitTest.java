package io.postern.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Endpoint;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a header means does not hang on how it is cut, whatever somebody has made of it. */
class ProxyHeaderSplitTest {

  private static final int ROUNDS = 500;
  private static final String BEHIND = "USER ann\r\nPASS x\r\n";
  private static final Arrival DIRECT =
      Arrival.direct(endpoint("192.0.2.66", 1000), endpoint("192.0.2.1", 21));
  private static final List<byte[]> HEADERS =
      List.of(
          "PROXY TCP4 203.0.113.7 192.0.2.1 54321 21\r\n".getBytes(US_ASCII),
          "PROXY TCP6 2001:db8::7 2001:db8::1 54321 21\r\n".getBytes(US_ASCII),
          "PROXY UNKNOWN 2001:db8::7 2001:db8::1 54321 21\r\n".getBytes(US_ASCII),
          v2("2111000c" + "cb007107" + "c0000201" + "d4310015"),
          v2("21110015" + "cb007107" + "c0000201" + "d4310015" + "e00003616263" + "040000"),
          v2("20110010" + "cb007107" + "c0000201" + "d4310015" + "04000100"),
          v2(
              "2121002a"
                  + "20010db8"
                  + "00".repeat(11)
                  + "07"
                  + "20010db8"
                  + "00".repeat(11)
                  + "01"
                  + "d4310015"
                  + "200003"
                  + "010000"),
          v2("20000000"));

  @Test
  void verdict_isTheSame_howeverTheBytesAreCut() {
    Random random = new Random(20261121);
    int arrived = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = mutated(random);
      String whole = verdict(bytes, bytes.length, random);
      String cut = verdict(bytes, 7, random);
      String single = verdict(bytes, 1, random);
      assertThat(List.of(cut, single))
          .as("round %d: %s", round, HexFormat.of().formatHex(bytes))
          .containsOnly(whole);
      arrived += whole.startsWith("from") ? 1 : 0;
    }
    assertThat(arrived).as("how many were still right").isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
  }

  /** Who it is from and what came behind the header, or why it was refused. */
  private static String verdict(byte[] bytes, int most, Random random) {
    StringBuilder told = new StringBuilder();
    ByteArrayOutputStream behind = new ByteArrayOutputStream();
    EmbeddedChannel channel = new EmbeddedChannel();
    ProxyHeaderHandler.await(
        channel,
        DIRECT,
        new ProxyProtocol(List.of(), Duration.ofMinutes(1), 4096, ProxyProtocol.Send.OFF),
        new ProxyHeaderHandler.Observer() {
          @Override
          public void arrived(Arrival arrival) {
            told.append("from ").append(arrival.client()).append(" to ").append(arrival.reached());
            channel.pipeline().addLast(new Collecting(behind));
          }

          @Override
          public void refused(String reason) {
            told.append(reason);
          }
        });
    for (int at = 0; at < bytes.length && channel.isOpen(); ) {
      int end = Math.min(bytes.length, at + 1 + random.nextInt(most));
      channel.writeInbound(Unpooled.copiedBuffer(bytes, at, end - at));
      at = end;
    }
    boolean waits = channel.isOpen() && told.isEmpty();
    channel.finishAndReleaseAll();
    return waits ? "waits" : told + " " + behind.toString(US_ASCII);
  }

  private static byte[] mutated(Random random) {
    byte[] header = HEADERS.get(random.nextInt(HEADERS.size()));
    byte[] rest = BEHIND.getBytes(US_ASCII);
    byte[] all = Arrays.copyOf(header, header.length + rest.length);
    System.arraycopy(rest, 0, all, header.length, rest.length);
    for (int changes = random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(header.length);
      switch (random.nextInt(3)) {
        case 0 -> all[at] = (byte) random.nextInt();
        case 1 -> all[at] += (byte) (random.nextBoolean() ? 1 : -1);
        default -> all = Arrays.copyOf(all, at + 1);
      }
      header = Arrays.copyOf(header, Math.min(header.length, all.length));
    }
    return all;
  }

  private static Endpoint endpoint(String address, int port) {
    return new Endpoint(AddressLiteral.parse(address).orElseThrow(), port);
  }

  private static byte[] v2(String rest) {
    return HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + rest);
  }

  /** The session's leg. */
  private static final class Collecting extends ChannelInboundHandlerAdapter {

    private final ByteArrayOutputStream into;

    Collecting(ByteArrayOutputStream into) {
      this.into = into;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      byte[] read = new byte[bytes.readableBytes()];
      bytes.readBytes(read);
      into.writeBytes(read);
      bytes.release();
    }
  }
}
