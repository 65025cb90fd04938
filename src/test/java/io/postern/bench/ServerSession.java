package io.postern.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.postern.relay.Transport;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The control channel of {@link BenchServer}. Bound to one event loop. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // What a lost connection does not get, it does not miss.
final class ServerSession extends ByteToMessageDecoder {

  private static final ByteBuf GREETING = reply("220 Ready");
  private static final ByteBuf NEED_PASSWORD = reply("331 Password");
  private static final ByteBuf LOGGED_IN = reply("230 Welcome");
  private static final ByteBuf OK = reply("200 OK");
  private static final ByteBuf OPENING = reply("150 Opening");
  private static final ByteBuf DONE = reply("226 Done");
  private static final ByteBuf ABORTED = reply("426 Connection lost");
  private static final ByteBuf NO_DATA = reply("425 Use PASV first");
  private static final ByteBuf BYE = reply("221 Bye");
  private static final ByteBuf UNKNOWN = reply("502 Not here");

  private final Transport transport;
  private final Content content;
  private @Nullable PassiveData data;

  ServerSession(Transport transport, Content content) {
    this.transport = transport;
    this.content = content;
  }

  @Override
  public void channelActive(ChannelHandlerContext control) {
    answer(control, GREETING);
  }

  @Override
  protected void decode(ChannelHandlerContext control, ByteBuf in, List<Object> out) {
    int length = in.bytesBefore((byte) '\n');
    if (length >= 0) {
      String line = in.readCharSequence(length, StandardCharsets.ISO_8859_1).toString().strip();
      in.skipBytes(1);
      int blank = line.indexOf(' ');
      String verb = (blank < 0 ? line : line.substring(0, blank)).toUpperCase(Locale.ROOT);
      perform(control, verb, line.substring(blank + 1));
    }
  }

  private void perform(ChannelHandlerContext control, String verb, String argument) {
    switch (verb) {
      case "USER" -> answer(control, NEED_PASSWORD);
      case "PASS" -> answer(control, LOGGED_IN);
      case "NOOP", "TYPE" -> answer(control, OK);
      case "PASV" -> passive(control);
      case "RETR" -> transfer(control, data -> data.send(Long.parseLong(argument)));
      case "STOR" -> transfer(control, PassiveData::receive);
      case "QUIT" ->
          control.writeAndFlush(BYE.duplicate()).addListener(ChannelFutureListener.CLOSE);
      default -> answer(control, UNKNOWN);
    }
  }

  private void passive(ChannelHandlerContext control) {
    closeData();
    data = PassiveData.open(transport, content, control.channel(), port -> announce(control, port));
  }

  private static void announce(ChannelHandlerContext control, int port) {
    InetSocketAddress local = (InetSocketAddress) control.channel().localAddress();
    String address = local.getAddress().getHostAddress().replace('.', ',');
    String form = address + "," + (port >> 8) + "," + (port & 255);
    control.writeAndFlush(
        Unpooled.copiedBuffer(
            "227 Entering Passive Mode (" + form + ")\r\n", StandardCharsets.US_ASCII));
  }

  private void transfer(ChannelHandlerContext control, Transfer transfer) {
    PassiveData current = data;
    if (current == null) {
      answer(control, NO_DATA);
      return;
    }
    data = null;
    answer(control, OPENING);
    current.whenDone(whole -> answer(control, whole ? DONE : ABORTED));
    transfer.start(current);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext control) {
    closeData();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext control, Throwable cause) {
    control.close();
  }

  private void closeData() {
    if (data != null) {
      data.close();
      data = null;
    }
  }

  private static void answer(ChannelHandlerContext control, ByteBuf reply) {
    control.writeAndFlush(reply.duplicate());
  }

  private static ByteBuf reply(String text) {
    byte[] bytes = (text + "\r\n").getBytes(StandardCharsets.US_ASCII);
    return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes));
  }

  private interface Transfer {
    void start(PassiveData data);
  }
}
