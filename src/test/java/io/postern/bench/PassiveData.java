package io.postern.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import io.postern.relay.Transport;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One passive data connection of {@link BenchServer}: its listener, then the connection that came.
 * Lives on the event loop of its control channel, so nothing here is locked.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Closing is not waited for.
final class PassiveData extends ChannelInboundHandlerAdapter {

  private static final int READ_BYTES = 256 << 10;
  private static final long RECEIVE = -1;
  private static final long NOTHING = -2;

  private final Content content;
  private @Nullable Channel listener;
  private @Nullable Channel connection;
  private @Nullable Consumer<Boolean> done;
  private long wanted = NOTHING;
  private boolean ended;

  private PassiveData(Content content) {
    this.content = content;
  }

  /** Listens on a free port of the address that the client reached, and tells the port. */
  static PassiveData open(
      Transport transport, Content content, Channel control, IntConsumer listening) {
    PassiveData data = new PassiveData(content);
    InetSocketAddress local = (InetSocketAddress) control.localAddress();
    new ServerBootstrap()
        .group(control.eventLoop())
        .channel(transport.serverSocket())
        .option(ChannelOption.SO_BACKLOG, 1)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
        .childHandler(data)
        .bind(new InetSocketAddress(local.getAddress(), 0))
        .addListener(
            (ChannelFutureListener)
                bound -> {
                  data.listener = bound.channel();
                  InetSocketAddress at = (InetSocketAddress) bound.channel().localAddress();
                  listening.accept(at.getPort());
                });
    return data;
  }

  /** Says who is told that the transfer ended, and whether it was whole. */
  void whenDone(Consumer<Boolean> listener) {
    done = listener;
  }

  /** Sends that many bytes and closes, now or when the connection is there. */
  void send(long bytes) {
    wanted = bytes;
    proceed();
  }

  /** Takes everything until the client closes. */
  void receive() {
    wanted = RECEIVE;
    proceed();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    connection = context.channel();
    closeListener();
    proceed();
  }

  private void proceed() {
    Channel open = connection;
    if (wanted == RECEIVE && ended) {
      report(true);
    } else if (wanted >= 0 && open != null) {
      content.send(
          open, wanted, sent -> open.close().addListener(closed -> report(sent.isSuccess())));
      wanted = NOTHING;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ended = true;
    proceed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  /** Gives up what is open. */
  void close() {
    closeListener();
    if (connection != null) {
      connection.close();
    }
  }

  private void closeListener() {
    if (listener != null) {
      listener.close();
      listener = null;
    }
  }

  private void report(boolean whole) {
    Consumer<Boolean> told = done;
    done = null;
    if (told != null) {
      told.accept(whole);
    }
  }
}
