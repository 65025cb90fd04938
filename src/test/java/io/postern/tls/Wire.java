package io.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Two channels: one's output is the other's input. */
final class Wire implements AutoCloseable {

  final Told clientTold = new Told();
  final Told serverTold = new Told();
  final EmbeddedChannel client;
  final EmbeddedChannel server;

  private Wire(ChannelHandlerOf client, ChannelHandlerOf server) {
    this.server = new EmbeddedChannel(server.apply(serverTold));
    this.client = new EmbeddedChannel(client.apply(clientTold));
    pump();
  }

  /** The handshake of any two, as far as it goes. */
  static Wire of(ChannelHandlerOf client, ChannelHandlerOf server) {
    return new Wire(client, server);
  }

  /**
   * The handshake of a control channel; then the first reply, with which BoringSSL sends tickets.
   */
  static Wire control(ServerSideTls client, ClientSideTls server) {
    Wire wire = new Wire(client::control, server::control);
    if (wire.server.isOpen() && wire.client.isOpen()) {
      wire.sendToClient("200 PBSZ=0");
    }
    return wire;
  }

  /** The handshake of a data connection. */
  static Wire data(ServerSideTls client, ClientSideTls server) {
    return new Wire(client::data, server::data);
  }

  /** A text from one end to the other, under TLS. */
  void sendToClient(String text) {
    server.writeOutbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    pump();
    assertThat(read(client)).isEqualTo(text);
  }

  /** A text from one end to the other, under TLS. */
  void sendToServer(String text) {
    client.writeOutbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    pump();
    assertThat(read(server)).isEqualTo(text);
  }

  /** The client has no more to say, then neither has the server: as after an upload. */
  void endByClient() {
    closeOutbound(client);
    closeOutbound(server);
  }

  private void closeOutbound(EmbeddedChannel end) {
    end.pipeline().get(SslHandler.class).closeOutbound();
    end.flushOutbound();
    pump();
  }

  /** Carries bytes until none are left. */
  void pump() {
    boolean moved;
    do {
      moved = move(client, server);
      moved |= move(server, client);
    } while (moved);
  }

  @Override
  public void close() {
    client.finishAndReleaseAll();
    server.finishAndReleaseAll();
  }

  private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
    from.runPendingTasks();
    boolean moved = false;
    for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
      moved = true;
      if (to.isOpen()) {
        to.pipeline().fireChannelRead(bytes);
        to.pipeline().fireChannelReadComplete();
        to.runPendingTasks();
        forgetFailure(to);
      } else {
        bytes.release();
      }
    }
    return moved;
  }

  private static String read(EmbeddedChannel channel) {
    StringBuilder text = new StringBuilder();
    for (ByteBuf bytes = channel.readInbound(); bytes != null; bytes = channel.readInbound()) {
      text.append(bytes.toString(StandardCharsets.US_ASCII));
      bytes.release();
    }
    return text.toString();
  }

  /** A failed handshake is an exception too; the observer has been told. */
  private static void forgetFailure(EmbeddedChannel channel) {
    try {
      channel.checkException();
    } catch (DecoderException e) {
      assertThat(channel.isOpen()).isFalse();
    }
  }

  /** Makes a handler that tells an observer. */
  interface ChannelHandlerOf extends Function<TlsObserver, ChannelHandler> {}
}
